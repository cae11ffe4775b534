import { TopK } from '../index/top-k.js';

/** Texts whose likeness says what is usual; more would not change the mean and the deviation by much. */
const SAMPLE = 256;
// Fewer say nothing of what is usual.
const LEAST_SAMPLE = 30;

/** The vector at length 1, so that a sum of products is a cosine. */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

/**
 * The cosine of two normalised vectors, the same to the last bit whichever comes first. `start` is where the second
 * begins in its array.
 */
export function cosine(one: Float32Array, other: Float32Array, start = 0): number {
  // Four sums side by side do not wait for each other.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = one.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    const at = start + i;
    a += one[i]! * other[at]!;
    b += one[i + 1]! * other[at + 1]!;
    c += one[i + 2]! * other[at + 2]!;
    d += one[i + 3]! * other[at + 3]!;
  }
  for (let i = whole; i < one.length; i += 1) a += one[i]! * other[start + i]!;
  return a + b + (c + d);
}

/** The normalised vectors of one side's records, one beside the other in one array. */
export class VectorLibrary {
  private readonly slots = new Map<string, number>();
  private readonly ids: string[] = [];
  private rows = new Float32Array(0);
  private sample: Float32Array[] | undefined;

  constructor(readonly dimensions: number) {}

  get size(): number {
    return this.ids.length;
  }

  get(id: string): Float32Array | undefined {
    const slot = this.slots.get(id);
    return slot === undefined ? undefined : this.row(slot);
  }

  /** Takes a normalised vector of the library's own length. */
  set(id: string, vector: Float32Array): void {
    let slot = this.slots.get(id);
    if (slot === undefined) {
      slot = this.ids.push(id) - 1;
      this.slots.set(id, slot);
      if (this.rows.length < (slot + 1) * this.dimensions) {
        const rows = new Float32Array((slot + (slot >> 2) + 64) * this.dimensions);
        rows.set(this.rows);
        this.rows = rows;
      }
    }
    this.rows.set(vector, slot * this.dimensions);
    this.sample = undefined;
  }

  delete(id: string): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    const last = this.ids.pop()!;
    this.slots.delete(id);
    if (last !== id) {
      this.rows.set(this.row(this.ids.length), slot * this.dimensions);
      this.ids[slot] = last;
      this.slots.set(last, slot);
    }
    this.sample = undefined;
  }

  /** The ids of the k vectors with the highest cosine, best first. */
  nearest(vector: Float32Array, k: number): string[] {
    const best = new TopK(Math.min(k, this.size));
    for (let slot = 0; slot < this.size; slot += 1) {
      best.offer(slot, cosine(vector, this.rows, slot * this.dimensions));
    }
    return best.take().map(({ id: slot }) => this.ids[slot]!);
  }

  /**
   * Mean and deviation of the vector's cosines with the library, by a sample that depends on which records are there
   * and not on the order in which they came. Undefined while there are too few.
   */
  usual(vector: Float32Array): { mean: number; deviation: number } | undefined {
    if (this.size < LEAST_SAMPLE) return undefined;
    this.sample ??= this.drawSample();
    let sum = 0;
    let squares = 0;
    for (const row of this.sample) {
      const value = cosine(vector, row);
      sum += value;
      squares += value * value;
    }
    const mean = sum / this.sample.length;
    return { mean, deviation: Math.sqrt(Math.max(0, squares / this.sample.length - mean * mean)) };
  }

  private drawSample(): Float32Array[] {
    const drawn = new TopK(Math.min(SAMPLE, this.size));
    this.ids.forEach((id, slot) => drawn.offer(slot, -scattered(id)));
    return drawn.take().map(({ id: slot }) => this.row(slot).slice());
  }

  private row(slot: number): Float32Array {
    return this.rows.subarray(slot * this.dimensions, (slot + 1) * this.dimensions);
  }
}

/** FNV-1a: ids that follow each other get numbers that do not. */
function scattered(id: string): number {
  let number = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) number = Math.imul(number ^ id.charCodeAt(i), 0x01000193);
  return number >>> 0;
}
