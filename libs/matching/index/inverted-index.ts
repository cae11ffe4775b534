import { grownFloat32, grownUint32, grownUint8 } from './growable.js';
import { TopK } from './top-k.js';

/** Terms of one text: ids ascending, each with its frequency in quarters (title and keywords count more than once). */
export interface TermVector {
  ids: Uint32Array;
  quarters: Uint8Array;
  /** Sum of the frequencies, in whole terms. */
  length: number;
}

/** What a search asks for: terms with their weights, heaviest first. Ids of -1 stand for terms the index never saw. */
export interface WeightedTerms {
  ids: Int32Array;
  weights: Float64Array;
}

const SATURATION = 1.5;
const LENGTH_SHARE = 0.85;

// Below this many new texts a scan of them is cheaper than building the postings anew.
const SMALLEST_DELTA = 1024;

/**
 * Texts by slot, found by their terms. Postings are two typed arrays over all terms (texts, frequencies), built in one
 * pass; texts that came later wait in a delta that is scanned, until it is large enough to build anew. A slot is never
 * used twice, so a removed text is a flag until the next build.
 */
export class InvertedIndex {
  private vectors: (TermVector | undefined)[] = [];
  private lengths = new Float32Array(0);
  private alive = new Uint8Array(0);
  private frequencies = new Uint32Array(0);
  private offsets = new Uint32Array(1);
  private postingSlots = new Uint32Array(0);
  private postingQuarters = new Uint8Array(0);
  private indexedTerms = 0;
  private indexedSlots = 0;
  private postingCount = 0;
  private liveCount = 0;
  private totalLength = 0;
  private scores = new Float64Array(0);
  private touched = new Uint32Array(0);
  private queryPlace = new Uint8Array(0);

  /** Number of texts. */
  get size(): number {
    return this.liveCount;
  }

  /** Number of slots ever given, dead ones included. */
  get slotCount(): number {
    return this.vectors.length;
  }

  get averageLength(): number {
    return this.liveCount > 0 ? Math.max(1, this.totalLength / this.liveCount) : 1;
  }

  /** In how many texts a term occurs. */
  frequency(id: number): number {
    return id >= 0 && id < this.frequencies.length ? this.frequencies[id]! : 0;
  }

  /**
   * A term used in q quarters earns q / (q + saturation) of its weight: the term-frequency part of BM25 (k1 1.5, b 0.85)
   * without its factor k1 + 1, so that it is a share.
   */
  saturation(length: number): number {
    const base = 4 * SATURATION * (1 - LENGTH_SHARE);
    return base + ((4 * SATURATION * LENGTH_SHARE) / this.averageLength) * Math.fround(length);
  }

  vector(slot: number): TermVector | undefined {
    return this.vectors[slot];
  }

  add(vector: TermVector): number {
    const slot = this.vectors.length;
    this.vectors.push(vector);
    this.lengths = grownFloat32(this.lengths, slot + 1);
    this.alive = grownUint8(this.alive, slot + 1);
    this.lengths[slot] = vector.length;
    this.alive[slot] = 1;
    const last = vector.ids.at(-1);
    if (last !== undefined) this.frequencies = grownUint32(this.frequencies, last + 1);
    for (const id of vector.ids) this.frequencies[id]! += 1;
    this.liveCount += 1;
    this.totalLength += this.lengths[slot];
    return slot;
  }

  remove(slot: number): void {
    const vector = this.vectors[slot];
    if (!vector) return;
    for (const id of vector.ids) this.frequencies[id]! -= 1;
    this.vectors[slot] = undefined;
    this.alive[slot] = 0;
    this.liveCount -= 1;
    this.totalLength -= this.lengths[slot]!;
    if (this.liveCount === 0) this.totalLength = 0;
  }

  /**
   * The k texts with the highest sum of weight × earned share (see `saturation`), exactly, best first; equal sums by slot. Texts without
   * any of the terms are not given.
   */
  search(query: WeightedTerms, k: number): { id: number; score: number }[] {
    if (this.vectors.length - this.indexedSlots > Math.max(SMALLEST_DELTA, this.indexedSlots >> 5))
      this.build();
    const best = new TopK(Math.min(k, this.liveCount));
    this.searchPostings(query, best);
    this.searchDelta(query, best);
    return best.take();
  }

