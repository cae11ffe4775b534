import { type AnswerCache, answerKey } from './answer-cache.js';

interface Embedder {
  readonly model: string;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** Asks an embedder once for each text. */
export class CachedEmbedder {
  readonly model: string;

  constructor(
    private readonly embedder: Embedder,
    private readonly cache: AnswerCache,
  ) {
    this.model = embedder.model;
  }

  /** One vector for each text, in their order; only those that are not known yet are asked for. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const keys = texts.map((text) => this.keyOf(text));
    const vectors = await this.cache.get(keys);
    const unknown = new Map<string, string>();
    keys.forEach((key, i) => {
      if (!vectors.has(key)) unknown.set(key, texts[i]!);
    });
    if (unknown.size > 0) {
      const answer = await this.embedder.embed([...unknown.values()], signal);
      const news = new Map([...unknown.keys()].map((key, i) => [key, answer[i]!]));
      await this.cache.put(news);
      for (const [key, vector] of news) vectors.set(key, vector);
    }
    return keys.map((key) => vectors.get(key)!);
  }

  /** The vectors that need no asking. */
  async known(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    const keys = texts.map((text) => this.keyOf(text));
    const vectors = await this.cache.get(keys);
    return keys.map((key) => vectors.get(key));
  }

  private keyOf(text: string): string {
    return answerKey('embedding', this.model, text);
  }
}
