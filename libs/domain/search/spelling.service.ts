import { Injectable } from '@nestjs/common';
import { type QueryText } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';

const HAN_RUN = /[\u3400-\u9fff\uf900-\ufaff]{3,16}/g;
const LATIN_WORD = /[a-z]+(?:-[a-z]+)*/g;

/** Places at which two texts of one length differ. */
const differences = (left: string, right: string) =>
  [...left].filter((character, at) => character !== right[at]).length;

/**
 * The run with its likeliest slip put right: the longest known word that differs in one character from what stands at
 * some place of the run, or null. A word of two characters has too many neighbours to guess among.
 */
export function mendRun(run: string, known: readonly string[]): string | null {
  let best: { word: string; at: number } | null = null;
  for (const word of known) {
    if (word.length < 3 || word.length > run.length || (best && word.length <= best.word.length)) continue;
    for (let at = 0; at + word.length <= run.length; at += 1) {
      const piece = run.slice(at, at + word.length);
      if (differences(piece, word) === 1) {
        best = { word, at };
        break;
      }
    }
  }
  return best && run.slice(0, best.at) + best.word + run.slice(best.at + best.word.length);
}

/** Proposes other spellings of a query that nothing answers. Whoever asks looks whether they find something. */
@Injectable()
export class SpellingService {
  constructor(private readonly words: WordList) {}

  /** The query with its slips put right, or null where none is seen. */
  async correct({ asWritten, phrases }: QueryText): Promise<string | null> {
    const written = asWritten || phrases.map(({ text }) => text).join(' ');
    let corrected = written;
    for (const [run] of written.matchAll(HAN_RUN)) {
      const mended = mendRun(run, await this.words.nearHan(run));
      if (mended) corrected = corrected.replace(run, mended);
    }
    const latin = [...written.matchAll(LATIN_WORD)].map(([word]) => word);
    const right = await this.words.holds(latin);
    for (const word of latin) {
      if (right.has(word)) continue;
      const [near] = await this.words.nearLatin(word);
      if (near) corrected = corrected.replace(word, near);
    }
    return corrected === written ? null : corrected;
  }
}
