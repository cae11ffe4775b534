import { simplify } from './simplify.js';

/** What is read of one text; the rest is ignored so that a pasted book cannot hold up a worker. */
export const LONGEST_TEXT = 200_000;

// Soft hyphens, zero-width characters, direction marks and lone surrogates carry nothing and split words.
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\p{Cs}/gu;
const controls = /[^\P{Cc}\n]/gu;
const perhapsInvisible =
  /[^\u0020-\u007e\u00b0-\u00ff\u0370-\u03ff\u2010-\u2027\u2100-\u22ff\u3000-\u9fff\uff00-\uffef\n]/;

/**
 * One spelling for what people write in many: NFKC (full-width letters and digits, circled and superscript numbers),
 * lower case, simplified characters, no invisible ones. Line breaks stay, for headings are found by them.
 */
export function normalise(text: string): string {
  const cut = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  const composed = cut.normalize('NFKC');
  // Most texts need no more, and the check is cheaper than the cleaning.
  const clean = perhapsInvisible.test(composed)
    ? composed.replace(/\r\n?/g, '\n').replace(invisible, '').replace(controls, ' ')
    : composed;
  return simplify(clean).toLowerCase();
}
