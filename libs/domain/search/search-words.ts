import { cutTerms } from '#matching/reading/words.js';
import { listConcepts } from '#matching/terms/concepts.js';
import { backgroundShare } from '#matching/terms/background.js';
import { isFunctionWord, isGenericWord } from '#matching/terms/generic.js';
import { pairsOf } from '#platform/search/character-pairs.js';
import { type CutText, type QueryWord } from '#platform/search/search.port.js';

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

/** How much a word tells of what is looked for, from 0.2 to 1.5: rare words more, words of every second record least. */
export function weightOf(word: string): number {
  if (isGenericWord(word)) return 0.2;
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

/** What of a run of Chinese no word covers, where that is all there is or where the person is still typing. */
function uncovered(run: string, words: readonly string[], open: boolean): Found[] {
  if (words.length === 0) {
    if (isFunctionWord(run)) return [];
    return run.length === 1
      ? [{ text: run, at: 0 }]
      : Array.from({ length: run.length - 1 }, (_, at) => ({ text: run.slice(at, at + 2), at }));
  }
  const last = run.at(-1) ?? '';
  const covered =
    words.some((word) => run.endsWith(word)) || [1, 2, 3].some((count) => isFunctionWord(run.slice(-count)));
  return open && !covered ? [{ text: last, at: run.length - 1, after: run.at(-2) }] : [];
}

/**
 * The words that a normalised piece of a query asks for, in its order.
 * @param open true where the piece ends the query, so that its last word may be half typed.
 */
export function queryWords(piece: string, open: boolean): QueryWord[] {
  const found: Found[] = [];
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
    // 立方 and 氮化硼 are one thing where they stand together.
    if (!terms.some((term) => holds(term, { text, at }))) found.push({ text, at });
    from = kind === 'latin' ? at + text.length : at + 1;
  }
  for (const match of piece.matchAll(HAN_RUN)) {
    const [run] = match;
    const end = match.index + run.length;
    const inside = found.filter(({ at }) => at >= match.index && at < end).map(({ text }) => text);
    const rest = uncovered(run, inside, open && end === piece.length);
    for (const word of rest) found.push({ ...word, at: match.index + word.at });
  }
  const map = searchSynonyms();
  return found
    .filter(({ text }, index) => found.findIndex((other) => other.text === text) === index)
    .sort((a, b) => a.at - b.at)
    .map(({ text, at, after }) => ({
      text,
      after,
      weight: weightOf(text),
      alternatives: map.get(text) ?? [],
      open: open && at + text.length === piece.length,
    }));
}
