import { type MatchingEngine, type MatchOptions } from '../engine.js';
import { type Library } from '../library/library.js';
import { type ScoredMatch } from '../match.js';
import { type AchievementRecord, type NeedRecord } from '../records.js';
import { achievementText, needText } from './model-text.js';
import { type Voice } from './opinion.js';
import { Patience } from './patience.js';
import { type Embedder, type RerankedPair, type Reranker } from './ports.js';
import { Relevances } from './relevances.js';
import { type Likeness, Similarities } from './similarities.js';

export interface Models {
  embedder?: Embedder;
  reranker?: Reranker;
  /** How long a match waits for each of them; 2 s when not said. */
  timeoutMs?: number;
  /** How long nobody asks after a failure; 30 s when not said. */
  pauseMs?: number;
  /** Hears once of each time that a model stops helping. */
  onTrouble?: (message: string) => void;
}

/** One record that is matched, seen from its own side. */
interface Question {
  partner: 'needId' | 'achievementId';
  match(options: MatchOptions): Promise<ScoredMatch[]>;
  likeness(): Promise<Likeness | undefined>;
  pairWith(id: string): RerankedPair | undefined;
}

const TIMEOUT_MILLISECONDS = 2000;
// A batch of a library's texts, which nobody waits for, may take so many times as long.
const FILL_PATIENCE = 15;
const DEFAULT_TOP = 20;
// So many candidates beyond what is asked for may still be lifted into it.
const WIDER = 100;
// The first so many are read by the reranker, and once more what comes into their places.
const RERANKED = 50;
const ROUNDS = 2;

/**
 * The engine with models beside it, where an operator gave any. They find candidates that share no word with the need,
 * and have a say in the text factor, which names them in its evidence. Without models, and while they are slow or
 * away, the answers are the engine's own to the byte.
 */
export class AssistedMatching {
  readonly achievements: Library<AchievementRecord>;
  readonly needs: Library<NeedRecord>;
  private readonly achievementRecords = new Map<string, AchievementRecord>();
  private readonly needRecords = new Map<string, NeedRecord>();
  private readonly similarities: Similarities | undefined;
  private readonly relevances: Relevances | undefined;
  private readonly onTrouble: (message: string) => void;
  private readonly stopped = new AbortController();

  constructor(
    private readonly engine: MatchingEngine,
    { embedder, reranker, timeoutMs = TIMEOUT_MILLISECONDS, pauseMs, onTrouble = () => {} }: Models = {},
  ) {
    this.onTrouble = onTrouble;
    const patienceWith = (name: string) => new Patience({ name, timeoutMs, pauseMs, onTrouble });
    if (embedder) {
      const patience = patienceWith(`The embedder ${embedder.model}`);
      this.similarities = new Similarities(embedder, patience, FILL_PATIENCE * timeoutMs);
    }
    if (reranker) this.relevances = new Relevances(reranker, patienceWith(`The reranker ${reranker.model}`));
    const { similarities } = this;
    const { achievementRecords, needRecords } = this;
    this.achievements = followed(
      engine.achievements,
      reranker && achievementRecords,
      similarities?.achievements,
    );
    this.needs = followed(engine.needs, reranker && needRecords, similarities?.needs);
  }

  /** See `MatchingEngine.takesSample`. */
  get takesSample(): boolean {
    return this.engine.takesSample;
  }

  get weightsVersion(): string {
    return this.engine.weightsVersion;
  }

  /** The achievements that fit the need best, best first. */
  matchNeed(need: NeedRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    return this.match(options, {
      partner: 'achievementId',
      match: (asked) => this.engine.matchNeed(need, asked),
      likeness: async () => this.similarities?.ofNeed(need, options.signal),
      pairWith: (id) => {
        const achievement = this.achievementRecords.get(id);
        return achievement && { query: needText(need), text: achievementText(achievement) };
      },
    });
  }

