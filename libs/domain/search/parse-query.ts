import { normalise } from '#matching/reading/normalise.js';
import { type QueryText, type QueryWord } from '#platform/search/search.port.js';
import { normalizePatentNumber } from '#vocabulary/patent-number.js';
import { cutText, queryWords } from './search-words.js';

/** More words than this are not asked for: no engine takes more, and the most telling ones say it. */
const MOST_WORDS = 10;

// Quoted, or up to the next space; a quotation that is not closed yet runs to the end.
const PIECES = /(-?)["“”「『]([^"“”」』]*)(?:["“”」』]|$)|(\S+)/g;
// A minus before a number is a number below zero.
const EXCLUSION = /^-(?=[^\d-])(.+)$/;

/** The most telling ten, in the order in which they were written. */
function mostTelling(words: readonly QueryWord[]): QueryWord[] {
  const unique = words.filter(({ text }, at) => words.findIndex((other) => other.text === text) === at);
  if (unique.length <= MOST_WORDS) return unique;
  const kept = new Set([...unique].sort((a, b) => b.weight - a.weight).slice(0, MOST_WORDS));
  return unique.filter((word) => kept.has(word));
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
  const kept = mostTelling(words);
  return {
    words: kept,
    phrases,
    excluded,
    patentNumbers,
    externalKey:
      !whole && plain.length === pieces.length && /\d/.test(text) && text.length <= 100 ? text : null,
    asWritten: plain.join(' '),
    whole: new Set(words.map((word) => word.text)).size === kept.length,
  };
}

/** Every word and pair of a phrase, by which an index finds where the phrase may stand. */
function phraseWords(phrase: string): string[] {
  const { words, pairs } = cutText(phrase);
  return [...new Set([...words, ...pairs])];
}

/** Whether the query asks for anything at all, or only takes away. */
export const isEmptyQuery = ({ words, phrases, patentNumbers, externalKey }: QueryText): boolean =>
  words.length === 0 && phrases.length === 0 && patentNumbers.length === 0 && externalKey === null;

/** The best words by what they tell, in the order in which they were written. */
function bestWords(words: readonly QueryWord[], count: number): QueryWord[] {
  const best = new Set([...words].sort((a, b) => b.weight - a.weight).slice(0, count));
  return words.filter((word) => best.has(word));
}

/** A word of every second record: its weight is the smallest there is. */
const GENERIC_WEIGHT = 0.2;

/** Words that are tried alone where nothing holds two of them. */
const TRIED_ALONE = 4;

/**
 * The query as it is, then with less and less of it: without words of every second record, with the most telling two
 * thirds and a third, and at last with single words, the most telling first. Phrases, exclusions and numbers are never
 * given up.
 * @param apart also tries all words one by one, for an engine that may cut the whole text in another way.
 */
export function relaxations(text: QueryText, apart: boolean): QueryText[] {
  const telling = text.words.filter(({ weight }) => weight > GENERIC_WEIGHT);
  const byWeight = [...telling].sort((a, b) => b.weight - a.weight);
  const steps = [text.words];
  const add = (words: readonly QueryWord[]) => {
    const same = steps.some(
      (step) => step.length === words.length && words.every((word) => step.includes(word)),
    );
    if (words.length > 0 && !same) steps.push(words);
  };
  for (const share of [1, 2 / 3, 1 / 3]) add(bestWords(telling, Math.ceil(telling.length * share)));
  for (const word of byWeight.slice(0, TRIED_ALONE)) add([word]);
  const relaxed = steps.map((words, step) => ({ ...text, words, whole: text.whole && step === 0 }));
  const sameApart = apart && text.whole && text.words.length > 1 && telling.length === text.words.length;
  if (sameApart) relaxed.splice(1, 0, { ...text, whole: false });
  return relaxed;
}
