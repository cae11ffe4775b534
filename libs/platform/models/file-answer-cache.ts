import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type AnswerCache } from './answer-cache.js';
import { bytesOf, numbersOf } from './float-bytes.js';

const KEY_BYTES = 32;
const HEAD_BYTES = KEY_BYTES + 4;

/**
 * Keeps answers in one file, for the command line. An answer is its key, the length of its numbers in bytes, and the
 * numbers. What a crash left half-written at the end is cut off.
 */
export class FileAnswerCache implements AnswerCache {
  private readonly answers = new Map<string, Float32Array>();
  private loaded: Promise<void> | undefined;

  constructor(private readonly path: string) {}

  async get(keys: readonly string[]): Promise<Map<string, Float32Array>> {
    await (this.loaded ??= this.load());
    const known = new Map<string, Float32Array>();
    for (const key of keys) {
      const answer = this.answers.get(key);
      if (answer) known.set(key, answer);
    }
    return known;
  }

  async put(answers: ReadonlyMap<string, Float32Array>): Promise<void> {
    await (this.loaded ??= this.load());
    const parts: Buffer[] = [];
    for (const [key, answer] of answers) {
      if (this.answers.has(key)) continue;
      this.answers.set(key, answer);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(4 * answer.length);
      parts.push(Buffer.from(key, 'hex'), length, bytesOf(answer));
    }
    if (parts.length === 0) return;
    await mkdir(dirname(this.path), { recursive: true });
    await appendFile(this.path, Buffer.concat(parts));
  }

  private async load(): Promise<void> {
    const bytes = await readFile(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    let at = 0;
    while (at + HEAD_BYTES <= bytes.length) {
      const start = at + HEAD_BYTES;
      const end = start + bytes.readUInt32LE(at + KEY_BYTES);
      if (end > bytes.length) break;
      this.answers.set(bytes.toString('hex', at, at + KEY_BYTES), numbersOf(bytes.subarray(start, end)));
      at = end;
    }
    if (at < bytes.length) await truncate(this.path, at);
  }
}
