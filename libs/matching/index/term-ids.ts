import { type TermKey, type TermKind } from '../reading/words.js';
import { backgroundShare } from '../terms/background.js';
import {
  grownFloat32,
  sharedFloat32,
  sharedUint32,
  type SharedFloat32,
  type SharedUint32,
} from './shared-arrays.js';

const SHARE_OF_PAIR = 1 / 400;
const SHARE_OF_CHARACTER = 1 / 40;
const SHARE_OF_CONCEPT = 1 / 500;
const SHARE_OF_UNKNOWN = 1 / 20_000;

/** In what share of general texts a term is expected; words have it from a table, other kinds have one for all. */
export function expectedShare(kind: TermKind, key: TermKey): number {
  if (kind === 'pair') return SHARE_OF_PAIR;
  if (kind === 'character') return SHARE_OF_CHARACTER;
  if (kind === 'concept' || kind === 'broader') return SHARE_OF_CONCEPT;
  return backgroundShare(String(key)) ?? SHARE_OF_UNKNOWN;
}

export interface TermIdsState {
  /** Open addressing, three numbers a place: two that identify the term, and its id + 1 (0 where nothing is). */
  table: SharedUint32;
  shares: SharedFloat32;
  count: number;
}

const SMALLEST_TABLE = 1 << 10;
// Ids share 32 bits with a frequency of eight.
const MOST_TERMS = 1 << 24;

// Which space a term's name lives in is told by the last two bits of its second number.
const SPACES: Readonly<Record<TermKind, number>> = {
  word: 0,
  latin: 0,
  pair: 1,
  character: 2,
  concept: 3,
  broader: 3,
};

/**
 * Numbers for terms, given once and never taken back, so that indexes can hold integers. A concept has one number,
 * whether it is named itself or implied; words and names share one space, and so do not meet pairs of the same letters.
 *
 * The table is one flat array that threads can share. A pair or a character is its own code; of a word 62 bits of hash
 * are kept instead of its letters, so that two words of a million get one number once in nine million libraries.
 */
export class TermIds {
  private first = 0;
  private second = 0;

  constructor(
    readonly state: TermIdsState = {
      table: sharedUint32(3 * SMALLEST_TABLE),
      shares: sharedFloat32(0),
      count: 0,
    },
  ) {}

  get size(): number {
    return this.state.count;
  }

  /** The term's number, a new one if it was never seen; -1 when there are no more numbers. */
  intern(kind: TermKind, key: TermKey): number {
    this.identify(kind, key);
    const { state } = this;
    const at = this.place(state.table);
    const known = state.table[at + 2]!;
    if (known > 0) return known - 1;
    const id = state.count;
    if (id === MOST_TERMS) return -1;
    state.table[at] = this.first;
    state.table[at + 1] = this.second;
    state.table[at + 2] = id + 1;
    state.count += 1;
    state.shares = grownFloat32(state.shares, state.count);
    state.shares[id] = expectedShare(kind, key);
    if (5 * state.count > state.table.length) this.rehash();
    return id;
  }

  /** The term's number, or -1. A text that is only asked about must not make the table grow. */
  find(kind: TermKind, key: TermKey): number {
    this.identify(kind, key);
    const { table } = this.state;
    return table[this.place(table) + 2]! - 1;
  }

  /** `expectedShare` of the term. */
  share(id: number): number {
    return this.state.shares[id]!;
  }

  private identify(kind: TermKind, key: TermKey): void {
    const space = SPACES[kind];
    if (typeof key === 'number') {
      this.first = key >>> 0;
      this.second = space;
      return;
    }
    let first = 0x811c9dc5;
    let second = 0x9747b28c;
    for (let i = 0; i < key.length; i += 1) {
      const code = key.charCodeAt(i);
      first = Math.imul(first ^ code, 0x01000193);
      second = Math.imul(second ^ code, 0x5bd1e995);
      second ^= second >>> 15;
    }
    this.first = (first ^ (first >>> 16)) >>> 0;
    this.second = ((second & ~3) | space) >>> 0;
  }

  /** Where the term stands in the table, or the empty place where it would. */
  private place(table: SharedUint32): number {
    const places = table.length / 3;
    const { first, second } = this;
    const mixed = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1);
    let at = (mixed ^ (mixed >>> 15)) & (places - 1);
    for (;;) {
      const i = 3 * at;
      if (table[i + 2] === 0 || (table[i] === first && table[i + 1] === second)) return i;
      at = (at + 1) & (places - 1);
    }
  }

  private rehash(): void {
    const { table } = this.state;
    const larger = sharedUint32(2 * table.length);
    for (let i = 0; i < table.length; i += 3) {
      if (table[i + 2] === 0) continue;
      this.first = table[i]!;
      this.second = table[i + 1]!;
      larger.set(table.subarray(i, i + 3), this.place(larger));
    }
    this.state.table = larger;
  }
}
