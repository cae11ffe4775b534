import { Arena, type ArenaState, LONGEST_RUN } from './arena.js';
import { grownUint32, sharedUint32, type SharedUint32 } from './shared-arrays.js';

export interface PostingListsState {
  arena: ArenaState;
  /** By term: where its list lies, how much room it has (0 for a list that is left out), how many texts have it. */
  starts: SharedUint32;
  rooms: SharedUint32;
  counts: SharedUint32;
}

/** A text and how often it has a term, in one number. */
export const packed = (high: number, quarters: number): number => ((high << 8) | quarters) >>> 0;

/**
 * For each term the texts that have it, in any order, as `packed` numbers. A list is changed where it lies, so that a
 * text that comes or goes costs its own terms and nothing has ever to be built anew: one that comes is put at the end,
 * and the last takes the place of one that goes.
 */
export class PostingLists {
  private readonly arena: Arena;

  constructor(
    readonly state: PostingListsState = {
      arena: { chunks: [], used: 0 },
      starts: sharedUint32(0),
      rooms: sharedUint32(0),
      counts: sharedUint32(0),
    },
  ) {
    this.arena = new Arena(state.arena);
  }

  /** In how many texts a term occurs. */
  count(term: number): number {
    const { counts } = this.state;
    return term >= 0 && term < counts.length ? counts[term]! : 0;
  }

  /** False for a term whose list was left out; a term that no text has is held by an empty list. */
  isHeld(term: number): boolean {
    return this.count(term) === 0 || this.state.rooms[term]! > 0;
  }

  chunkOf(term: number): SharedUint32 {
    return this.arena.chunkOf(this.state.starts[term]!);
  }

  startOf(term: number): number {
    return Arena.offsetOf(this.state.starts[term]!);
  }

  /** Makes room for the numbers of terms below `termCount`. */
  reserve(termCount: number): void {
    const { state } = this;
    state.starts = grownUint32(state.starts, termCount);
    state.rooms = grownUint32(state.rooms, termCount);
    state.counts = grownUint32(state.counts, termCount);
  }

  /** Puts a text in a term's list. A list that would hold more than `most` is left out from then on. */
  insert(term: number, slot: number, quarters: number, most: number): void {
    const { state } = this;
    const count = state.counts[term]!;
    state.counts[term] = count + 1;
    if (count > 0 && state.rooms[term] === 0) return;
    if (count >= Math.min(most, LONGEST_RUN)) {
      this.drop(term);
      return;
    }
    if (count === state.rooms[term]) this.move(term, count, Arena.roomFor(count + 1 + (count >> 2)));
    this.chunkOf(term)[this.startOf(term) + count] = packed(slot, quarters);
  }

  /** Takes a text out that was put in. */
  remove(term: number, slot: number): void {
    const { state } = this;
    const count = state.counts[term]! - 1;
    state.counts[term] = count;
    const room = state.rooms[term]!;
    if (room === 0) return;
    if (count === 0) {
      this.drop(term);
      return;
    }
    const chunk = this.chunkOf(term);
    const last = this.startOf(term) + count;
    let at = last - count;
    while (chunk[at]! >>> 8 !== slot && at < last) at += 1;
    chunk[at] = chunk[last]!;
    if (room > 16 && 4 * count < room) this.move(term, count, Arena.roomFor(count + (count >> 2)));
  }

  /** Takes in the whole list of a term that was left out. */
  restore(term: number, postings: readonly number[]): void {
    const room = Math.min(LONGEST_RUN, Arena.roomFor(postings.length + (postings.length >> 2)));
    const address = this.arena.allocate(room);
    this.arena.chunkOf(address).set(postings, Arena.offsetOf(address));
    this.state.starts[term] = address;
    this.state.rooms[term] = room;
  }

  private drop(term: number): void {
    const { starts, rooms } = this.state;
    this.arena.release(starts[term]!, rooms[term]!);
    rooms[term] = 0;
  }

  private move(term: number, count: number, wanted: number): void {
    const { starts, rooms } = this.state;
    const room = Math.min(LONGEST_RUN, wanted);
    const address = this.arena.allocate(room);
    if (count > 0) {
      const from = this.startOf(term);
      const target = this.arena.chunkOf(address);
      target.set(this.chunkOf(term).subarray(from, from + count), Arena.offsetOf(address));
    }
    this.arena.release(starts[term]!, rooms[term]!);
    starts[term] = address;
    rooms[term] = room;
  }
}
