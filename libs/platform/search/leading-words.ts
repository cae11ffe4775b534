import { type QueryWord } from './search.port.js';

/** Words one of which is enough where nothing holds all: for more of them there would be too many choices. */
const LEADING = 4;
/** What a word must tell, beside the most telling one, to be enough alone. */
const TELLING_SHARE = 0.5;

/** The most telling of the words, in the order in which they were written. */
export function mostTelling(words: readonly QueryWord[], count: number): QueryWord[] {
  const best = new Set([...words].sort((a, b) => b.weight - a.weight).slice(0, count));
  return words.filter((word) => best.has(word));
}

/** The words of a loose query that are enough alone, with such parts; one character never is beside a word. */
export function leadingWords(all: readonly QueryWord[]): QueryWord[] {
  const longer = all.filter(({ text }) => text.length > 1);
  const words = longer.length > 0 ? longer : all;
  const least = Math.max(...words.map(({ weight }) => weight)) * TELLING_SHARE;
  const telling = (word: QueryWord) => word.weight >= least;
  return mostTelling(words.filter(telling), LEADING).map((word) => ({
    ...word,
    parts: word.parts?.filter(telling),
  }));
}

/** A word and what may stand for it. */
export const withParts = (word: QueryWord): QueryWord[] => [word, ...(word.parts ?? [])];

/** Every choice of one or more of the words. */
export function choicesOf([first, ...rest]: readonly QueryWord[]): QueryWord[][] {
  if (!first) return [];
  const others = choicesOf(rest);
  return [[first], ...others.map((choice) => [first, ...choice]), ...others];
}
