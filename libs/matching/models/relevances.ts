import { relevanceVoice, type Voice } from './opinion.js';
import { type Patience } from './patience.js';
import { type RerankedPair, type Reranker } from './ports.js';

const AT_ONCE = 4;

/** Pairs as a reranker sees them. The need is always the query, so that a pair is judged alike from both sides. */
export class Relevances {
  constructor(
    private readonly reranker: Reranker,
    private readonly patience: Patience,
  ) {}

  /** What the reranker is known to say of each pair. */
  async known(pairs: readonly RerankedPair[]): Promise<(Voice | undefined)[]> {
    const scores = await this.reranker.known?.(pairs);
    return pairs.map((_, i) => {
      const score = scores?.[i];
      return score !== undefined && isShare(score) ? relevanceVoice(this.reranker.model, score) : undefined;
    });
  }

  /** What the reranker says of each pair; undefined where it says nothing in time. */
  async ask(pairs: readonly RerankedPair[], signal?: AbortSignal): Promise<Voice[] | undefined> {
    const scores = await this.patience.ask((either) => this.scores(pairs, either), { signal });
    return scores?.map((score) => relevanceVoice(this.reranker.model, score));
  }

  private async scores(pairs: readonly RerankedPair[], signal: AbortSignal): Promise<number[]> {
    const byQuery = new Map<string, number[]>();
    pairs.forEach(({ query }, i) => byQuery.set(query, [...(byQuery.get(query) ?? []), i]));
    const scores = new Array<number>(pairs.length);
    const waiting = [...byQuery];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        signal.throwIfAborted();
        const [query, places] = next;
        const texts = places.map((i) => pairs[i]!.text);
        const answer = await this.reranker.rerank(query, texts, signal);
        if (answer.length !== texts.length) {
          throw new Error(`${answer.length} scores came for ${texts.length} texts`);
        }
        if (!answer.every(isShare)) throw new Error('a score came that is not between 0 and 1');
        places.forEach((place, i) => (scores[place] = answer[i]!));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return scores;
  }
}

const isShare = (score: number) => score >= 0 && score <= 1;
