import { compareStated, offeredIndicators } from './factors/indicator-factor.js';
import {
  askLibrary,
  inCommon,
  leastUsualAmount,
  searchedTerms,
  TermPlaces,
  textValue,
  usualAmount,
  type Common,
  type NeedQuery,
} from './factors/need-query.js';
import { FACTOR_PLACES, type NeedSides } from './factors/side-columns.js';
import { unknownReading } from './factors/side-factors.js';
import { spelledOut } from './factors/spelled-out.js';
import { explainPair, ExplainedNeed, type KeptPair } from './explain-pair.js';
import { TopK } from './index/top-k.js';
import { levelOf } from './levels.js';
import { AchievementLibrary, type Candidate, type SharedLibrary } from './library/achievement-library.js';
import { type Library } from './library/library.js';
import { NeedLibrary } from './library/need-library.js';
import { type MatchLevel, type ScoredMatch } from './match.js';
import { joinLevels, joinOpinion, type Opinion } from './models/opinion.js';
import { FACTOR_COUNT, mostScore, pairScore } from './pair-scores.js';
import { readAchievement, readNeed, type NeedProfile } from './profile.js';
import { type AchievementRecord, type NeedRecord } from './records.js';
import { WEIGHTS_2, type WeightsTable } from './weights.js';

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
}

/** A need as it is scored: its terms with their rarity, its fields in numbers. */
class AskedNeed extends ExplainedNeed {
  /** See `usualAmount`; it takes a search, which only a match that may be told is worth. */
  usual: number | undefined;

  constructor(
    query: NeedQuery,
    readonly sides: NeedSides,
  ) {
    super(query);
  }
}

/** A pair with what its score is made of, before reasons are written down. */
interface Draft extends Omit<KeptPair, 'places' | 'index'> {
  need: AskedNeed;
  /** Of the record on the other side of the one that was asked about. */
  id?: string;
  byWords: number;
  /** `byWords` after the models were heard. */
  text: number;
  common: Common;
  /** Where its factors' values begin. */
  row: number;
  /** The score cannot be above this. */
  most: number;
}

const DEFAULT_TOP = 20;
// So many candidates, found by their heaviest common terms, are scored in full and show what texts usually share.
const SCORED_CANDIDATES = 200;
// The quantities of texts that do not meet say nothing of each other.
const COMPARED_FROM = 0.15;

/**
 * Finds the achievements that fit a need and the needs that an achievement fits, and says why. Works alone on what its
 * two libraries hold. The score of a pair depends on the two records and on the achievement library's word statistics,
 * so it is the same from both sides, and whether or not the record asked about is in a library itself.
 */
export class MatchingEngine {
  readonly achievements: Library<AchievementRecord>;
  readonly needs: Library<NeedRecord>;
  private readonly weights: WeightsTable;
  private readonly library: AchievementLibrary;
  private readonly askedNeeds = new NeedLibrary();
  private readonly places = new TermPlaces();
  private values = new Float64Array(0);

  constructor({ weights = WEIGHTS_2, shared }: EngineOptions = {}) {
    this.weights = weights;
    this.library = new AchievementLibrary(shared);
    this.achievements = this.library;
    this.needs = this.needLibrary(shared === undefined);
  }

  get weightsVersion(): string {
    return this.weights.version;
  }

  /** The achievements that fit the need best, best first. */
  matchNeed(need: NeedRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    return Promise.resolve().then(() => this.matchNeedNow(need, options));
  }

  /** The needs that the achievement fits best, best first. */
  matchAchievement(achievement: AchievementRecord, options: MatchOptions = {}): Promise<ScoredMatch[]> {
    return Promise.resolve().then(() => this.matchAchievementNow(achievement, options));
  }

  /** What an engine of another thread needs in order to match against this one's achievements. */
  share(): SharedLibrary {
    return this.library.share();
  }

  private matchNeedNow(need: NeedRecord, options: MatchOptions): ScoredMatch[] {
    options.signal?.throwIfAborted();
    const { index } = this.library;
    const asked = this.ask(this.profileOf(need));
    const slotsOf = (ids: readonly string[]) =>
      ids.map((id) => this.library.slotOf(id)).filter((slot) => slot !== undefined);
    const found = options.among ? slotsOf(options.among) : this.search(asked.query, candidatesOf(options));
    const slots = new Set([...found, ...slotsOf(options.also ?? [])]);
    const drafts: Draft[] = [];
    for (const slot of slots) this.draft(drafts, asked, this.library.at(slot), options, 'candidate');
    if (!options.among) {
      const first = drafts.slice(0, Math.min(found.length, SCORED_CANDIDATES));
      const amounts = Float64Array.from(first, ({ common }) => common.amount);
      asked.usual = usualAmount(asked.query, amounts, index.size);
    }
    return this.best(drafts, options, 'candidate');
  }

  private matchAchievementNow(achievement: AchievementRecord, options: MatchOptions): ScoredMatch[] {
    options.signal?.throwIfAborted();
    const { index, termIds, sides } = this.library;
    const vector = readAchievement(achievement, termIds, false);
    let offered: ReturnType<Candidate['offered']> | undefined;
    const candidate: Candidate = {
      id: achievement.id,
      vector,
      sides: sides.ofAchievement(achievement),
      record: () => achievement,
      offered: () => (offered ??= offeredIndicators(achievement)),
    };
    const profilesOf = (ids: readonly string[]) =>
      ids.map((id) => this.askedNeeds.get(id)).filter((need) => need !== undefined);
    const found = options.among
      ? profilesOf(options.among)
      : this.askedNeeds.nearest(vector, index, (id) => termIds.share(id), candidatesOf(options));
    const drafts: Draft[] = [];
    for (const profile of new Set([...found, ...profilesOf(options.also ?? [])])) {
      this.draft(drafts, this.ask(profile), candidate, options, 'need');
    }
    return this.best(drafts, options, 'need');
  }

