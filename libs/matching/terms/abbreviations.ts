import { normalise } from '../reading/normalise.js';
import { wordsOf } from '../reading/words.js';
import { findConceptWords } from './concepts.js';
import { isFunctionWord } from './generic.js';

/** What a text says that a short name stands for; each long name is a list of words, the last as the text has it. */
export interface Definition {
  short: string;
  longs: readonly (readonly string[])[];
}

// A text that defines more is a glossary or an attack.
const MOST_DEFINITIONS = 24;
const MOST_BRACKETS = 200;
const LONGEST_REMARK = 90;
const LONGEST_BEFORE = 40;
const LONGEST_NAME = 12;
const MOST_WORDS = 6;

// Names of two letters stand for too many things.
const shortName = /^[a-z][a-z0-9-]{2,8}$/;
const hanBefore = /[\u3400-\u9fff]{3,24}\s?$/;
const hanOnly = /^[\u3400-\u9fff]{3,12}$/;
const englishWords = /^[a-z]{2,}(?:[ -][a-z]{2,}){1,6}$/;
const shortBefore = /(?:^|[^a-z0-9-])([a-z][a-z0-9-]{2,8})\s?$/;

/**
 * Definitions that a text gives in brackets: 相变微胶囊（MPCM）, MPCM（相变微胶囊）, 相变微胶囊 (phase change microcapsule
 * material, MPCM), MPCM (micro phase change material). Where the long name begins is not marked, so every last few words
 * before the bracket are one. What the table of concepts knows needs no definition.
 */
export function definitionsIn(text: string): Definition[] {
  const found = new Map<string, Definition>();
  let brackets = 0;
  for (const { index: open } of text.matchAll(/[(（]/g)) {
    brackets += 1;
    if (brackets > MOST_BRACKETS || found.size === MOST_DEFINITIONS) break;
    const remark = /^[(（]([^()（）\n]*)[)）]/.exec(text.slice(open, open + LONGEST_REMARK))?.[1];
    const before = text.slice(Math.max(0, open - LONGEST_BEFORE), open);
    if (remark === undefined || !/[a-z]/i.test(remark + before)) continue;
    const definition = definitionOf(normalise(before), normalise(remark).trim());
    if (definition && findConceptWords(definition.short).length === 0)
      found.set(definition.short, definition);
  }
  return [...found.values()];
}

function definitionOf(before: string, remark: string): Definition | undefined {
  const parts = remark.split(/[,;、]/);
  const last = parts.at(-1)!.trim();
  if (shortName.test(last)) {
    const name = hanBefore.exec(before)?.[0].trim();
    if (name) return { short: last, longs: endingsOf(name) };
    return undefined;
  }
  const short = shortBefore.exec(before)?.[1];
  if (!short) return undefined;
  if (hanOnly.test(remark)) return { short, longs: [wordsOf(remark)] };
  const words = remark.split(/[ -]/);
  const isSpelled = englishWords.test(remark) && words.map(([first]) => first).join('') === short;
  return isSpelled ? { short, longs: [words] } : undefined;
}

function endingsOf(name: string): string[][] {
  const words = wordsOf(name);
  const endings: string[][] = [];
  for (let from = words.length - 1; from >= Math.max(0, words.length - MOST_WORDS); from -= 1) {
    const ending = words.slice(from);
    const { length } = ending.join('');
    if (length >= 3 && length <= LONGEST_NAME && !isFunctionWord(ending[0]!)) endings.push(ending);
  }
  return endings;
}

interface Known {
  records: number;
  longs: Map<string, number>;
}

// One text may err or lie; what two say independently is how people speak.
const LEAST_RECORDS = 2;
const AGREEING = 0.6;

/**
 * The short names that the records of a library define, and what they stand for. Depends on what the library holds, not
 * on the order in which it came.
 */
export class Abbreviations {
  private readonly known = new Map<string, Known>();
  private agreed?: Agreed;

  /** @param shared what the library of another thread agrees on. */
  constructor(shared?: Agreed) {
    this.agreed = shared;
  }

  /** What the records agree on, to be posted to another thread. */
  get state(): Agreed {
    return (this.agreed ??= agree(this.known));
  }

  count(definitions: readonly Definition[], by: 1 | -1): void {
    for (const { short, longs } of definitions) {
      const known = this.known.get(short) ?? { records: 0, longs: new Map<string, number>() };
      known.records += by;
      for (const words of longs) {
        const long = words.join(' ');
        known.longs.set(long, (known.longs.get(long) ?? 0) + by);
        if (known.longs.get(long) === 0) known.longs.delete(long);
      }
      if (known.records === 0) this.known.delete(short);
      else this.known.set(short, known);
      this.agreed = undefined;
    }
  }

  /** The words that a short name stands for, as far as the library agrees on one meaning. */
  longOf(short: string): readonly string[] {
    return this.state.longs.get(short) ?? [];
  }

  /** Short names whose long name ends with this word, with all words of the long name. */
  endingWith(word: string): readonly { short: string; words: readonly string[] }[] {
    return this.state.endings.get(word) ?? [];
  }
}

interface Agreed {
  longs: ReadonlyMap<string, readonly string[]>;
  endings: ReadonlyMap<string, readonly { short: string; words: readonly string[] }[]>;
}

function agree(known: ReadonlyMap<string, Known>): Agreed {
  const longs = new Map<string, string[]>();
  const endings = new Map<string, { short: string; words: string[] }[]>();
  for (const short of [...known.keys()].sort()) {
    const long = meaningOf(known.get(short)!);
    if (!long) continue;
    const words = long.split(' ');
    longs.set(short, words);
    const last = words.at(-1)!;
    endings.set(last, [...(endings.get(last) ?? []), { short, words }]);
  }
  return { longs, endings };
}

/** The longest ending that most definitions of the name share; none where they disagree. */
function meaningOf({ records, longs }: Known): string | undefined {
  const least = Math.max(LEAST_RECORDS, AGREEING * records);
  let best: string | undefined;
  for (const [long, count] of longs) {
    if (count < least) continue;
    if (!best || long.length > best.length || (long.length === best.length && long < best)) best = long;
  }
  return best;
}
