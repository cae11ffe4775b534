import { type NeedProfile } from '../profile.js';
import { type Overlap } from './overlap.js';

// Of a text of ten words nothing is known by the five that a need has, too.
const IMAGINED_WORDS = 60;
// Beyond this a text goes into detail and not on to something else.
const MOST_WORDS = 400;

/**
 * How much of what a text says the need speaks of, above 0: the words, names and concepts they have in common, beside the
 * length of the text (see `TermVector`). A text that has a need's words in passing is about something else.
 */
export function shareOfText({ terms }: NeedProfile, { hits, start, end }: Overlap, length: number): number {
  let common = 0.5;
  for (let i = start; i < end; i += 1) {
    const kind = terms.kind(hits[i]! >>> 8);
    if (kind !== 'pair' && kind !== 'character') common += 1;
  }
  return common / (Math.min(length, MOST_WORDS) + IMAGINED_WORDS);
}
