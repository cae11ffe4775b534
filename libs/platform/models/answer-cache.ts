import { createHash } from 'node:crypto';

/** What models have answered before, by the hash of what they were asked. */
export interface AnswerCache {
  /** The answers that are known, by key. */
  get(keys: readonly string[]): Promise<Map<string, Float32Array>>;
  put(answers: ReadonlyMap<string, Float32Array>): Promise<void>;
}

/** The key of one question to one model: 64 hexadecimal digits. */
export function answerKey(kind: 'embedding' | 'relevance', ...parts: readonly string[]): string {
  const hash = createHash('sha256').update(kind);
  // Lengths keep "a" and "bc" apart from "ab" and "c".
  for (const part of parts) hash.update(`\0${part.length}\0`).update(part);
  return hash.digest('hex');
}

/** A cache that is away costs time and nothing else: what it cannot give is asked for again. */
export class TolerantCache implements AnswerCache {
  private troubled = false;

  constructor(
    private readonly cache: AnswerCache,
    private readonly onTrouble: (message: string) => void,
  ) {}

  async get(keys: readonly string[]): Promise<Map<string, Float32Array>> {
    return (await this.attempt(() => this.cache.get(keys))) ?? new Map<string, Float32Array>();
  }

  async put(answers: ReadonlyMap<string, Float32Array>): Promise<void> {
    if (answers.size > 0) await this.attempt(() => this.cache.put(answers));
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.troubled = false;
      return result;
    } catch (error) {
      if (!this.troubled) this.onTrouble(`The answers of models are not being kept: ${String(error)}`);
      this.troubled = true;
      return undefined;
    }
  }
}