  private search(query: NeedQuery, most: number): number[] {
    const { index } = this.library;
    return index.search(searchedTerms(query, index), most).map(({ id }) => id);
  }

  private ask(profile: NeedProfile): AskedNeed {
    const { index, sides, abbreviations, termIds } = this.library;
    const query = askLibrary(spelledOut(profile, abbreviations, termIds), index);
    return new AskedNeed(query, sides.ofNeed(profile.record));
  }

  /** A need of the library that is asked about as it stands there need not be read again. */
  private profileOf(need: NeedRecord): NeedProfile {
    const kept = this.askedNeeds.get(need.id);
    if (kept && (kept.record === need || JSON.stringify(kept.record) === JSON.stringify(need))) return kept;
    return readNeed(need, this.library.termIds, this.weights, false);
  }

  /** Adds the pair to the drafts, with everything but what the quantities say, which takes longest. */
  private draft(
    drafts: Draft[],
    need: AskedNeed,
    candidate: Candidate,
    { among, opinions }: MatchOptions,
    partner: 'need' | 'candidate',
  ): void {
    const { query } = need;
    const { index, termIds, sides } = this.library;
    const places = this.places.lay(query.profile, termIds.size);
    const common = inCommon(query, candidate.vector, places, index);
    // Two words that both are found make no fit, however well they are found.
    const byWords = textValue(query, common, this.weights) * (query.profile.sparse ? 0.5 : 1);
    if (byWords === 0 && partner === 'need' && !among) return;
    const opinion = opinions?.get(partner === 'need' ? query.profile.record.id : candidate.id);
    const text = opinion ? joinOpinion(byWords, opinion) : byWords;
    const row = FACTOR_COUNT * drafts.length;
    if (this.values.length < row + FACTOR_COUNT) {
      const longer = new Float64Array(2 * row + 64 * FACTOR_COUNT);
      longer.set(this.values);
      this.values = longer;
    }
    sides.compare(need.sides, candidate.sides, this.values, row);
    const most = opinion ? Infinity : mostScore(text, this.values, row, this.weights);
    drafts.push({
      need,
      candidate,
      opinion,
      byWords,
      text,
      common,
      row,
      most,
      score: 0,
      level: 1,
      indicators: unknownReading,
    });
  }

  /** Completes the drafts that can still be among the best, and explains those that are. */
  private best(
    drafts: Draft[],
    { minimumLevel = 1, top = DEFAULT_TOP, also = [] }: MatchOptions,
    partner: 'need' | 'candidate',
  ): ScoredMatch[] {
    const idOf = (draft: Draft) =>
      (draft.id ??= partner === 'need' ? draft.need.query.profile.record.id : draft.candidate.id);
    const wanted = new Set(also);
    const scores = new TopK(top);
    const kept: Draft[] = [];
    for (const draft of drafts.sort((a, b) => b.most - a.most)) {
      if (draft.most < scores.threshold && !wanted.has(idOf(draft))) continue;
      this.complete(draft);
      if (draft.level < minimumLevel) continue;
      scores.offer(0, draft.score);
      kept.push(draft);
    }
    kept.sort((a, b) => b.score - a.score || (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
    return kept
      .filter((draft, rank) => rank < top || wanted.has(idOf(draft)))
      .map((draft) => this.explain(draft));
  }

  private complete(draft: Draft): void {
    if (!draft.opinion) {
      this.scoreBy(draft, draft.text);
      return;
    }
    this.scoreBy(draft, draft.byWords);
    const byWords = draft.level;
    this.scoreBy(draft, draft.text);
    draft.level = joinLevels(byWords, draft.level);
  }

  private scoreBy(draft: Draft, text: number): void {
    const { asked } = draft.need.query.profile;
    const isCompared = asked.length > 0 && text >= COMPARED_FROM;
    draft.indicators = isCompared ? compareStated(asked, draft.candidate.offered()) : unknownReading;
    this.values[draft.row + FACTOR_PLACES.indicators] = draft.indicators.value ?? NaN;
    draft.score = pairScore(text, this.values, draft.row, this.weights);
    draft.level = this.levelOf(draft);
  }

  private levelOf({ need, common, score }: Draft): MatchLevel {
    const { query } = need;
    const { sparse } = query.profile;
    const levelAbove = (usual: number) =>
      levelOf({ ...common, score, aboveUsual: Math.log(common.amount / usual), sparse }, this.weights.levels);
    if (need.usual === undefined) {
      const highest = levelAbove(leastUsualAmount(query));
      if (highest <= 2) return highest;
      need.usual = this.usualAmount(query);
    }
    return levelAbove(need.usual);
  }

  private usualAmount(query: NeedQuery): number {
    const { index, termIds } = this.library;
    const places = this.places.lay(query.profile, termIds.size);
    const found = this.search(query, SCORED_CANDIDATES);
    const amounts = found.map((slot) => inCommon(query, index.vector(slot), places, index).amount);
    return usualAmount(query, Float64Array.from(amounts), index.size);
  }

  private explain(draft: Draft): ScoredMatch {
    const { index, termIds } = this.library;
    const places = this.places.lay(draft.need.query.profile, termIds.size);
    return explainPair({ ...draft, places, index }, this.weights);
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

const candidatesOf = ({ top = DEFAULT_TOP }: MatchOptions) => Math.max(SCORED_CANDIDATES, 4 * top);
