import { type AnswerCache, answerKey } from './answer-cache.js';

interface Reranker {
  readonly model: string;
  rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]>;
}

/**
 * Asks a reranker once for each pair. A pair that was read when its need was matched is known when its achievement is,
 * and gets the same score there.
 */
export class CachedReranker {
  readonly model: string;

  constructor(
    private readonly reranker: Reranker,
    private readonly cache: AnswerCache,
  ) {
    this.model = reranker.model;
  }

  /** One score for each text, in their order; only those that are not known yet are asked for. */
  async rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]> {
    const keys = texts.map((text) => this.keyOf(query, text));
    const scores = await this.cache.get(keys);
    const unknown = new Map<string, string>();
    keys.forEach((key, i) => {
      if (!scores.has(key)) unknown.set(key, texts[i]!);
    });
    if (unknown.size > 0) {
      const answer = await this.reranker.rerank(query, [...unknown.values()], signal);
      const news = new Map([...unknown.keys()].map((key, i) => [key, Float32Array.of(answer[i]!)]));
      await this.cache.put(news);
      for (const [key, score] of news) scores.set(key, score);
    }
    return keys.map((key) => scores.get(key)![0]!);
  }

  /** The scores that need no asking. */
  async known(pairs: readonly { query: string; text: string }[]): Promise<(number | undefined)[]> {
    const keys = pairs.map(({ query, text }) => this.keyOf(query, text));
    const scores = await this.cache.get(keys);
    return keys.map((key) => scores.get(key)?.[0]);
  }

  private keyOf(query: string, text: string): string {
    return answerKey('relevance', this.model, query, text);
  }
}
