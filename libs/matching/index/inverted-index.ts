import { Arena, type ArenaState } from './arena.js';
import { highest } from './highest.js';
import { packed, PostingLists, type PostingListsState } from './posting-lists.js';
import {
  grownFloat32,
  grownUint16,
  grownUint32,
  sharedFloat32,
  sharedUint16,
  sharedUint32,
  type SharedFloat32,
  type SharedUint16,
  type SharedUint32,
} from './shared-arrays.js';
import { lengthOfCode, lengthStep, quartersOfCode, USE_CODES, useCode } from './use-codes.js';

/**
 * Terms of one text, from `start` to `end` in an array that may hold other texts too: ids ascending, each `packed` with
 * its frequency in quarters (at most 255).
 */
export interface TermVector {
  entries: Uint32Array;
  start: number;
  end: number;
  /** Sum of the frequencies, in whole terms. */
  length: number;
}

/** What a search asks for: terms with their weights. Ids of -1 stand for terms the index never saw. */
export interface WeightedTerms {
  ids: Int32Array;
  weights: Float64Array;
}

export interface InvertedIndexState {
  lists: PostingListsState;
  vectors: ArenaState;
  /** By slot: where the text's terms lie, how many they are, and its length. */
  vectorStarts: SharedUint32;
  vectorCounts: SharedUint16;
  lengths: SharedFloat32;
  slotCount: number;
  liveCount: number;
  totalLength: number;
}

const SATURATION = 1.5;
const LENGTH_SHARE = 0.85;
const SATURATION_BASE = 4 * SATURATION * (1 - LENGTH_SHARE);

// Terms that a tenth of a large library has find nothing; a small library is searched whole for less than that saves.
const COMMON = 0.1;
const SMALL = 1000;
// In place of a count, for a slot without a text.
const FREE = 0xffff;
// A list is left out only when its term is well beyond that, so that a term near it is not dropped and restored in turn.
const WELL_BEYOND = 1.25;

/**
 * Texts by slot, found by their terms. Changes are made in place: a text that comes or goes costs its own terms. Terms
 * that too many texts have are counted and not listed, for nobody searches by them.
 */
export class InvertedIndex {
  private readonly lists: PostingLists;
  private readonly vectors: Arena;
  private readonly freeSlots: number[] = [];
  /** By slot, for one search; half as many bytes as numbers of 64 bits, which stay nearer to the processor. */
  private sums = new Float32Array(0);
  private readonly earned = new Float64Array(USE_CODES);

  constructor(
    readonly state: InvertedIndexState = {
      lists: new PostingLists().state,
      vectors: new Arena().state,
      vectorStarts: sharedUint32(0),
      vectorCounts: sharedUint16(0),
      lengths: sharedFloat32(0),
      slotCount: 0,
      liveCount: 0,
      totalLength: 0,
    },
  ) {
    this.lists = new PostingLists(state.lists);
    this.vectors = new Arena(state.vectors);
  }

  /** Number of texts. */
  get size(): number {
    return this.state.liveCount;
  }

  /** Number of slots ever given; those that are free are given again. */
  get slotCount(): number {
    return this.state.slotCount;
  }

  get averageLength(): number {
    const { liveCount, totalLength } = this.state;
    return liveCount > 0 ? Math.max(1, totalLength / liveCount) : 1;
  }

  /** In how many texts a term occurs. */
  frequency(id: number): number {
    return this.lists.count(id);
  }

  /** A term that more texts have than this is not searched by. */
  get mostSearched(): number {
    return Math.max(SMALL, COMMON * this.state.liveCount);
  }

  /**
   * A term used in q quarters earns q / (q + saturation) of its weight: the term-frequency part of BM25 (k1 1.5, b 0.85)
   * without its factor k1 + 1, so that it is a share.
   */
  saturation(length: number): number {
    return SATURATION_BASE + ((4 * SATURATION * LENGTH_SHARE) / this.averageLength) * Math.fround(length);
  }

  /** Whether there is a text in the slot. */
  isTaken(slot: number): boolean {
    return slot < this.state.slotCount && this.state.vectorCounts[slot] !== FREE;
  }

  /** The terms of a text; empty for a free slot. Good until the next change. */
  vector(slot: number): TermVector {
    const { vectorStarts, vectorCounts, lengths, slotCount } = this.state;
    const count = slot < slotCount ? vectorCounts[slot]! : FREE;
    if (count === 0 || count === FREE) return { entries: new Uint32Array(0), start: 0, end: 0, length: 0 };
    const address = vectorStarts[slot]!;
    const start = Arena.offsetOf(address);
    return { entries: this.vectors.chunkOf(address), start, end: start + count, length: lengths[slot]! };
  }

