import { Buffer } from 'node:buffer';
import { Arena, type ArenaState, LONGEST_RUN } from './arena.js';
import { type SharedUint32 } from './shared-arrays.js';

export interface TextArenaState {
  arena: ArenaState;
  /** Texts that fit no run of an arena, by their address. */
  oversized: Map<number, string>;
}

/** How a text is written down: two bytes a character, or one where all are below 256, which is read back faster. */
export type Writing = 'utf16le' | 'latin1';

const bytesOf = (length: number, writing: Writing) => (writing === 'latin1' ? length : 2 * length);
const roomOf = (length: number, writing: Writing) => Arena.roomFor((bytesOf(length, writing) + 3) >>> 2);

/** Many strings in few arrays: what threads share cannot be strings. */
export class TextArena {
  private readonly arena: Arena;
  private readonly buffers = new WeakMap<SharedUint32, Buffer>();

  constructor(readonly state: TextArenaState = { arena: new Arena().state, oversized: new Map() }) {
    this.arena = new Arena(state.arena);
  }

  /** @returns the address, which is good together with the text's length and writing. */
  put(text: string, writing: Writing): number {
    const fits = bytesOf(text.length, writing) <= 4 * LONGEST_RUN;
    const address = this.arena.allocate(fits ? roomOf(text.length, writing) : 1);
    if (fits) this.bufferOf(address).write(text, 4 * Arena.offsetOf(address), writing);
    else this.state.oversized.set(address, text);
    return address;
  }

  /** The characters from `start` to `end` of the text that was put there. */
  take(address: number, start: number, end: number, writing: Writing): string {
    const { oversized } = this.state;
    if (oversized.size > 0 && oversized.has(address)) return oversized.get(address)!.slice(start, end);
    const from = 4 * Arena.offsetOf(address);
    return this.bufferOf(address).toString(
      writing,
      from + bytesOf(start, writing),
      from + bytesOf(end, writing),
    );
  }

  release(address: number, length: number, writing: Writing): void {
    this.arena.release(address, this.state.oversized.delete(address) ? 1 : roomOf(length, writing));
  }

  private bufferOf(address: number): Buffer {
    const chunk = this.arena.chunkOf(address);
    let buffer = this.buffers.get(chunk);
    if (!buffer) {
      buffer = Buffer.from(chunk.buffer);
      this.buffers.set(chunk, buffer);
    }
    return buffer;
  }
}
