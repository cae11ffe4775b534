import { TERM_KINDS, type TermKind } from './words.js';

/**
 * Terms in order, each with its kind and how people write it. A need has hundreds, and shows a few: as strings of their
 * own they would take most of the memory of a library of needs.
 */
export class TermList {
  private readonly letters: string;
  /** Where in the letters each term ends. */
  private readonly ends: Uint32Array;
  private readonly kinds: Uint8Array;

  constructor(terms: readonly { kind: TermKind; written: string }[]) {
    this.letters = terms.map(({ written }) => written).join('');
    this.ends = new Uint32Array(terms.length);
    this.kinds = new Uint8Array(terms.length);
    let end = 0;
    terms.forEach(({ kind, written }, place) => {
      end += written.length;
      this.ends[place] = end;
      this.kinds[place] = TERM_KINDS.indexOf(kind);
    });
  }

  get length(): number {
    return this.ends.length;
  }

  kind(place: number): TermKind {
    return TERM_KINDS[this.kinds[place]!]!;
  }

  written(place: number): string {
    return this.letters.slice(place > 0 ? this.ends[place - 1] : 0, this.ends[place]);
  }

  *[Symbol.iterator](): Generator<{ kind: TermKind; written: string }> {
    for (let place = 0; place < this.length; place += 1) {
      yield { kind: this.kind(place), written: this.written(place) };
    }
  }
}
