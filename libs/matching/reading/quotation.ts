/** Longest sentence that is quoted as evidence. */
export const LONGEST_QUOTATION = 160;

const sentenceEnd = /[。！？!?；;\n]/;
const clauseEnd = /[，,、：:\s]/;

/** Sentences of a text as offsets, trimmed, empty ones left out. A full stop of ASCII ends one unless in a number. */
export function sentencesOf(text: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i += 1) {
    const isEnd = i === text.length || sentenceEnd.test(text[i]!) || isFullStop(text, i);
    if (!isEnd) continue;
    let from = start;
    while (from < i && /\s/.test(text[from]!)) from += 1;
    if (i - from > 1) sentences.push({ start: from, end: Math.min(text.length, i + 1) });
    start = i + 1;
  }
  return sentences;
}

function isFullStop(text: string, at: number): boolean {
  return text[at] === '.' && !/[a-z0-9]/i.test(text[at + 1] ?? '');
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