  add({ entries, start, end, length }: TermVector): number {
    const { state, lists } = this;
    const slot = this.freeSlots.pop() ?? state.slotCount;
    state.slotCount = Math.max(state.slotCount, slot + 1);
    const count = end - start;
    state.vectorStarts = grownUint32(state.vectorStarts, state.slotCount);
    state.vectorCounts = grownUint16(state.vectorCounts, state.slotCount);
    state.lengths = grownFloat32(state.lengths, state.slotCount);
    const address = this.vectors.allocate(Arena.roomFor(count));
    if (count > 0) {
      this.vectors.chunkOf(address).set(entries.subarray(start, end), Arena.offsetOf(address));
      lists.reserve((entries[end - 1]! >>> 8) + 1);
    }
    state.vectorStarts[slot] = address;
    state.vectorCounts[slot] = count;
    state.lengths[slot] = length;
    state.liveCount += 1;
    state.totalLength += length;
    const most = WELL_BEYOND * this.mostSearched;
    const step = lengthStep(length);
    for (let i = start; i < end; i += 1) {
      lists.insert(entries[i]! >>> 8, slot, useCode(entries[i]! & 0xff, step), most);
    }
    return slot;
  }

  remove(slot: number): void {
    const { state, lists } = this;
    if (!this.isTaken(slot)) return;
    const { entries, start, end } = this.vector(slot);
    for (let i = start; i < end; i += 1) lists.remove(entries[i]! >>> 8, slot);
    this.vectors.release(state.vectorStarts[slot]!, Arena.roomFor(end - start));
    state.vectorCounts[slot] = FREE;
    state.liveCount -= 1;
    state.totalLength -= state.lengths[slot]!;
    this.freeSlots.push(slot);
  }

  /**
   * Slots of the k texts with the highest sum of weight × earned share, exactly for uses and lengths in the steps of
   * `useCode`, in ascending order; of equal sums the first slots. Texts without any of the terms are not given, and no term
   * of the query may be commoner than `mostSearched`.
   */
  search(query: WeightedTerms, k: number): Uint32Array {
    const { slotCount, liveCount } = this.state;
    if (this.sums.length < slotCount) this.sums = new Float32Array(this.state.lengths.length);
    const { sums, lists } = this;
    const { earned } = this;
    for (let code = 0; code < USE_CODES; code += 1) earned[code] = this.earnedBy(code);
    for (let t = 0; t < query.ids.length; t += 1) {
      const id = query.ids[t]!;
      const count = lists.count(id);
      if (count === 0) continue;
      if (!lists.isHeld(id)) this.restore(id);
      const weight = query.weights[t]!;
      const postings = lists.chunkOf(id);
      const start = lists.startOf(id);
      const end = start + count;
      for (let p = start; p < end; p += 1) {
        const posting = postings[p]!;
        sums[posting >>> 8]! += weight * earned[posting & 0xff]!;
      }
    }
    const found = highest(sums, slotCount, Math.min(k, liveCount));
    sums.fill(0, 0, slotCount);
    return found;
  }

  /** Lists all terms that may be searched by. Other threads cannot do it for themselves. */
  restoreAll(): void {
    const { counts } = this.state.lists;
    for (let id = 0; id < counts.length; id += 1) {
      if (counts[id]! <= this.mostSearched && !this.lists.isHeld(id)) this.restore(id);
    }
  }

  /** The search's own sum for one text, added in the same order and so equal to the last bit. */
  sumOf(query: WeightedTerms, vector: TermVector): number {
    const step = lengthStep(vector.length);
    let sum = 0;
    for (let t = 0; t < query.ids.length; t += 1) {
      const quarters = quartersOf(vector, query.ids[t]!);
      if (quarters > 0) sum = Math.fround(sum + query.weights[t]! * this.earnedBy(useCode(quarters, step)));
    }
    return sum;
  }

  /** The share that a term earns by its code, as long as texts are as long as now. */
  private earnedBy(code: number): number {
    const quarters = quartersOfCode(code);
    return quarters / (quarters + this.saturation(lengthOfCode(code)));
  }

  /** Lists a term anew that was left out while it was common and no longer is: the library has grown around it. */
  private restore(id: number): void {
    const postings: number[] = [];
    for (let slot = 0; slot < this.state.slotCount; slot += 1) {
      const vector = this.vector(slot);
      const quarters = quartersOf(vector, id);
      if (quarters > 0) postings.push(packed(slot, useCode(quarters, lengthStep(vector.length))));
    }
    this.lists.restore(id, postings);
  }
}

/** A term's frequency in a text, in quarters; 0 when it does not occur. */
export function quartersOf({ entries, start, end }: TermVector, id: number): number {
  if (id < 0) return 0;
  let low = start;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = entries[middle]! >>> 8;
    if (found === id) return entries[middle]! & 0xff;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
