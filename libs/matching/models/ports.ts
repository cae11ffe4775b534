/** Turns texts into vectors whose cosine is the likeness of what the texts speak of. */
export interface Embedder {
  /** Names the model in evidence, and tells its vectors from those of another. */
  readonly model: string;
  /** One vector for each text, in their order and all of one length. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** The vectors that need no asking, undefined where one would have to ask. */
  known?(texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
}

/** Reads two texts together and says how well the second answers the first. */
export interface Reranker {
  readonly model: string;
  /** One score from 0 to 1 for each text, in their order. */
  rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]>;
  /** The scores that need no asking, undefined where one would have to ask. */
  known?(pairs: readonly RerankedPair[]): Promise<(number | undefined)[]>;
}

export interface RerankedPair {
  query: string;
  text: string;
}