  /** The needs that the achievement fits best, best first. */
  matchAchievement(achievement: AchievementRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    return this.match(options, {
      partner: 'needId',
      match: (asked) => this.engine.matchAchievement(achievement, asked),
      likeness: async () => this.similarities?.ofAchievement(achievement, options.signal),
      pairWith: (id) => {
        const need = this.needRecords.get(id);
        return need && { query: needText(need), text: achievementText(achievement) };
      },
    });
  }

  /**
   * Gets the vectors of the records that have none yet. Ends early where the embedder does not answer; the next call
   * goes on from there. Never fails.
   */
  async prepare(onProgress: (done: number, all: number) => void = () => {}): Promise<void> {
    const { similarities } = this;
    if (!similarities) return;
    const all = similarities.owed;
    let done = 0;
    const { signal } = this.stopped;
    try {
      await similarities.fill((count) => onProgress((done += count), Math.max(all, done)), signal);
    } catch (error) {
      if (!signal.aborted) this.onTrouble(`Vectors could not be made: ${String(error)}`);
    }
  }

  /** Ends what `prepare` has begun. */
  stop(): void {
    this.stopped.abort();
  }

  private async match(options: MatchOptions, question: Question): Promise<ScoredMatch[]> {
    if (!this.similarities && !this.relevances) return question.match(options);
    const { top = DEFAULT_TOP, signal, also } = options;
    const byWords = await question.match({ top: top + WIDER, signal, also });
    const among = new Set(byWords.map((match) => match[question.partner]));
    const opinions = new Map<string, Voice[]>();
    const likeness = await question.likeness();
    for (const id of likeness?.nearest ?? []) among.add(id);
    for (const id of among) addVoice(opinions, id, likeness?.voiceOf(id));
    if (this.relevances) await this.readTogether(this.relevances, question, [...among], opinions, signal);
    return question.match(opinions.size > 0 ? { ...options, among: [...among], opinions } : options);
  }

  /** Adds what the reranker says: of every pair what it has said before, and of the first ones what it says now. */
  private async readTogether(
    relevances: Relevances,
    question: Question,
    among: readonly string[],
    opinions: Map<string, Voice[]>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const pairs = new Map<string, RerankedPair>();
    for (const id of among) {
      const pair = question.pairWith(id);
      if (pair) pairs.set(id, pair);
    }
    const hear = (ids: readonly string[], voices: readonly (Voice | undefined)[]) =>
      ids.forEach((id, i) => {
        addVoice(opinions, id, voices[i]);
        if (voices[i]) pairs.delete(id);
      });
    hear([...pairs.keys()], await relevances.known([...pairs.values()]));
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = await question.match({ top: RERANKED, signal, among, opinions });
      const ids = first.map((match) => match[question.partner]).filter((id) => pairs.has(id));
      if (ids.length === 0) return;
      const voices = await relevances.ask(
        ids.map((id) => pairs.get(id)!),
        signal,
      );
      if (!voices) return;
      hear(ids, voices);
    }
  }
}

function addVoice(opinions: Map<string, Voice[]>, id: string, voice: Voice | undefined): void {
  if (!voice) return;
  const voices = opinions.get(id);
  if (voices) voices.push(voice);
  else opinions.set(id, [voice]);
}

/** A library of the engine whose changes the models follow. */
function followed<Entry extends { id: string }>(
  library: Library<Entry>,
  records: Map<string, Entry> | undefined,
  vectors: { upsert(record: Entry): void; remove(id: string): void } | undefined,
): Library<Entry> {
  if (!records && !vectors) return library;
  return {
    get size() {
      return library.size;
    },
    upsert: (record) => {
      library.upsert(record);
      records?.set(record.id, record);
      vectors?.upsert(record);
    },
    remove: (id) => {
      records?.delete(id);
      vectors?.remove(id);
      return library.remove(id);
    },
    has: (id) => library.has(id),
  };
}
