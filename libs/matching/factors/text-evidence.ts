import { type NumberList } from '../index/number-lists.js';
import { type Evidence } from '../match.js';
import { type NeedProfile } from '../profile.js';
import { QUOTED_FROM, wordingOf } from '../reading/quotation.js';
import { backgroundShare } from '../terms/background.js';
import { conceptWord } from '../terms/concepts.js';
import { isGenericWord } from '../terms/generic.js';
import { type NeedQuery } from './need-query.js';
import { type Overlap } from './overlap.js';
import { QuotedText } from './quoted-text.js';

/** A need with what the explanations of all its matches have in common. */
export class ExplainedNeed {
  /** How well a term can be shown, by place; see `showing`. Most terms of a need are in none of its matches. */
  private readonly shown: Float64Array;
  private readonly words: (string | undefined)[] = [];
  private quoted: QuotedText | undefined;

  constructor(readonly query: NeedQuery) {
    this.shown = new Float64Array(query.profile.terms.length).fill(NaN);
  }

  get text(): QuotedText {
    return (this.quoted ??= new QuotedText(wordingOf(this.query.profile.record).slice(0, QUOTED_FROM), true));
  }

  word(place: number): string {
    return (this.words[place] ??= this.query.profile.terms.written(place));
  }

  /** What a term counts as a word to show, 0–1. */
  showing(place: number): number {
    const known = this.shown[place]!;
    if (!Number.isNaN(known)) return known;
    return (this.shown[place] = showing(this.query.profile, place));
  }
}

// A character shows kinship, not a word to show; a broader concept has no word in the need. A word that both have is
// better to show than what they have in common by the table.
function showing({ terms, groups, namedGroups }: NeedProfile, place: number): number {
  const kind = terms.kind(place);
  if (kind === 'character' || kind === 'broader') return 0;
  const written = terms.written(place);
  if (isGenericWord(written)) return 0;
  if (kind === 'concept') return 0.5;
  if (kind !== 'pair') return 1;
  // Most pairs are parts of two words; those that are words themselves, within a word of the need, can be shown.
  return namedGroups[groups[place]!] === 1 && backgroundShare(written) !== undefined ? 0.2 : 0;
}

/** What carried the text value, side by side, heaviest first. */
export interface SharedTerms {
  /**
   * The need's words as they are written; `PMSM≈永磁同步电动机` where the achievement has another for the same thing,
   * `轴承（空气轴承）` where it has one for a kind of it.
   */
  shown: string[];
  shares: number[];
  /** The words to look for in either text. */
  asked: string[];
  offered: string[];
}

let groupWeights = new Float64Array(256);
let groupBests = new Float64Array(256);
let groupPlaces = new Int32Array(256);
let groupsHit = new Uint16Array(256);

/** One word for each group of terms. The share is that of the group in all that the two have in common. */
export function sharedTerms(
  need: ExplainedNeed,
  overlap: Overlap,
  achievement: QuotedText,
  conceptWords: NumberList,
  most: number,
): SharedTerms {
  const { terms: asking, conceptNames } = need.query.profile;
  const terms: SharedTerms = { shown: [], shares: [], asked: [], offered: [] };
  const { total, found } = weighGroups(need, overlap);
  for (const group of heaviestGroups(found, most)) {
    const place = groupPlaces[group]!;
    const asked = need.word(place);
    const naming =
      asking.kind(place) === 'concept' && !achievement.says(asked)
        ? namingOf(conceptNames.get(place)!, conceptWords)
        : undefined;
    const offered = naming?.word ?? asked;
    const shown = shownTerm(asked, offered, naming?.isKind ?? false, need.text, achievement);
    if (terms.shown.includes(shown)) continue;
    terms.shown.push(shown);
    terms.shares.push(Math.round((1000 * groupWeights[group]!) / total) / 1000);
    terms.asked.push(asked);
    terms.offered.push(offered);
  }
  for (let i = 0; i < found; i += 1) groupWeights[groupsHit[i]!] = 0;
  return terms;
}

/**
 * For each group what it weighs and which of its terms is best shown.
 * @returns the weight of all, and how many groups there are.
 */
