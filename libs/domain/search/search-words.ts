import { cutTerms } from '#matching/reading/words.js';
import { listConcepts } from '#matching/terms/concepts.js';
import { backgroundShare } from '#matching/terms/background.js';
import { isFunctionWord, isGenericWord } from '#matching/terms/generic.js';
import { pairsOf } from '#platform/search/character-pairs.js';
import { type CutText, type QueryWord } from '#platform/search/search.port.js';
import { STOP_WORDS } from '#platform/search/stop-words.js';

/** Words of a concept that join a query; a wide concept would drown what was asked for. */
const ALTERNATIVES = 8;
const HAN_RUN = /[\u3400-\u9fff\uf900-\ufaff]+/g;

interface CutWord {
  text: string;
  kind: 'word' | 'latin' | 'concept';
}

/** Dictionary words, names and formulas of a normalised text in reading order, then the domain's own terms in it. */
function wordsOf(normalised: string): CutWord[] {
  const words: CutWord[] = [];
  cutTerms(normalised, (kind, key, written = String(key)) => {
    if (kind === 'word' || kind === 'latin' || kind === 'concept') words.push({ text: written, kind });
  });
  return words;
}

/** A normalised text as documents and queries alike are cut. */
export function cutText(normalised: string): CutText {
  const runs = normalised.match(HAN_RUN) ?? [];
  return { words: wordsOf(normalised).map(({ text }) => text), pairs: runs.flatMap(pairsOf) };
}

let synonyms: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Other words to find a word by, from the engine's file of concepts. A concept finds its kinds and its abbreviations,
 * and each of them finds the concept; they do not find each other, for the concept may be the only thing they share.
 */
export function searchSynonyms(): ReadonlyMap<string, readonly string[]> {
  if (synonyms) return synonyms;
  const map = new Map<string, string[]>();
  const add = (word: string, other: string) => {
    const others = map.get(word) ?? [];
    if (word !== other && !others.includes(other) && others.length < ALTERNATIVES) others.push(other);
    map.set(word, others);
  };
  for (const { name, words } of listConcepts()) {
    for (const word of words) {
      // A longer word that holds the shorter is found by it already.
      if (!word.includes(name)) add(name, word);
      if (!name.includes(word)) add(word, name);
    }
  }
  return (synonyms = new Map([...map].filter(([, others]) => others.length > 0)));
}

/** What a word of every second record tells: the least that there is. */
export const GENERIC_WEIGHT = 0.2;

/** How much a word tells of what is looked for, from 0.2 to 1.5: rare words more, words of every second record least. */
export function weightOf(word: string): number {
  if (isGenericWord(word)) return GENERIC_WEIGHT;
  const share = backgroundShare(word);
  if (share === undefined) return word.length > 2 ? 1.5 : 1.1;
  return Math.min(1.5, Math.max(0.4, -Math.log(share) / 9));
}

/** A word of a query and where it stands. */
interface Found {
  text: string;
  at: number;
  after?: string;
}

const holds = (outer: Found, inner: Found) =>
  outer.at <= inner.at && inner.at + inner.text.length <= outer.at + outer.text.length;

/** Where in a piece each of the texts first stands. */
const placesOf = (piece: string, texts: readonly string[]): Found[] =>
  [...new Set(texts)].map((text) => ({ text, at: piece.indexOf(text) })).filter(({ at }) => at >= 0);

const endOf = ({ text, at }: Found) => at + text.length;

/** What of a run of Chinese no word covers, where that is all there is or where the person is still typing. */
function uncovered(run: string, start: number, found: readonly Found[], open: boolean): Found[] {
  const end = start + run.length;
  // A word may begin before the run: pid控制.
  const inside = found.filter((word) => word.at < end && endOf(word) > start);
  if (inside.length === 0) {
    if (isFunctionWord(run)) return [];
    return run.length === 1
      ? [{ text: run, at: start }]
      : Array.from({ length: run.length - 1 }, (_, at) => ({ text: run.slice(at, at + 2), at: start + at }));
  }
  const covered =
    inside.some((word) => endOf(word) === end) ||
    [1, 2, 3].some((count) => isFunctionWord(run.slice(-count)));
  return open && !covered ? [{ text: run.slice(-1), at: end - 1, after: run.at(-2) }] : [];
}

/** The words inside a compound that tell something, the most telling first. */
const partsOf = (inside: readonly Found[]): QueryWord[] =>
  inside
    .map(({ text }) => ({ text, weight: weightOf(text), alternatives: [], open: false }))
    .filter(({ weight }) => weight > GENERIC_WEIGHT)
    .sort((one, other) => other.weight - one.weight);

/**
 * The words that a normalised piece of a query asks for, in its order.
 * @param open true where the piece ends the query, so that its last word may be half typed.
 */
export function queryWords(piece: string, open: boolean): QueryWord[] {
  const found: Found[] = [];
  const parts: Found[] = [];
  const words = wordsOf(piece);
  const own = words.filter(({ kind }) => kind === 'concept').map(({ text }) => text);
  const terms = placesOf(piece, own).filter(
    // Of terms of the domain inside each other the longest is meant.
    (term, _, all) => !all.some((other) => other.text.length > term.text.length && holds(other, term)),
  );
  found.push(...terms);
  let from = 0;
  for (const { text, kind } of words) {
    const at = kind === 'concept' ? -1 : piece.indexOf(text, from);
    if (at < 0) continue;
    // Half typed it may be the beginning of a word.
    if (STOP_WORDS.has(text) && !(open && at + text.length === piece.length)) continue;
    // 立方 and 氮化硼 are one thing where they stand together.
    (terms.some((term) => holds(term, { text, at })) ? parts : found).push({ text, at });
    from = kind === 'latin' ? at + text.length : at + 1;
  }
  for (const { 0: run, index } of piece.matchAll(HAN_RUN)) {
    found.push(...uncovered(run, index, found, open && index + run.length === piece.length));
  }
  const queryWord = (word: Found): QueryWord => ({
    text: word.text,
    after: word.after,
    weight: weightOf(word.text),
    alternatives: searchSynonyms().get(word.text) ?? [],
    open: open && endOf(word) === piece.length,
    parts: partsOf(parts.filter((part) => part.text !== word.text && holds(word, part))),
  });
  return found
    .filter(({ text }, index) => found.findIndex((other) => other.text === text) === index)
    .sort((a, b) => a.at - b.at)
    .map(queryWord);
}
