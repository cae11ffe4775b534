import { type TermVector } from '../index/inverted-index.js';
import { packed } from '../index/posting-lists.js';
import { type NeedProfile } from '../profile.js';

/** The terms of a need that a text has: places in the need `packed` with the text's frequencies, in the text's order. */
export interface Overlap {
  hits: Uint32Array;
  start: number;
  end: number;
  /** See `InvertedIndex.saturation`, of the text. */
  saturation: number;
}

const FILTER = 1 << 14;
const LAST_BITS = FILTER - 1;

/**
 * Finds which of a need's terms a text has. What is found for one text after the other lies in one array, until it is
 * forgotten: most texts of a need are looked at twice, and walking through all their terms is what costs.
 */
export class Overlaps {
  /** Over term ids: place in the need + 1, or 0. One need at a time is laid out, and cleared by its own terms. */
  private places = new Uint16Array(1024);
  /** 1 for the last bits of the ids of its terms: small enough to stay near the processor, and nearly always enough. */
  private readonly perhaps = new Uint8Array(FILTER);
  private laid: NeedProfile | undefined;
  private hits = new Uint32Array(1024);
  private count = 0;

  /** Overlaps that were given before are good no longer. */
  forget(): void {
    this.count = 0;
  }

  of(profile: NeedProfile, vector: TermVector, saturation: number, termCount: number): Overlap {
    const places = this.lay(profile, termCount);
    const { perhaps } = this;
    const { entries, start, end } = vector;
    const from = this.count;
    const hits = this.withRoom(from + Math.min(profile.ids.length, end - start));
    let to = from;
    for (let i = start; i < end; i += 1) {
      const entry = entries[i]!;
      const id = entry >>> 8;
      if (perhaps[id & LAST_BITS] === 0) continue;
      const place = places[id]!;
      if (place === 0) continue;
      hits[to] = packed(place - 1, entry & 0xff);
      to += 1;
    }
    this.count = to;
    return { hits, start: from, end: to, saturation };
  }

  private lay(profile: NeedProfile, termCount: number): Uint16Array {
    if (this.laid === profile && this.places.length >= termCount) return this.places;
    for (const id of this.laid?.ids ?? []) if (id >= 0) this.places[id] = 0;
    if (this.places.length < termCount) this.places = new Uint16Array(2 * termCount);
    const { places, perhaps } = this;
    perhaps.fill(0);
    profile.ids.forEach((id, place) => {
      if (id < 0) return;
      places[id] = place + 1;
      perhaps[id & LAST_BITS] = 1;
    });
    this.laid = profile;
    return places;
  }

  /** What was found before stays where it is. */
  private withRoom(length: number): Uint32Array {
    if (this.hits.length < length) this.hits = new Uint32Array(2 * length);
    return this.hits;
  }
}
