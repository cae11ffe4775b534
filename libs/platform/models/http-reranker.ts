import { ModelServerError, type ModelServer, postJson } from './post-json.js';

/** TEI calls what is ranked `texts` and answers with a list; vLLM, Xinference and Jina say `documents` and `results`. */
type Form = 'texts' | 'documents';

const BATCH = 32;

/** Reranks through a `/rerank` address of either form. Which one it is shows when it is first asked. */
export class HttpReranker {
  /** What the server calls its model, or its address where that was not given. */
  readonly model: string;
  private readonly named: string | undefined;
  private readonly server: ModelServer;
  private form: Form;
  private answered = false;

  constructor({ model, ...server }: ModelServer & { model?: string }) {
    this.server = server;
    this.named = model;
    this.model = model ?? new URL(server.url).host;
    // TEI serves one model and needs no name; the others want one.
    this.form = model ? 'documents' : 'texts';
  }

  /** One score for each text, in their order. */
  async rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]> {
    const scores: number[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      const batch = texts.slice(start, start + BATCH);
      scores.push(...this.read(await this.ask(query, batch, signal), batch.length));
      this.answered = true;
    }
    return scores;
  }

  private async ask(query: string, texts: readonly string[], signal?: AbortSignal): Promise<unknown> {
    try {
      return await postJson(this.server, this.body(this.form, query, texts), signal);
    } catch (error) {
      const status = error instanceof ModelServerError ? error.status : undefined;
      if (this.answered || (status !== 400 && status !== 422)) throw error;
      const other = this.form === 'texts' ? 'documents' : 'texts';
      const answer = await postJson(this.server, this.body(other, query, texts), signal);
      this.form = other;
      return answer;
    }
  }

  private body(form: Form, query: string, texts: readonly string[]): unknown {
    return form === 'texts'
      ? { query, texts, truncate: true }
      : { model: this.named, query, documents: texts };
  }

  private read(answer: unknown, count: number): number[] {
    const list = Array.isArray(answer) ? answer : ((answer ?? {}) as { results?: unknown }).results;
    if (!Array.isArray(list) || list.length !== count) throw this.malformed(`no list of ${count} scores`);
    const scores = new Array<number | undefined>(count);
    for (const item of list as unknown[]) {
      const { index, score, relevance_score } = (item ?? {}) as Record<string, unknown>;
      const value = score ?? relevance_score;
      if (typeof index !== 'number' || typeof value !== 'number') throw this.malformed('no score and place');
      if (value < 0 || value > 1) throw this.malformed('scores that are not between 0 and 1');
      scores[index] = value;
    }
    const whole = scores.filter((value) => value !== undefined);
    if (whole.length !== count || scores.length !== count) throw this.malformed('no score for some text');
    return whole;
  }

  private malformed(what: string): ModelServerError {
    return new ModelServerError(`${this.server.url} answered with ${what}`);
  }
}
