import { LONGEST_TEXT } from './normalise.js';

/** Longest sentence that is quoted as evidence. */
export const LONGEST_QUOTATION = 160;

/** The first pages are enough to quote from. */
export const QUOTED_FROM = 6000;

/** Title and text of a record as one; as much as is read of it. */
export function wordingOf({ title, text }: { title: string; text?: string }): string {
  return text ? `${title}\n${text.slice(0, LONGEST_TEXT)}` : title;
}

const ends = new Uint8Array(1 << 16);
for (const character of '。！？!?；;\n') ends[character.charCodeAt(0)] = 1;
const FULL_STOP = '.'.charCodeAt(0);
const letterOrDigit = /[a-z0-9]/i;
const clauseEnd = /[，,、：:\s]/;

/** The sentence that holds a place of the text, its full stop included. A full stop of ASCII ends one unless in a number. */
export function sentenceAround(text: string, at: number): { start: number; end: number } {
  let start = at;
  while (start > 0 && !endsSentence(text, start - 1)) start -= 1;
  let end = at;
  while (end < text.length && !endsSentence(text, end)) end += 1;
  return { start, end: Math.min(text.length, end + 1) };
}

function endsSentence(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return ends[code] === 1 || (code === FULL_STOP && !letterOrDigit.test(text[at + 1] ?? ''));
}

/** At most `LONGEST_QUOTATION` characters around the place of interest, cut between clauses where there is one. */
export function quote(text: string, start: number, end: number, interest: number): string {
  if (end - start <= LONGEST_QUOTATION) return text.slice(start, end).trim();
  let from = Math.max(start, Math.min(interest - 40, end - LONGEST_QUOTATION + 1));
  if (from > start) {
    for (let i = from; i < Math.min(from + 40, interest); i += 1) {
      if (clauseEnd.test(text[i]!)) {
        from = i + 1;
        break;
      }
    }
  }
  const room = LONGEST_QUOTATION - (from > start ? 2 : 1);
  let to = Math.min(end, from + room);
  if (to < end) {
    for (let i = to; i > to - 40; i -= 1) {
      if (clauseEnd.test(text[i - 1]!)) {
        to = i - 1;
        break;
      }
    }
  }
  return `${from > start ? '…' : ''}${text.slice(from, to).trim()}${to < end ? '…' : ''}`;
}