function weighGroups(need: ExplainedNeed, { hits, start, end, saturation }: Overlap) {
  const { weights, profile } = need.query;
  const { groups, groupCount } = profile;
  if (groupWeights.length < groupCount) {
    groupWeights = new Float64Array(2 * groupCount);
    groupBests = new Float64Array(2 * groupCount);
    groupPlaces = new Int32Array(2 * groupCount);
  }
  if (groupsHit.length < end - start) groupsHit = new Uint16Array(2 * (end - start));
  let found = 0;
  let total = 0;
  for (let i = start; i < end; i += 1) {
    const place = hits[i]! >>> 8;
    const count = hits[i]! & 0xff;
    const group = groups[place]!;
    const weight = (weights[place]! * count) / (count + saturation);
    total += weight;
    if (groupWeights[group] === 0) {
      groupsHit[found] = group;
      found += 1;
      groupBests[group] = 0;
    }
    groupWeights[group]! += weight;
    const shown = weight * need.showing(place);
    if (shown > groupBests[group]!) {
      groupBests[group] = shown;
      groupPlaces[group] = place;
    }
  }
  return { total, found };
}

/** The heaviest groups with a term to show, of those that were found. */
function heaviestGroups(found: number, most: number): number[] {
  const heaviest: number[] = [];
  for (let i = 0; i < found; i += 1) {
    const group = groupsHit[i]!;
    if (groupBests[group] === 0) continue;
    let rank = heaviest.length;
    while (rank > 0 && isHeavier(group, heaviest[rank - 1]!)) rank -= 1;
    if (rank === most) continue;
    heaviest.splice(rank, 0, group);
    if (heaviest.length > most) heaviest.pop();
  }
  return heaviest;
}

const isHeavier = (a: number, b: number) =>
  groupWeights[a]! > groupWeights[b]! ||
  (groupWeights[a] === groupWeights[b] && groupPlaces[a]! < groupPlaces[b]!);

interface Naming {
  word: string;
  /** The word names something narrower, a kind of the concept. */
  isKind: boolean;
}

/** The first word of the achievement that names the concept itself, else the first that names a kind of it. */
function namingOf(concept: string, { numbers, start, end }: NumberList): Naming | undefined {
  let kind: Naming | undefined;
  for (let i = start; i < end; i += 1) {
    const { word, concepts } = conceptWord(numbers[i]!);
    for (const { name, broader } of concepts) {
      if (name === concept) return { word, isKind: false };
      if (!kind && broader.includes(concept)) kind = { word, isKind: true };
    }
  }
  return kind;
}

function shownTerm(
  asked: string,
  offered: string,
  isKind: boolean,
  need: QuotedText,
  achievement: QuotedText,
): string {
  const inNeed = (word: string) => need.asWritten(word) ?? achievement.asWritten(word) ?? word;
  const inAchievement = (word: string) => achievement.asWritten(word) ?? word;
  // What both say to the letter needs no sign of likeness: 电池 of 电池 and 锂离子电池.
  if (offered.includes(asked)) return inNeed(asked);
  if (asked.includes(offered)) return inAchievement(offered);
  return isKind
    ? `${inNeed(asked)}（${inAchievement(offered)}）`
    : `${inNeed(asked)}≈${inAchievement(offered)}`;
}

/** The words themselves, and from each side the sentence that says most of them. */
export function textEvidence(need: QuotedText, achievement: QuotedText, terms: SharedTerms): Evidence[] {
  const { shown, shares, asked, offered } = terms;
  if (shown.length === 0) return [];
  const evidence: Evidence[] = [
    { type: 'terms', terms: shown.map((term, i) => ({ term, share: shares[i]! })) },
  ];
  const needSentence = need.bestSentence(asked, shares);
  const achievementSentence = achievement.bestSentence(offered, shares);
  if (needSentence) evidence.push({ type: 'sentence', side: 'need', text: needSentence });
  if (achievementSentence) {
    evidence.push({ type: 'sentence', side: 'achievement', text: achievementSentence });
  }
  return evidence;
}
