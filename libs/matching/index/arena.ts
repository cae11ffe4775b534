import { sharedUint32, type SharedUint32 } from './shared-arrays.js';

/** Everything of an arena that other threads need in order to read from it. */
export interface ArenaState {
  chunks: SharedUint32[];
  /** How much of the last chunk is given out. */
  used: number;
}

const CHUNK_BITS = 20;
/** The longest run that an arena can hold, in numbers of 32 bits. */
export const LONGEST_RUN = 1 << CHUNK_BITS;
const SMALLEST_CHUNK = 1 << 12;

/**
 * Room for many runs of 32-bit numbers in few large arrays: an object for each run would cost more than what is in it.
 * A run is known by its address and lies in one chunk. Rooms come in sizes an eighth apart, and one that was given back
 * is given out again to the next that needs its size.
 */
export class Arena {
  private readonly free = new Map<number, number[]>();

  constructor(readonly state: ArenaState = { chunks: [], used: 0 }) {}

  /** How much room is given to a run of so many numbers. */
  static roomFor(count: number): number {
    if (count <= 16) return count;
    const step = 1 << (28 - Math.clz32(count - 1));
    return Math.ceil(count / step) * step;
  }

  /** The address of a room; `room` comes from `roomFor`. */
  allocate(room: number): number {
    const known = this.free.get(room)?.pop();
    if (known !== undefined) return known;
    const { state } = this;
    const last = state.chunks.at(-1);
    if (!last || state.used + room > last.length) this.makeRoom(last, room);
    const address = (state.chunks.length - 1) * LONGEST_RUN + state.used;
    state.used += room;
    return address;
  }

  release(address: number, room: number): void {
    if (room === 0) return;
    const known = this.free.get(room);
    if (known) known.push(address);
    else this.free.set(room, [address]);
  }

  /** The array that holds the run of this address. */
  chunkOf(address: number): SharedUint32 {
    return this.state.chunks[address >>> CHUNK_BITS]!;
  }

  /** Where in its chunk the run begins. */
  static offsetOf(address: number): number {
    return address & (LONGEST_RUN - 1);
  }

  /** The first chunk begins short and is lengthened, so that small libraries stay small. */
  private makeRoom(last: SharedUint32 | undefined, room: number): void {
    const { state } = this;
    const { chunks, used } = state;
    if (last && used + room <= LONGEST_RUN) {
      const longer = sharedUint32(Math.min(LONGEST_RUN, Math.max(2 * last.length, used + room)));
      longer.set(last);
      chunks[chunks.length - 1] = longer;
      return;
    }
    chunks.push(sharedUint32(last ? LONGEST_RUN : Math.max(SMALLEST_CHUNK, room)));
    state.used = 0;
  }
}
