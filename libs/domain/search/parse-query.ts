import { normalise } from '#matching/reading/normalise.js';
import { mostTelling } from '#platform/search/leading-words.js';
import { type QueryText, type QueryWord } from '#platform/search/search.port.js';
import { STOP_WORDS } from '#platform/search/stop-words.js';
import { normalizePatentNumber } from '#vocabulary/patent-number.js';
import { cutText, GENERIC_WEIGHT, queryWords, weightOf } from './search-words.js';

/** More words than this are not asked for: no engine takes more, and the most telling ones say it. */
const MOST_WORDS = 10;

// Quoted, or up to the next space; a quotation that is not closed yet runs to the end.
const PIECES = /(-?)["“”「『]([^"“”」』]*)(?:["“”」』]|$)|(\S+)/g;
const LATIN_RUN = /[a-z0-9\u0370-\u03ff][a-z0-9\u0370-\u03ff.+-]*/g;
// A minus before a number is a number below zero.
const EXCLUSION = /^-(?=[^\d-])(.+)$/;

/** The most telling ten, each once. */
function worthAsking(words: readonly QueryWord[]): QueryWord[] {
  const unique = words.filter(({ text }, at) => words.findIndex((other) => other.text === text) === at);
  return mostTelling(unique, MOST_WORDS);
}

function patentNumberOf(text: string): string | null {
  const result = normalizePatentNumber(text);
  return result.ok ? result.number : null;
}

/**
 * Reads what a person typed: words, "phrases", -exclusions, patent numbers. Whatever it is, it is a query; there is no
 * wrong one.
 */
export function parseQuery(written: string): QueryText {
  const text = normalise(written).trim();
  const whole = patentNumberOf(text);
  const words: QueryWord[] = [];
  const phrases: QueryText['phrases'][number][] = [];
  const excluded: string[] = [];
  const patentNumbers = whole ? [whole] : [];
  const plain: string[] = [];
  const pieces = whole ? [] : [...text.matchAll(PIECES)];
  for (const match of pieces) {
    const [piece, minus, quoted, word] = match;
    if (quoted !== undefined) {
      const phrase = quoted.trim();
      if (phrase && minus) excluded.push(phrase);
      else if (phrase) phrases.push({ text: phrase, words: phraseWords(phrase) });
      continue;
    }
    const without = EXCLUSION.exec(word ?? '')?.[1];
    if (without) {
      excluded.push(without);
      continue;
    }
    const number = patentNumberOf(piece);
    if (number) patentNumbers.push(number);
    else {
      plain.push(piece);
      words.push(...queryWords(piece, match.index + piece.length === text.length && !/\s$/.test(written)));
    }
  }
  const mayBeKey = !whole && plain.length === pieces.length && /\d/.test(text) && text.length <= 100;
  const asked = mayBeKey || words.length + phrases.length + excluded.length + patentNumbers.length > 0;
  const kept = worthAsking(asked ? words : lettersOf(plain));
  return {
    words: kept,
    phrases,
    excluded,
    patentNumbers,
    externalKey: mayBeKey ? text : null,
    asWritten: plain.join(' '),
    whole: new Set(words.map((word) => word.text)).size === kept.length,
  };
}

/**
 * What no word is made of and yet was asked for: c++, or forty letters in a row. A query that says nothing else finds
 * what holds them and not everything.
 */
const lettersOf = (pieces: readonly string[]): QueryWord[] =>
  pieces
    .flatMap((piece): readonly string[] => piece.match(LATIN_RUN) ?? [])
    .filter((text) => !STOP_WORDS.has(text))
    .map((text) => ({ text, weight: weightOf(text), alternatives: [], open: false }));

/** Every word and pair of a phrase, by which an index finds where the phrase may stand. */
function phraseWords(phrase: string): string[] {
  const { words, pairs } = cutText(phrase);
  return [...new Set([...words, ...pairs])];
}

/** Whether the query asks for anything at all, or only takes away. */
export const isEmptyQuery = ({ words, phrases, patentNumbers, externalKey }: QueryText): boolean =>
  words.length === 0 && phrases.length === 0 && patentNumbers.length === 0 && externalKey === null;

/**
 * The query as it is, then what is asked where nothing answers: the query without words of every second record, and at
 * last whatever holds one of its leading words or a part of one. Phrases, exclusions and numbers are never given up.
 * @param apart also tries all words one by one, for an engine that may cut the whole text in another way.
 */
export function relaxations(text: QueryText, apart: boolean): QueryText[] {
  const telling = text.words.filter(({ weight }) => weight > GENERIC_WEIGHT);
  const words = telling.length > 0 ? telling : text.words;
  const less = { ...text, words, whole: false };
  const isDivisible = words.length > 1 || words.some(({ parts = [] }) => parts.length > 0);
  const isLess = words.length < text.words.length || (apart && text.whole && words.length > 1);
  return [text, ...(isLess ? [less] : []), ...(isDivisible ? [{ ...less, isLoose: true }] : [])];
}
