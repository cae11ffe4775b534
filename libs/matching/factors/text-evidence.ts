import { type InvertedIndex, type TermVector } from '../index/inverted-index.js';
import { type Evidence } from '../match.js';
import { normalise } from '../reading/normalise.js';
import { quote, sentenceAround } from '../reading/quotation.js';
import { type TermKind } from '../reading/words.js';
import { backgroundShare } from '../terms/background.js';
import { broaderConcepts, findConcepts } from '../terms/concepts.js';
import { isGenericWord } from '../terms/generic.js';
import { type NeedQuery } from './need-query.js';

export interface SharedTerm {
  /** The need's word, or `pmsm≈永磁同步电动机` where the achievement has another for the same thing. */
  term: string;
  share: number;
  /** The words to look for in either text. */
  asked: string;
  offered: string;
}

/**
 * What carried the text value, one word for each group of terms, heaviest first. The share is that of the group in all
 * that the two have in common.
 */
export function sharedTerms(
  query: NeedQuery,
  vector: TermVector,
  places: Uint16Array,
  index: InvertedIndex,
  achievementText: string,
  most: number,
): SharedTerm[] {
  const { groups, kinds, written, conceptNames } = query.profile;
  const found = new Map<number, { place: number; weight: number; best: number }>();
  const saturation = index.saturation(vector.length);
  let total = 0;
  for (let i = vector.start; i < vector.end; i += 1) {
    const entry = vector.entries[i]!;
    const place = places[entry >>> 8]! - 1;
    if (place < 0) continue;
    const count = entry & 0xff;
    const weight = (query.weights[place]! * count) / (count + saturation);
    total += weight;
    const kind = kinds[place]!;
    // A character shows kinship, not a word to show; a broader concept has no word in the need. A word that both have
    // is better to show than what they have in common by the table.
    const isShown = isReadable(kind, written[place]!);
    const shown = isShown ? weight * (kind === 'pair' ? 0.2 : kind === 'concept' ? 0.5 : 1) : 0;
    const group = found.get(groups[place]!);
    if (!group) found.set(groups[place]!, { place, weight, best: shown });
    else {
      group.weight += weight;
      if (shown > group.best) Object.assign(group, { place, best: shown });
    }
  }
  const heaviest = [...found.values()].filter((group) => group.best > 0);
  heaviest.sort((a, b) => b.weight - a.weight || a.place - b.place);
  heaviest.length = Math.min(heaviest.length, most);
  let named: Map<string, string> | undefined;
  const shared = heaviest.map(({ place, weight }) => {
    const asked = written[place]!;
    let offered = asked;
    const concept = conceptNames.get(place);
    if (concept !== undefined && kinds[place] === 'concept') {
      named ??= conceptWords(achievementText);
      offered = named.get(`${concept} ${asked}`) ?? named.get(concept) ?? asked;
    }
    const share = Math.round((1000 * weight) / total) / 1000;
    return { term: offered === asked ? asked : `${asked}≈${offered}`, share, asked, offered };
  });
  return shared.filter(({ term }, place) => shared.findIndex((other) => other.term === term) === place);
}

function isReadable(kind: TermKind, written: string): boolean {
  if (kind === 'character' || kind === 'broader' || isGenericWord(written)) return false;
  // Most pairs are parts of two words; those that are words themselves can be shown.
  return kind !== 'pair' || backgroundShare(written) !== undefined;
}

/** For each concept a word that names it in the text, and for each concept with a word of its own that very word. */
function conceptWords(text: string): Map<string, string> {
  const words = new Map<string, string>();
  const read = normalise(text.slice(0, QUOTED_FROM));
  const keep = (name: string, word: string) => {
    if (!words.has(name)) words.set(name, word);
    words.set(`${name} ${word}`, word);
  };
  for (const { name, word } of findConcepts(read)) {
    keep(name, word);
    for (const broader of broaderConcepts(name)) keep(broader, word);
  }
  return words;
}

/** The words themselves, and from each side the sentence that says most of them. */
export function textEvidence(
  needText: string,
  achievementText: string,
  terms: readonly SharedTerm[],
): Evidence[] {
  if (terms.length === 0) return [];
  const evidence: Evidence[] = [{ type: 'terms', terms: terms.map(({ term, share }) => ({ term, share })) }];
  const needSentence = bestSentence(
    needText,
    terms.map(({ asked, share }) => ({ term: asked, share })),
  );
  const achievementSentence = bestSentence(
    achievementText,
    terms.map(({ offered, share }) => ({ term: offered, share })),
  );
  if (needSentence) evidence.push({ type: 'sentence', side: 'need', text: needSentence });
  if (achievementSentence)
    evidence.push({ type: 'sentence', side: 'achievement', text: achievementSentence });
  return evidence;
}

// Sentences of the first pages are enough to quote from, and a word's first few places enough to find the best.
const QUOTED_FROM = 6000;
const PLACES_OF_TERM = 4;

function bestSentence(text: string, terms: readonly { term: string; share: number }[]): string | undefined {
  const read = text.length > QUOTED_FROM ? text.slice(0, QUOTED_FROM) : text;
  const lower = read.toLowerCase();
  const weights = new Map<number, { end: number; weight: number; interest: number }>();
  let best: { start: number; weight: number } | undefined;
  for (const { term, share } of terms) {
    let at = lower.indexOf(term);
    let last = -1;
    for (let n = 0; n < PLACES_OF_TERM && at >= 0; n += 1) {
      const { start, end } = sentenceAround(read, at);
      if (start !== last) {
        const known = weights.get(start) ?? { end, weight: 0, interest: at };
        known.weight += share;
        weights.set(start, known);
        if (!best || known.weight > best.weight) best = { start, weight: known.weight };
        last = start;
      }
      at = lower.indexOf(term, end);
    }
  }
  if (!best) return undefined;
  const { end, interest } = weights.get(best.start)!;
  return quote(read, best.start, end, interest);
}
