import { Buffer } from 'node:buffer';
import { Arena, type ArenaState, LONGEST_RUN } from './arena.js';
import { type SharedUint32 } from './shared-arrays.js';

export interface TextArenaState {
  arena: ArenaState;
  /** Texts that fit no run of an arena, by their address. */
  oversized: Map<number, string>;
}

const roomOf = (length: number) => Arena.roomFor((length + 1) >>> 1);

/** Many strings in few arrays, two characters a number: what threads share cannot be strings. */
export class TextArena {
  private readonly arena: Arena;
  private readonly buffers = new WeakMap<SharedUint32, Buffer>();

  constructor(readonly state: TextArenaState = { arena: new Arena().state, oversized: new Map() }) {
    this.arena = new Arena(state.arena);
  }

  /** @returns the address, which is good together with the text's length. */
  put(text: string): number {
    const fits = text.length <= 2 * LONGEST_RUN;
    const address = this.arena.allocate(fits ? roomOf(text.length) : 1);
    if (fits) this.bufferOf(address).write(text, 4 * Arena.offsetOf(address), 'utf16le');
    else this.state.oversized.set(address, text);
    return address;
  }

  take(address: number, length: number, from = 0, to = length): string {
    const oversized = this.state.oversized.get(address);
    if (oversized !== undefined) return oversized.slice(from, to);
    const start = 4 * Arena.offsetOf(address);
    return this.bufferOf(address).toString('utf16le', start + 2 * from, start + 2 * to);
  }

  release(address: number, length: number): void {
    this.arena.release(address, this.state.oversized.delete(address) ? 1 : roomOf(length));
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
