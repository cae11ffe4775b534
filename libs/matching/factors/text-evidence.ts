import { type InvertedIndex, type TermVector } from '../index/inverted-index.js';
import { type Evidence } from '../match.js';
import { type NeedProfile } from '../profile.js';
import { normalise } from '../reading/normalise.js';
import { quote, sentenceAround } from '../reading/quotation.js';
import { backgroundShare } from '../terms/background.js';
import { broaderConcepts, findConcepts } from '../terms/concepts.js';
import { isGenericWord } from '../terms/generic.js';
import { type NeedQuery } from './need-query.js';

export interface SharedTerm {
  /**
   * The need's word as it is written; `PMSM≈永磁同步电动机` where the achievement has another for the same thing,
   * `轴承（空气轴承）` where it has one for a kind of it.
   */
  term: string;
  share: number;
  /** The words to look for in either text. */
  asked: string;
  offered: string;
}

/** Whether the terms of a need can be shown, by place: 0 not known yet, 1 no, 2 yes. Found out once for all its matches. */
export type Readability = Uint8Array;

let groupWeights = new Float64Array(256);
let groupBests = new Float64Array(256);
let groupPlaces = new Int32Array(256);

/**
 * What carried the text value, one word for each group of terms, heaviest first. The share is that of the group in all
 * that the two have in common.
 */
export function sharedTerms(
  query: NeedQuery,
  readable: Readability,
  vector: TermVector,
  places: Uint16Array,
  index: InvertedIndex,
  texts: { need: QuotedText; achievement: QuotedText },
  most: number,
): SharedTerm[] {
  const { groups, groupCount, kinds, written, conceptNames } = query.profile;
  if (groupWeights.length < groupCount) {
    groupWeights = new Float64Array(2 * groupCount);
    groupBests = new Float64Array(2 * groupCount);
    groupPlaces = new Int32Array(2 * groupCount);
  }
  const saturation = index.saturation(vector.length);
  const { entries, start, end } = vector;
  let total = 0;
  for (let i = start; i < end; i += 1) {
    const entry = entries[i]!;
    const place = places[entry >>> 8]! - 1;
    if (place < 0) continue;
    const count = entry & 0xff;
    const weight = (query.weights[place]! * count) / (count + saturation);
    total += weight;
    const kind = kinds[place]!;
    // A character shows kinship, not a word to show; a broader concept has no word in the need. A word that both have
    // is better to show than what they have in common by the table.
    if (readable[place] === 0) readable[place] = isReadable(query.profile, place) ? 2 : 1;
    const shown = readable[place] === 2 ? weight * (kind === 'pair' ? 0.2 : kind === 'concept' ? 0.5 : 1) : 0;
    const group = groups[place]!;
    groupWeights[group]! += weight;
    if (shown > groupBests[group]!) {
      groupBests[group] = shown;
      groupPlaces[group] = place;
    }
  }
  const heaviest: { place: number; weight: number }[] = [];
  for (let group = 0; group < groupCount; group += 1) {
    if (groupBests[group]! > 0) heaviest.push({ place: groupPlaces[group]!, weight: groupWeights[group]! });
  }
  groupWeights.fill(0, 0, groupCount);
  groupBests.fill(0, 0, groupCount);
  heaviest.sort((a, b) => b.weight - a.weight || a.place - b.place);
  heaviest.length = Math.min(heaviest.length, most);
  let named: Map<string, Naming> | undefined;
  const shared = heaviest.map(({ place, weight }): SharedTerm => {
    const asked = written[place]!;
    const concept = conceptNames.get(place);
    const share = Math.round((1000 * weight) / total) / 1000;
    let naming: Naming | undefined;
    if (concept !== undefined && kinds[place] === 'concept') {
      named ??= conceptWords(texts.achievement.whole);
      naming = named.get(`${concept} ${asked}`) ?? named.get(concept);
    }
    const offered = naming?.word ?? asked;
    return { term: shownTerm(asked, offered, naming?.isKind ?? false, texts), share, asked, offered };
  });
  return shared.filter(({ term }, place) => shared.findIndex((other) => other.term === term) === place);
}

