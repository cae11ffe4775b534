import { type CandidateSource, tellingWords } from './candidate-source.js';
import { offeredIndicators } from './factors/indicator-factor.js';
import { AchievementLibrary, type Candidate, type SharedLibrary } from './library/achievement-library.js';
import { type Library } from './library/library.js';
import { NeedLibrary } from './library/need-library.js';
import { type MatchLevel, type ScoredMatch } from './match.js';
import { type Opinion } from './models/opinion.js';
import { type AskedNeed, PairScoring, SCORED_CANDIDATES, type Selection } from './pair-scoring.js';
import { readAchievement, readNeed, type NeedProfile } from './profile.js';
import { QUOTED_FROM, wordingOf } from './reading/quotation.js';
import { type AchievementRecord, type NeedRecord } from './records.js';
import { SourcedStandings } from './sourced-standings.js';
import { WEIGHTS_4, type WeightsTable } from './weights.js';

export interface MatchOptions {
  /** At most so many matches; 20 when not said. */
  top?: number;
  /** Leaves out matches below this level. */
  minimumLevel?: MatchLevel;
  /** Scores the library's records of these ids and no others, whoever found them. */
  among?: readonly string[];
  /** Scores these as well, though the search may not find them, and keeps them whatever their rank. */
  also?: readonly string[];
  /** What models say of the pair with the record of an id. */
  opinions?: ReadonlyMap<string, Opinion>;
  signal?: AbortSignal;
}

export interface EngineOptions {
  weights?: WeightsTable;
  /** The library of another thread, to be read and not changed; see `MatchingEngine.share`. */
  shared?: SharedLibrary;
  /** Where candidates for needs come from when the library is only a sample of them. */
  candidates?: CandidateSource;
}

const DEFAULT_TOP = 20;

/**
 * Finds the achievements that fit a need and the needs that an achievement fits, and says why. Works alone on what its
 * two libraries hold. The score of a pair depends on the two records and on the achievement library's word statistics,
 * so it is the same from both sides, and whether or not the record asked about is in a library itself.
 */
export class MatchingEngine {
  readonly achievements: Library<AchievementRecord>;
  readonly needs: Library<NeedRecord>;
  private readonly weights: WeightsTable;
  private readonly candidates: CandidateSource | undefined;
  private readonly library: AchievementLibrary;
  private readonly askedNeeds = new NeedLibrary();
  private readonly scoring: PairScoring;
  private readonly standings: SourcedStandings | undefined;

  constructor({ weights = WEIGHTS_4, shared, candidates }: EngineOptions = {}) {
    this.candidates = candidates;
    this.weights = weights;
    this.library = new AchievementLibrary(shared);
    this.scoring = new PairScoring(this.library, weights);
    this.standings = candidates && new SourcedStandings(candidates, this.library, this.scoring);
    this.achievements = this.library;
    this.needs = this.needLibrary(shared === undefined);
  }

  /** True where candidates come from elsewhere, and the library need only be a sample. */
  get takesSample(): boolean {
    return this.candidates !== undefined;
  }

  get weightsVersion(): string {
    return this.weights.version;
  }

  /** The achievements that fit the need best, best first. */
  async matchNeed(need: NeedRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    options.signal?.throwIfAborted();
    const asked = this.scoring.ask(this.profileOf(need));
    const selection = selectionOf(options);
    if (this.candidates) {
      const records = await this.fromSource(this.candidates, asked, options);
      options.signal?.throwIfAborted();
      const outsiders = records.map((record) => this.outsider(record));
      return this.scoring.bestForNeed(asked, outsiders, options.among ? 0 : records.length, selection);
    }
    const slotsOf = (ids: readonly string[]) =>
      ids.map((id) => this.library.slotOf(id)).filter((slot) => slot !== undefined);
    const found = options.among
      ? new Uint32Array(0)
      : this.scoring.search(asked.query, candidatesOf(options));
    const wanted = slotsOf([...(options.among ?? []), ...(options.also ?? [])]);
    const others = new Set(wanted.filter((slot) => !found.includes(slot)));
    const candidates = [...found, ...others].map((slot) => this.library.at(slot));
    return this.scoring.bestForNeed(asked, candidates, found.length, selection);
  }

  /** The needs that the achievement fits best, best first. */
  async matchAchievement(achievement: AchievementRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    options.signal?.throwIfAborted();
    const candidate = this.outsider(achievement);
    const profiles = this.needsFor(candidate, options);
    const isSelected = options.among !== undefined;
    const selection = selectionOf(options);
    if (!this.standings) return this.scoring.bestForAchievement(candidate, profiles, isSelected, selection);
    return this.standings.settle(
      profiles,
      (amountsOf) => this.scoring.bestForAchievement(candidate, profiles, isSelected, selection, amountsOf),
      options.signal,
    );
  }

  /** What an engine of another thread needs in order to match against this one's achievements. */
  share(): SharedLibrary {
    return this.library.share();
  }

  private async fromSource(
    source: CandidateSource,
    { query }: AskedNeed,
    { among, also = [], top }: MatchOptions,
  ): Promise<AchievementRecord[]> {
    if (among) return [...(await source.load([...new Set([...among, ...also])]))];
    const found = await source.find(tellingWords(query), candidatesOf({ top }));
    const known = new Set(found.map(({ id }) => id));
    return [...found, ...(await source.load(also.filter((id) => !known.has(id))))];
  }

  /** An achievement that is scored as it stands, whether or not the library has it. */
  private outsider(record: AchievementRecord): Candidate {
    const { termIds, sides } = this.library;
    const { vector, conceptWords } = readAchievement(record, termIds, false);
    let offered: ReturnType<Candidate['offered']> | undefined;
    return {
      id: record.id,
      vector,
      sides: sides.ofAchievement(record),
      conceptWords: { numbers: conceptWords, start: 0, end: conceptWords.length },
      quotable: () => wordingOf(record).slice(0, QUOTED_FROM),
      fields: () => record,
      offered: () => (offered ??= offeredIndicators(wordingOf(record))),
    };
  }

  private needsFor({ vector }: Candidate, options: MatchOptions): Set<NeedProfile> {
    const { index, termIds } = this.library;
    const profilesOf = (ids: readonly string[]) =>
      ids.map((id) => this.askedNeeds.get(id)).filter((need) => need !== undefined);
    const found = options.among
      ? profilesOf(options.among)
      : this.askedNeeds.nearest(vector, index, (id) => termIds.share(id), candidatesOf(options));
    return new Set([...found, ...profilesOf(options.also ?? [])]);
  }

  /** A need of the library that is asked about as it stands there need not be read again. */
  private profileOf(need: NeedRecord): NeedProfile {
    const kept = this.askedNeeds.get(need.id);
    if (kept && (kept.record === need || JSON.stringify(kept.record) === JSON.stringify(need))) return kept;
    return readNeed(need, this.library.termIds, this.weights, false);
  }

  private needLibrary(isOwner: boolean): Library<NeedRecord> {
    const needs = this.askedNeeds;
    return {
      get size() {
        return needs.size;
      },
      upsert: (record) => needs.put(readNeed(record, this.library.termIds, this.weights, isOwner)),
      remove: (id) => needs.remove(id),
      has: (id) => needs.has(id),
    };
  }
}

const selectionOf = ({ top = DEFAULT_TOP, minimumLevel, also, opinions }: MatchOptions): Selection => ({
  top,
  minimumLevel,
  also,
  opinions,
});

const candidatesOf = ({ top = DEFAULT_TOP }: MatchOptions) => Math.max(SCORED_CANDIDATES, 3 * top);
