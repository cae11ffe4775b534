import { type AchievementRecord, type NeedRecord } from '../records.js';
import { achievementText, needText } from './model-text.js';
import { similarityVoice, type Voice } from './opinion.js';
import { type Patience } from './patience.js';
import { type Embedder } from './ports.js';
import { SideVectors, type VectorSource } from './side-vectors.js';
import { cosine, normalised } from './vector-library.js';

/** What an embedder says of one record. */
export interface Likeness {
  /** The ids of the records of the other side that are most like it. */
  nearest: readonly string[];
  /** What it says of the pair with the other side's record of this id, where it knows that record. */
  voiceOf(id: string): Voice | undefined;
}

const NEAREST = 100;

/** Both libraries as an embedder sees them. */
export class Similarities {
  readonly achievements = new SideVectors<AchievementRecord>(achievementText);
  readonly needs = new SideVectors<NeedRecord>(needText);
  private dimensions: number | undefined;
  private filling: Promise<void> | undefined;

  constructor(
    private readonly embedder: Embedder,
    private readonly patience: Patience,
    /** For a batch of a library's texts, which nobody is waiting for. */
    private readonly fillTimeoutMs: number,
  ) {}

  /** Which achievements are like the need; undefined where that cannot be said at the moment. */
  async ofNeed(need: NeedRecord, signal?: AbortSignal): Promise<Likeness | undefined> {
    const vector = await this.vectorOf(needText(need), signal);
    const library = this.achievements.ready;
    if (!vector || !library) return undefined;
    const usual = library.usual(vector);
    if (!usual) return undefined;
    return {
      nearest: library.nearest(vector, NEAREST),
      voiceOf: (id) => {
        const other = library.get(id);
        return other && similarityVoice(this.embedder.model, cosine(vector, other), usual);
      },
    };
  }

  /**
   * Which needs are like the achievement. What is usual is asked of the need all the same, so that a pair is judged
   * alike from both sides.
   */
  async ofAchievement(achievement: AchievementRecord, signal?: AbortSignal): Promise<Likeness | undefined> {
    const vector = await this.vectorOf(achievementText(achievement), signal);
    const { ready: achievements } = this.achievements;
    const { ready: needs } = this.needs;
    if (!vector || !achievements || !needs) return undefined;
    return {
      nearest: needs.nearest(vector, NEAREST),
      voiceOf: (id) => {
        const need = needs.get(id);
        const usual = need && achievements.usual(need);
        return usual && similarityVoice(this.embedder.model, cosine(need, vector), usual);
      },
    };
  }

  get owed(): number {
    return this.achievements.owed + this.needs.owed;
  }

  /** Gets the vectors of the records that have none, until nobody answers. Calls during a run join it. */
  fill(onVectors: (count: number) => void, signal?: AbortSignal): Promise<void> {
    return (this.filling ??= this.fillNow(onVectors, signal).finally(() => (this.filling = undefined)));
  }

  private async fillNow(onVectors: (count: number) => void, signal?: AbortSignal): Promise<void> {
    const timeoutMs = this.fillTimeoutMs;
    const source: VectorSource = {
      known: (texts) => this.known(texts),
      ask: (texts) => this.patience.ask((either) => this.embed(texts, either), { signal, timeoutMs }),
    };
    let answered = true;
    // Records go on arriving while others are filled in.
    while (answered && this.owed > 0) {
      const both = [
        await this.achievements.fill(source, onVectors),
        await this.needs.fill(source, onVectors),
      ];
      answered = both.every(Boolean);
    }
  }

  private async vectorOf(text: string, signal?: AbortSignal): Promise<Float32Array | undefined> {
    const [known] = await this.known([text]);
    if (known) return known;
    const answer = await this.patience.ask((either) => this.embed([text], either), { signal });
    return answer?.[0];
  }

  private async known(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    const vectors = await this.embedder.known?.(texts);
    return texts.map((_, i) => {
      const vector = vectors?.[i];
      return vector && this.problemOf(vector) === undefined ? normalised(vector) : undefined;
    });
  }

  private async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors = await this.embedder.embed(texts, signal);
    if (vectors.length !== texts.length) {
      throw new Error(`${vectors.length} vectors came for ${texts.length} texts`);
    }
    return vectors.map((vector) => {
      const problem = this.problemOf(vector);
      if (problem !== undefined) throw new Error(problem);
      return normalised(vector);
    });
  }

  /** The first good vector says how long all of them are. */
  private problemOf(vector: Float32Array): string | undefined {
    if (vector.length === 0 || !vector.every(Number.isFinite) || vector.every((value) => value === 0)) {
      return 'a vector came that has no direction';
    }
    this.dimensions ??= vector.length;
    if (vector.length === this.dimensions) return undefined;
    return `a vector of ${vector.length} numbers came where all others have ${this.dimensions}`;
  }
}
