import { type TermKey, type TermKind } from '../reading/words.js';
import { backgroundShare } from '../terms/background.js';

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

/**
 * Numbers for terms, given once and never taken back, so that indexes can hold integers. A concept has one number,
 * whether it is named itself or implied; words and names share one space, and so do not meet pairs of the same letters.
 */
export class TermIds {
  private readonly words = new Map<TermKey, number>();
  private readonly pairs = new Map<TermKey, number>();
  private readonly concepts = new Map<TermKey, number>();
  private readonly characters = new Map<TermKey, number>();
  private shares = new Float32Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The term's number; a new one when it was never seen. */
  intern(kind: TermKind, key: TermKey): number {
    const space = this.space(kind);
    const known = space.get(key);
    if (known !== undefined) return known;
    const id = this.count;
    this.count += 1;
    space.set(key, id);
    if (id === this.shares.length) {
      const longer = new Float32Array(2 * id);
      longer.set(this.shares);
      this.shares = longer;
    }
    this.shares[id] = expectedShare(kind, key);
    return id;
  }

  /** The term's number, or -1. A text that is only asked about must not make the table grow. */
  find(kind: TermKind, key: TermKey): number {
    return this.space(kind).get(key) ?? -1;
  }

  /** `expectedShare` of the term. */
  share(id: number): number {
    return this.shares[id]!;
  }

  private space(kind: TermKind): Map<TermKey, number> {
    switch (kind) {
      case 'word':
      case 'latin':
        return this.words;
      case 'pair':
        return this.pairs;
      case 'character':
        return this.characters;
      case 'concept':
      case 'broader':
        return this.concepts;
    }
  }
}
