import { ModelServerError, type ModelServer, postJson } from './post-json.js';

/** Text Embeddings Inference takes no more in one request unless it is told to; the others do not mind. */
const BATCH = 32;

/** Embeds through `POST {url}/embeddings`, which OpenAI, vLLM, Xinference, Ollama, llama.cpp and TEI all serve. */
export class HttpEmbedder {
  readonly model: string;
  private readonly server: ModelServer;

  constructor({ model, url, ...server }: ModelServer & { model: string }) {
    this.model = model;
    this.server = { ...server, url: `${url.replace(/\/+$/, '')}/embeddings` };
  }

  /** One vector for each text, in their order. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      const input = texts.slice(start, start + BATCH);
      const answer = await postJson(this.server, { model: this.model, input }, signal);
      vectors.push(...this.read(answer, input.length));
    }
    return vectors;
  }

  private read(answer: unknown, count: number): Float32Array[] {
    const { data } = (answer ?? {}) as { data?: unknown };
    if (!Array.isArray(data) || data.length !== count) throw this.malformed(`no list of ${count} vectors`);
    const vectors = new Array<Float32Array | undefined>(count);
    data.forEach((item: unknown, place) => {
      const { index = place, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
      if (!Array.isArray(embedding) || !embedding.every((value) => typeof value === 'number')) {
        throw this.malformed('no list of numbers');
      }
      const vector = Float32Array.from(embedding);
      if (!vector.every(Number.isFinite) || vector.every((value) => value === 0)) {
        throw this.malformed('a vector without a direction');
      }
      vectors[Number(index)] = vector;
    });
    const whole = vectors.filter((vector) => vector !== undefined);
    if (whole.length !== count || vectors.length !== count) throw this.malformed('no vector for some text');
    if (whole.some(({ length }) => length !== whole[0]!.length)) {
      throw this.malformed('vectors of different lengths');
    }
    return whole;
  }

  private malformed(what: string): ModelServerError {
    return new ModelServerError(`${this.server.url} answered with ${what}`);
  }
}