function shownTerm(
  asked: string,
  offered: string,
  isKind: boolean,
  { need, achievement }: { need: QuotedText; achievement: QuotedText },
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

function isReadable({ kinds, written, groups, namedGroups }: NeedProfile, place: number): boolean {
  const kind = kinds[place]!;
  if (kind === 'character' || kind === 'broader' || isGenericWord(written[place]!)) return false;
  // Most pairs are parts of two words; those that are words themselves, within a word of the need, can be shown.
  if (kind !== 'pair') return true;
  return namedGroups[groups[place]!] === 1 && backgroundShare(written[place]!) !== undefined;
}

interface Naming {
  word: string;
  /** The word names something narrower, a kind of the concept. */
  isKind: boolean;
}

/** For each concept a word that names it in the text, and for each concept with a word of its own that very word. */
function conceptWords(text: string): Map<string, Naming> {
  const words = new Map<string, Naming>();
  const keep = (name: string, naming: Naming) => {
    const known = words.get(name);
    if (!known || (known.isKind && !naming.isKind)) words.set(name, naming);
    words.set(`${name} ${naming.word}`, naming);
  };
  for (const { name, word } of findConcepts(normalise(text.slice(0, QUOTED_FROM)))) {
    keep(name, { word, isKind: false });
    for (const broader of broaderConcepts(name)) keep(broader, { word, isKind: true });
  }
  return words;
}

/** The words themselves, and from each side the sentence that says most of them. */
export function textEvidence(
  need: QuotedText,
  achievement: QuotedText,
  terms: readonly SharedTerm[],
): Evidence[] {
  if (terms.length === 0) return [];
  const evidence: Evidence[] = [{ type: 'terms', terms: terms.map(({ term, share }) => ({ term, share })) }];
  const needSentence = need.bestSentence(terms.map(({ asked, share }) => ({ term: asked, share })));
  const achievementSentence = achievement.bestSentence(
    terms.map(({ offered, share }) => ({ term: offered, share })),
  );
  if (needSentence) evidence.push({ type: 'sentence', side: 'need', text: needSentence });
  if (achievementSentence)
    evidence.push({ type: 'sentence', side: 'achievement', text: achievementSentence });
  return evidence;
}

const hasLetters = /[a-z]/;
// Sentences of the first pages are enough to quote from, and a word's first few places enough to find the best.
const QUOTED_FROM = 6000;
const PLACES_OF_TERM = 4;

/** A sentence that holds a term, and where it does. */
interface TermPlace {
  start: number;
  end: number;
  at: number;
}

/** A text to quote from. It remembers where its terms stand, for a need is quoted in each of its matches. */
export class QuotedText {
  private readonly read: string;
  private readonly lower: string;
  private readonly places = new Map<string, readonly TermPlace[]>();

  constructor(readonly whole: string) {
    this.read = whole.length > QUOTED_FROM ? whole.slice(0, QUOTED_FROM) : whole;
    this.lower = this.read.toLowerCase();
  }

  /** A term with the letters that the text has, SiC for sic; undefined where the text has none to show. */
  asWritten(term: string): string | undefined {
    if (!hasLetters.test(term) || this.lower.length !== this.read.length) return undefined;
    const at = this.lower.indexOf(term);
    return at < 0 ? undefined : this.read.slice(at, at + term.length);
  }

  bestSentence(terms: readonly { term: string; share: number }[]): string | undefined {
    const weights = new Map<number, { end: number; weight: number; interest: number }>();
    let best: { start: number; weight: number } | undefined;
    for (const { term, share } of terms) {
      for (const { start, end, at } of this.placesOf(term)) {
        const known = weights.get(start) ?? { end, weight: 0, interest: at };
        known.weight += share;
        weights.set(start, known);
        if (!best || known.weight > best.weight) best = { start, weight: known.weight };
      }
    }
    if (!best) return undefined;
    const { end, interest } = weights.get(best.start)!;
    return quote(this.read, best.start, end, interest);
  }

  private placesOf(term: string): readonly TermPlace[] {
    const known = this.places.get(term);
    if (known) return known;
    const places: TermPlace[] = [];
    let at = this.lower.indexOf(term);
    let last = -1;
    for (let n = 0; n < PLACES_OF_TERM && at >= 0; n += 1) {
      const { start, end } = sentenceAround(this.read, at);
      if (start !== last) places.push({ start, end, at });
      last = start;
      at = this.lower.indexOf(term, end);
    }
    this.places.set(term, places);
    return places;
  }
}