  private searchPostings(query: WeightedTerms, best: TopK): void {
    if (this.scores.length < this.indexedSlots) {
      this.scores = new Float64Array(this.indexedSlots);
      this.touched = new Uint32Array(this.indexedSlots);
    }
    const { scores, touched, postingSlots, postingQuarters, lengths, alive } = this;
    const base = 4 * SATURATION * (1 - LENGTH_SHARE);
    const slope = (4 * SATURATION * LENGTH_SHARE) / this.averageLength;
    let count = 0;
    for (let t = 0; t < query.ids.length; t += 1) {
      const id = query.ids[t]!;
      if (id < 0 || id >= this.indexedTerms) continue;
      const weight = query.weights[t]!;
      const end = this.offsets[id + 1]!;
      for (let p = this.offsets[id]!; p < end; p += 1) {
        const slot = postingSlots[p]!;
        const quarters = postingQuarters[p]!;
        if (scores[slot] === 0) {
          touched[count] = slot;
          count += 1;
        }
        scores[slot]! += (weight * quarters) / (quarters + (base + slope * lengths[slot]!));
      }
    }
    for (let i = 0; i < count; i += 1) {
      const slot = touched[i]!;
      if (alive[slot] === 1) best.offer(slot, scores[slot]!);
      scores[slot] = 0;
    }
  }

  private searchDelta(query: WeightedTerms, best: TopK): void {
    if (this.indexedSlots === this.vectors.length) return;
    let highest = 0;
    for (const id of query.ids) highest = Math.max(highest, id);
    this.queryPlace = grownUint8(this.queryPlace, highest + 1);
    for (const id of query.ids) if (id >= 0) this.queryPlace[id] = 1;
    for (let slot = this.indexedSlots; slot < this.vectors.length; slot += 1) {
      const vector = this.vectors[slot];
      if (!vector || !this.sharesTerm(vector, highest)) continue;
      const score = this.scoreOf(query, vector);
      if (score > 0) best.offer(slot, score);
    }
    for (const id of query.ids) if (id >= 0) this.queryPlace[id] = 0;
  }

  private sharesTerm(vector: TermVector, highest: number): boolean {
    for (const id of vector.ids) {
      if (id > highest) return false;
      if (this.queryPlace[id] === 1) return true;
    }
    return false;
  }

  /** The search's own sum for one text, added in the same order and so equal to the last bit. */
  scoreOf(query: WeightedTerms, vector: TermVector): number {
    const saturation = this.saturation(vector.length);
    let score = 0;
    for (let t = 0; t < query.ids.length; t += 1) {
      const quarters = quartersOf(vector, query.ids[t]!);
      if (quarters > 0) score += (query.weights[t]! * quarters) / (quarters + saturation);
    }
    return score;
  }

  /** Builds the postings anew from the texts: a counting sort by term, texts ascending within a term. */
  private build(): void {
    const terms = this.frequencies.length;
    const offsets = new Uint32Array(terms + 1);
    for (const vector of this.vectors) {
      if (vector) for (const id of vector.ids) offsets[id + 1]! += 1;
    }
    for (let id = 0; id < terms; id += 1) offsets[id + 1]! += offsets[id]!;
    this.postingCount = offsets[terms]!;
    const next = offsets.slice(0, terms);
    if (this.postingSlots.length < this.postingCount) {
      this.postingSlots = new Uint32Array(this.postingCount);
      this.postingQuarters = new Uint8Array(this.postingCount);
    }
    for (let slot = 0; slot < this.vectors.length; slot += 1) {
      const vector = this.vectors[slot];
      if (!vector) continue;
      for (let i = 0; i < vector.ids.length; i += 1) {
        const id = vector.ids[i]!;
        const place = next[id]!;
        next[id] = place + 1;
        this.postingSlots[place] = slot;
        this.postingQuarters[place] = vector.quarters[i]!;
      }
    }
    this.offsets = offsets;
    this.indexedTerms = terms;
    this.indexedSlots = this.vectors.length;
  }
}

/** A term's frequency in a text, in quarters; 0 when it does not occur. */
export function quartersOf(vector: TermVector, id: number): number {
  if (id < 0) return 0;
  const { ids } = vector;
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle]!;
    if (found === id) return vector.quarters[middle]!;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
