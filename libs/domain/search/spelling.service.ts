import { Injectable } from '@nestjs/common';
import { isFunctionWord } from '#matching/terms/generic.js';
import { type QueryText } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';

const HAN_RUN = /[\u3400-\u9fff\uf900-\ufaff]{3,16}/g;
const LATIN_WORD = /[a-z]+(?:-[a-z]+)*/g;

/** Spellings that are tried, each with a search. */
const MOST_SPELLINGS = 8;

/** Places at which two texts of one length differ. */
const differences = (left: string, right: string) =>
  [...left].filter((character, at) => character !== right[at]).length;

/** Which characters of a run belong neither to a known word nor to one that only joins others: a slip is among them. */
function strangePlaces(run: string, known: ReadonlySet<string>): boolean[] {
  const strange = Array.from(run, () => true);
  for (let from = 0; from < run.length; from += 1) {
    for (let to = from + 1; to <= run.length; to += 1) {
      const piece = run.slice(from, to);
      if (known.has(piece) || isFunctionWord(piece)) strange.fill(false, from, to);
    }
  }
  return strange;
}

/**
 * The run with its likeliest slip put right: the longest of the words nearby that differ in one character from what
 * stands at some place of the run where it is strange, each of the longest by itself. A word of two characters has too
 * many neighbours to guess among.
 * @param known words of the run that are spelt as others spell them.
 */
export function mendRun(run: string, near: readonly string[], known: ReadonlySet<string>): string[] {
  const strange = strangePlaces(run, known);
  let longest = 3;
  let mended: string[] = [];
  for (const word of near) {
    if (word.length < longest || word.length > run.length) continue;
    for (let at = 0; at + word.length <= run.length; at += 1) {
      const end = at + word.length;
      if (!strange.slice(at, end).some(Boolean) || differences(run.slice(at, end), word) !== 1) continue;
      if (word.length > longest) mended = [];
      longest = word.length;
      mended.push(run.slice(0, at) + word + run.slice(end));
      break;
    }
  }
  return mended;
}

/** Proposes other spellings of a query that nothing answers. Whoever asks looks whether they find something. */
@Injectable()
export class SpellingService {
  constructor(private readonly words: WordList) {}

  /** The query with its slips put right in one way or another, the likeliest first; none where no slip is seen. */
  async correct({ asWritten, phrases, words }: QueryText): Promise<string[]> {
    const written = asWritten || phrases.map(({ text }) => text).join(' ');
    const latin = [...written.matchAll(LATIN_WORD)].map(([word]) => word);
    const known = await this.words.holds([...latin, ...words.map(({ text }) => text)]);
    let spellings = [written];
    const replace = (piece: string, others: readonly string[]) => {
      if (others.length === 0) return;
      spellings = spellings
        .flatMap((spelling) => others.map((other) => spelling.replace(piece, other)))
        .slice(0, MOST_SPELLINGS);
    };
    for (const [run] of written.matchAll(HAN_RUN)) {
      if (!strangePlaces(run, known).some(Boolean)) continue;
      replace(run, mendRun(run, await this.words.nearHan(run), known));
    }
    for (const word of latin) {
      if (!known.has(word)) replace(word, (await this.words.nearLatin(word)).slice(0, 1));
    }
    return spellings.filter((spelling) => spelling !== written);
  }
}
