import { Arena, type ArenaState } from './arena.js';
import { grownUint32, sharedUint32, type SharedUint32 } from './shared-arrays.js';

export interface NumberListsState {
  arena: ArenaState;
  starts: SharedUint32;
  counts: SharedUint32;
}

/** A list of numbers, from `start` to `end` in an array that may hold other lists too. */
export interface NumberList {
  numbers: Uint32Array;
  start: number;
  end: number;
}

const EMPTY = new Uint32Array(0);

/** Short lists of numbers by slot, one behind the other in few arrays. */
export class NumberLists {
  private readonly arena: Arena;

  constructor(
    readonly state: NumberListsState = {
      arena: new Arena().state,
      starts: sharedUint32(0),
      counts: sharedUint32(0),
    },
  ) {
    this.arena = new Arena(state.arena);
  }

  /** Gives a slot that has none a list. */
  put(slot: number, numbers: ArrayLike<number>): void {
    const { state } = this;
    state.starts = grownUint32(state.starts, slot + 1);
    state.counts = grownUint32(state.counts, slot + 1);
    const address = this.arena.allocate(Arena.roomFor(numbers.length));
    if (numbers.length > 0) this.arena.chunkOf(address).set(numbers, Arena.offsetOf(address));
    state.starts[slot] = address;
    state.counts[slot] = numbers.length;
  }

  remove(slot: number): void {
    const { starts, counts } = this.state;
    this.arena.release(starts[slot]!, Arena.roomFor(counts[slot]!));
    counts[slot] = 0;
  }

  /** Good until the next change. */
  at(slot: number): NumberList {
    const { starts, counts } = this.state;
    const count = counts[slot]!;
    if (count === 0) return { numbers: EMPTY, start: 0, end: 0 };
    const address = starts[slot]!;
    const start = Arena.offsetOf(address);
    return { numbers: this.arena.chunkOf(address), start, end: start + count };
  }
}
