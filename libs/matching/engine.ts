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
import { compareStated } from './factors/indicator-factor.js';
import { sideFactors, unknownReading, type Reading } from './factors/side-factors.js';
import { sharedTerms, textEvidence } from './factors/text-evidence.js';
import { InvertedIndex } from './index/inverted-index.js';
import { TermIds } from './index/term-ids.js';
import { levelOf } from './levels.js';
import { type Library } from './library.js';
import { FACTOR_NAMES, type Factor, type FactorName, type MatchLevel, type ScoredMatch } from './match.js';
import { joinLevels, joinOpinion, type Opinion } from './models/opinion.js';
import {
  offeredBy,
  readAchievement,
  readNeed,
  type AchievementProfile,
  type NeedProfile,
} from './profile.js';
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

/** A pair with its score, before its level is known and reasons are written down. */
interface Draft {
  query: NeedQuery;
  profile: AchievementProfile;
  common: Common;
  text: number;
  readings: Partial<Record<FactorName, Reading>>;
  score: number;
  /** What models say, and the score without them. */
  opinion?: { voices: Opinion; scoreByWords: number };
}

type LevelledDraft = Draft & { level: MatchLevel };

const DEFAULT_TOP = 20;
// So many candidates, found by their heaviest common terms, are scored in full and show what texts usually share.
const SCORED_CANDIDATES = 200;
const MOST_TERMS_SHOWN = 12;
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
  private readonly termIds = new TermIds();
  private readonly index = new InvertedIndex();
  private readonly places = new TermPlaces();
  private readonly achievementSlots = new Map<string, number>();
  private readonly achievementProfiles: (AchievementProfile | undefined)[] = [];
  private readonly needProfiles = new Map<string, NeedProfile>();

  constructor(options: { weights?: WeightsTable } = {}) {
    this.weights = options.weights ?? WEIGHTS_2;
    this.achievements = this.achievementLibrary();
    this.needs = this.needLibrary();
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

  private matchNeedNow(need: NeedRecord, options: MatchOptions): ScoredMatch[] {
    options.signal?.throwIfAborted();
    const top = options.top ?? DEFAULT_TOP;
    const profile = this.profileOf(need);
    const query = askLibrary(profile, this.index);
    const slotsOf = (ids: readonly string[]) =>
      ids.map((id) => this.achievementSlots.get(id)).filter((slot) => slot !== undefined);
    const found = this.search(
      query,
      options.among ? SCORED_CANDIDATES : Math.max(SCORED_CANDIDATES, 4 * top),
    );
    const slots = new Set([
      ...(options.among ? slotsOf(options.among) : found),
      ...slotsOf(options.also ?? []),
    ]);
    return this.places.with(profile, this.termIds.size, (places) => {
      const usual = this.usualAmount(query, found, places);
      const drafts: LevelledDraft[] = [];
      for (const slot of slots) {
        const achievement = this.achievementProfiles[slot]!;
        const draft = this.draft(query, achievement, places, options.opinions?.get(achievement.record.id));
        drafts.push({ ...draft, level: this.level(draft, usual) });
      }
      return best(drafts, options, top, 'achievementId').map((draft) => this.explain(draft, places));
    });
  }

  private search(query: NeedQuery, most: number): number[] {
    return this.index.search(searchedTerms(query, this.index), most).map(({ id }) => id);
  }

  private usualAmount(query: NeedQuery, found: readonly number[], places: Uint16Array): number {
    const first = found.slice(0, SCORED_CANDIDATES);
    const amounts = Float64Array.from(
      first,
      (slot) => inCommon(query, this.index.vector(slot)!, places, this.index).amount,
    );
    return usualAmount(query, amounts, this.index.size);
  }

  /** A need of the library that is asked about as it stands there need not be read again. */
  private profileOf(need: NeedRecord): NeedProfile {
    const kept = this.needProfiles.get(need.id);
    return kept?.record === need ? kept : readNeed(need, this.termIds, this.weights, false);
  }

  private matchAchievementNow(achievement: AchievementRecord, options: MatchOptions): ScoredMatch[] {
    options.signal?.throwIfAborted();
    const top = options.top ?? DEFAULT_TOP;
    const profile = readAchievement(achievement, this.termIds);
    const needs = options.among
      ? options.among.map((id) => this.needProfiles.get(id)).filter((need) => need !== undefined)
      : this.needProfiles.values();
    const drafts: LevelledDraft[] = [];
    for (const need of needs) {
      const query = askLibrary(need, this.index);
      const opinion = options.opinions?.get(need.record.id);
      this.places.with(need, this.termIds.size, (places) => {
        const draft = this.draft(query, profile, places, opinion);
        if (draft.text === 0 && !options.among) return;
        // What texts usually share with a need takes a search, which only a match that may be told is worth.
        let level = this.level(draft, leastUsualAmount(query));
        if (level > 2) {
          const found = this.search(query, SCORED_CANDIDATES);
          level = this.level(draft, this.usualAmount(query, found, places));
        }
        drafts.push({ ...draft, level });
      });
    }
    return best(drafts, options, top, 'needId').map((draft) =>
      this.places.with(draft.query.profile, this.termIds.size, (places) => this.explain(draft, places)),
    );
  }

  private draft(
    query: NeedQuery,
    profile: AchievementProfile,
    places: Uint16Array,
    opinion?: Opinion,
  ): Draft {
    const common = inCommon(query, profile.vector, places, this.index);
    // Two words that both are found make no fit, however well they are found.
    const text = textValue(query, common, this.weights) * (query.profile.sparse ? 0.5 : 1);
    const byWords = this.draftOf(query, profile, common, text);
    if (!opinion) return byWords;
    const joined = this.draftOf(query, profile, common, joinOpinion(text, opinion));
    return { ...joined, opinion: { voices: opinion, scoreByWords: byWords.score } };
  }

  private level({ query, common, score, opinion }: Draft, usual: number): MatchLevel {
    const { sparse } = query.profile;
    const aboveUsual = Math.log(common.amount / usual);
    const levelAt = (points: number) =>
      levelOf({ ...common, score: points, aboveUsual, sparse }, this.weights.levels);
    return opinion ? joinLevels(levelAt(opinion.scoreByWords), levelAt(score)) : levelAt(score);
  }

  private draftOf(query: NeedQuery, profile: AchievementProfile, common: Common, text: number): Draft {
    const { record: need } = query.profile;
    const { record: achievement } = profile;
    const { factors } = this.weights;
    const readings: Draft['readings'] = {};
    let sum = factors.text * text;
    let weights = factors.text;
    for (const name of FACTOR_NAMES) {
      if (name === 'text') continue;
      const reading =
        name === 'indicators'
          ? indicatorReading(query.profile, profile, text)
          : sideFactors[name](need, achievement);
      readings[name] = reading;
      if (reading.value === null) continue;
      // The fields of a form can confirm what the texts say; they cannot make a match of texts that do not meet.
      sum += factors[name] * Math.min(reading.value, text + 0.2);
      weights += factors[name];
    }
    const score = Math.round((1000 * sum) / weights) / 10;
    return { query, profile, common, text, readings, score };
  }

  private explain(
    { query, profile, readings, opinion, text, score, level }: LevelledDraft,
    places: Uint16Array,
  ): ScoredMatch {
    const achievementText = textOf(profile.record);
    const terms = sharedTerms(query, profile.vector, places, this.index, achievementText, MOST_TERMS_SHOWN);
    const evidence = textEvidence(textOf(query.profile.record), achievementText, terms);
    if (query.profile.sparse) evidence.push({ type: 'values', field: 'text', relation: 'unclear' });
    for (const voice of opinion?.voices ?? []) evidence.push(voice.evidence);
    const factors = FACTOR_NAMES.map((name): Factor => {
      const weight = this.weights.factors[name];
      if (name === 'text') return { name, weight, value: Math.round(text * 1000) / 1000, evidence };
      return { name, weight, ...(readings[name] ?? unknownReading) };
    });
    return {
      needId: query.profile.record.id,
      achievementId: profile.record.id,
      score,
      level,
      factors,
      matchedTerms: terms.map(({ term }) => term),
      weightsVersion: this.weights.version,
    };
  }

  private achievementLibrary(): Library<AchievementRecord> {
    const { achievementSlots: slots, achievementProfiles: profiles, index, termIds } = this;
    const remove = (id: string) => {
      const slot = slots.get(id);
      if (slot === undefined) return false;
      index.remove(slot);
      slots.delete(id);
      profiles[slot] = undefined;
      return true;
    };
    return {
      get size() {
        return slots.size;
      },
      upsert: (record) => {
        remove(record.id);
        const profile = readAchievement(record, termIds);
        const slot = index.add(profile.vector);
        slots.set(record.id, slot);
        profiles[slot] = profile;
      },
      remove,
      has: (id) => slots.has(id),
    };
  }

  private needLibrary(): Library<NeedRecord> {
    const profiles = this.needProfiles;
    return {
      get size() {
        return profiles.size;
      },
      upsert: (record) => {
        profiles.set(record.id, readNeed(record, this.termIds, this.weights, true));
      },
      remove: (id) => profiles.delete(id),
      has: (id) => profiles.has(id),
    };
  }
}

function indicatorReading({ asked }: NeedProfile, profile: AchievementProfile, text: number): Reading {
  if (asked.length === 0 || text < COMPARED_FROM) return unknownReading;
  return compareStated(asked, offeredBy(profile));
}

function textOf(record: { title: string; text?: string }): string {
  return record.text ? `${record.title}\n${record.text}` : record.title;
}

function best(
  drafts: LevelledDraft[],
  { minimumLevel = 1, also = [] }: MatchOptions,
  top: number,
  side: 'needId' | 'achievementId',
): LevelledDraft[] {
  const idOf = ({ query, profile }: Draft) =>
    side === 'needId' ? query.profile.record.id : profile.record.id;
  const kept = new Set(also);
  return drafts
    .filter(({ level }) => level >= minimumLevel)
    .sort((a, b) => b.score - a.score || (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0))
    .filter((draft, rank) => rank < top || kept.has(idOf(draft)));
}
