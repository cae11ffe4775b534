/** What is read of one text; the rest is ignored so that a pasted book cannot hold up a worker. */
export const LONGEST_TEXT = 200_000;

// Soft hyphens, zero-width characters, direction marks and lone surrogates carry nothing and split words.
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\p{Cs}/gu;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]+/g;

/**
 * One spelling for what people write in many: NFKC (full-width letters and digits, circled and superscript numbers),
 * lower case, no invisible characters. Line breaks stay, for headings are found by them.
 */
export function normalise(text: string): string {
  const cut = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  return cut
    .replace(/\r\n?/g, '\n')
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(controls, ' ')
    .toLowerCase();
}
