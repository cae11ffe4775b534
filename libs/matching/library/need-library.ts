import { rarity } from '../factors/need-query.js';
import { type InvertedIndex, type TermVector } from '../index/inverted-index.js';
import { LONGEST_RUN } from '../index/arena.js';
import { PostingLists } from '../index/posting-lists.js';
import { highest } from '../index/highest.js';
import { type NeedProfile } from '../profile.js';

// Weights of terms are listed in so many parts of one.
const PARTS = 16;

/** The needs that wait for achievements, found by the terms they ask for. */
export class NeedLibrary {
  private readonly slots = new Map<string, number>();
  private readonly profiles: (NeedProfile | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly lists = new PostingLists();
  /** By slot: what the sum for a need is divided by, since a long need shares something with everybody. */
  private divisors = new Float64Array(64);
  private sums = new Float32Array(64);

  get size(): number {
    return this.slots.size;
  }

  get(id: string): NeedProfile | undefined {
    const slot = this.slots.get(id);
    return slot === undefined ? undefined : this.profiles[slot];
  }

  has(id: string): boolean {
    return this.slots.has(id);
  }

  put(profile: NeedProfile): void {
    this.remove(profile.record.id);
    const slot = this.freeSlots.pop() ?? this.profiles.length;
    this.slots.set(profile.record.id, slot);
    this.profiles[slot] = profile;
    if (slot >= this.divisors.length) {
      const longer = new Float64Array(2 * slot);
      longer.set(this.divisors);
      this.divisors = longer;
      this.sums = new Float32Array(2 * slot);
    }
    const { ids, weights, shares } = profile;
    let total = 0;
    for (let i = 0; i < ids.length; i += 1) {
      total += weights[i]! * rarity(0, 0, shares[i]!);
      const id = ids[i]!;
      if (id < 0) continue;
      this.lists.reserve(id + 1);
      const parts = Math.max(1, Math.min(255, Math.round(PARTS * weights[i]!)));
      this.lists.insert(id, slot, parts, LONGEST_RUN);
    }
    // The text value goes by fit × ln(shared) + size × ln(asked), of which this is the same order.
    this.divisors[slot] = total ** 0.63;
  }

  remove(id: string): boolean {
    const slot = this.slots.get(id);
    if (slot === undefined) return false;
    for (const term of this.profiles[slot]!.ids) if (term >= 0) this.lists.remove(term, slot);
    this.profiles[slot] = undefined;
    this.slots.delete(id);
    this.freeSlots.push(slot);
    return true;
  }

  /** The k needs whose terms the achievement covers best, as far as single terms tell. */
  nearest(
    vector: TermVector,
    index: InvertedIndex,
    expectedShare: (id: number) => number,
    k: number,
  ): NeedProfile[] {
    const { sums, lists, divisors } = this;
    const saturation = index.saturation(vector.length);
    for (let i = vector.start; i < vector.end; i += 1) {
      const id = vector.entries[i]! >>> 8;
      const count = lists.count(id);
      if (count === 0) continue;
      const quarters = vector.entries[i]! & 0xff;
      const earned =
        (rarity(index.frequency(id), index.size, expectedShare(id)) * quarters) / (quarters + saturation);
      const postings = lists.chunkOf(id);
      const start = lists.startOf(id);
      for (let p = start; p < start + count; p += 1) {
        sums[postings[p]! >>> 8]! += earned * (postings[p]! & 0xff);
      }
    }
    for (let slot = 0; slot < this.profiles.length; slot += 1) sums[slot]! /= divisors[slot]!;
    const found = highest(sums, this.profiles.length, Math.min(k, this.size));
    sums.fill(0, 0, this.profiles.length);
    return Array.from(found, (slot) => this.profiles[slot]!);
  }
}
