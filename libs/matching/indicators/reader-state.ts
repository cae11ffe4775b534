import type { Indicator } from './indicator.js';
import type { NounPhrase } from './noun-phrases.js';
import type { Expression } from './quantity-expressions.js';

/** What ends a sentence. */
export const SENTENCE = /[。！？；!?;\n\r]/;
/** How far around a number a text is looked at, in characters. */
export const REACH = 200;

/** What is known while a text is read from left to right. */
export interface ReaderState {
  text: string;
  /** The same text with full-width forms narrowed; offsets agree. */
  narrow: string;
  found: Indicator[];
  /** Offset behind the last expression, whether it became an indicator or not. */
  floor: number;
  /** A measured name whose number was only a condition: 抗压强度1d达到30MPa. */
  skipped: { phrase: NounPhrase; end: number } | null;
  /** The last expression that a 由 or 从 stands before, kept for the 降至 that may follow. */
  origin: { expression: Expression; end: number; phrase: NounPhrase } | null;
}

/** The sentence around a stretch of text, cut to what lies near. */
export function sentenceAround(text: string, start: number, end: number): string {
  let from = start;
  const least = Math.max(0, start - REACH);
  while (from > least && !SENTENCE.test(text[from - 1] ?? '')) from--;
  let until = end;
  const most = Math.min(text.length, end + REACH);
  while (until < most && !SENTENCE.test(text[until] ?? '')) until++;
  return text.slice(from, until).trim().slice(0, 400);
}
