import { nearnessOf } from './side-values.js';

/** How near one code is to each of the others. */
export interface NearnessRow {
  readonly field: keyof typeof nearnessOf;
  readonly code: string;
  /** By the other's number: 1 + the place of the value in `steps`, or 0 where nobody asked yet. */
  known: Uint8Array<ArrayBuffer>;
}

// A need names a handful of codes of some thousands; more rows than this are of no use to anybody.
const MOST_ROWS = 4096;

/** Remembers how near codes are: there are few pairs of them, and they are compared by the million. */
export class NearnessRows {
  private readonly rows = new Map<string, NearnessRow>();
  /** There are few distinct values, NaN among them where a code is unknown. */
  private readonly steps: number[] = [];

  /** @param names codes by their numbers. */
  constructor(private readonly names: readonly string[]) {}

  rowOf(field: NearnessRow['field'], code: string): NearnessRow {
    const key = `${field} ${code}`;
    let row = this.rows.get(key);
    if (!row) {
      if (this.rows.size >= MOST_ROWS) this.rows.clear();
      row = { field, code, known: new Uint8Array(this.names.length) };
      this.rows.set(key, row);
    }
    return row;
  }

  /** NaN where either code is unknown. */
  nearness(row: NearnessRow, other: number): number {
    const step = row.known[other] ?? 0;
    return step > 0 ? this.steps[step - 1]! : this.look(row, other);
  }

  private look(row: NearnessRow, other: number): number {
    const value = nearnessOf[row.field](row.code, this.names[other]!) ?? NaN;
    let step = this.steps.findIndex((known) => Object.is(known, value));
    if (step < 0) step = this.steps.push(value) - 1;
    if (other >= row.known.length) {
      const longer = new Uint8Array(this.names.length);
      longer.set(row.known);
      row.known = longer;
    }
    row.known[other] = step + 1;
    return value;
  }
}
