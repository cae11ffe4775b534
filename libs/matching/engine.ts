import { sideFactors } from './factors/side-factors.js';
import { askLibrary, sharedTerms, textEvidence, textValue, type NeedQuery } from './factors/text-factor.js';
import { InvertedIndex } from './index/inverted-index.js';
import { TermIds } from './index/term-ids.js';
import { TopK } from './index/top-k.js';
import { levelOf } from './levels.js';
import { type Library } from './library.js';
import { FACTOR_NAMES, type Factor, type MatchLevel, type ScoredMatch } from './match.js';
import { readAchievement, readNeed, type AchievementProfile, type NeedProfile } from './profile.js';
import { type AchievementRecord, type NeedRecord } from './records.js';
import { WEIGHTS_1, type WeightsTable } from './weights.js';

export interface MatchOptions {
  /** At most so many matches; 20 when not said. */
  top?: number;
  /** Leaves out matches below this level. */
  minimumLevel?: MatchLevel;
  signal?: AbortSignal;
}

const DEFAULT_TOP = 20;
// So many candidates by text alone are scored with all factors.
const SCORED_CANDIDATES = 200;

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
  private readonly achievementSlots = new Map<string, number>();
  private readonly achievementProfiles: (AchievementProfile | undefined)[] = [];
  private readonly needProfiles = new Map<string, NeedProfile>();

  constructor(options: { weights?: WeightsTable } = {}) {
    this.weights = options.weights ?? WEIGHTS_1;
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
    const query = askLibrary(readNeed(need, this.weights), this.termIds, this.index, this.weights);
    const matches: ScoredMatch[] = [];
    for (const { id: slot } of this.index.search(query, Math.max(SCORED_CANDIDATES, 4 * top))) {
      matches.push(this.score(query, this.achievementProfiles[slot]!));
    }
    return this.keep(matches, options, top, 'achievementId');
  }

  private matchAchievementNow(achievement: AchievementRecord, options: MatchOptions): ScoredMatch[] {
    options.signal?.throwIfAborted();
    const top = options.top ?? DEFAULT_TOP;
    const profile = readAchievement(achievement, this.termIds, this.weights);
    const queries: NeedQuery[] = [];
    const best = new TopK(Math.max(SCORED_CANDIDATES, 4 * top));
    for (const need of this.needProfiles.values()) {
      const query = askLibrary(need, this.termIds, this.index, this.weights);
      const value = textValue(query, profile.vector, this.index);
      if (value === 0) continue;
      best.offer(queries.length, value);
      queries.push(query);
    }
    const matches = best.take().map(({ id }) => this.score(queries[id]!, profile));
    return this.keep(matches, options, top, 'needId');
  }

  private score(query: NeedQuery, profile: AchievementProfile): ScoredMatch {
    const { record: need } = query.profile;
    const { record: achievement, vector } = profile;
    const text = textValue(query, vector, this.index);
    const terms = sharedTerms(query, vector, this.index, 12);
    const factors: Factor[] = [];
    let sum = 0;
    let weights = 0;
    for (const name of FACTOR_NAMES) {
      const weight = this.weights.factors[name];
      const reading =
        name === 'text'
          ? { value: text, evidence: textEvidence(textOf(need), textOf(achievement), terms) }
          : name === 'indicators'
            ? { value: null, evidence: [] }
            : sideFactors[name](need, achievement);
      factors.push({ name, weight, ...reading });
      if (reading.value === null) continue;
      // The fields of a form can confirm what the texts say; they cannot make a match of texts that do not meet.
      const counted = name === 'text' ? reading.value : Math.min(reading.value, text + 0.2);
      sum += weight * counted;
      weights += weight;
    }
    const score = Math.round((1000 * sum) / weights) / 10;
    return {
      needId: need.id,
      achievementId: achievement.id,
      score,
      level: levelOf(score, query.profile.sparse, this.weights),
      factors,
      matchedTerms: terms.map(({ term }) => term),
      weightsVersion: this.weights.version,
    };
  }

  private keep(
    matches: ScoredMatch[],
    { minimumLevel = 1 }: MatchOptions,
    top: number,
    id: 'needId' | 'achievementId',
  ): ScoredMatch[] {
    return matches
      .filter(({ level }) => level >= minimumLevel)
      .sort((a, b) => b.score - a.score || (a[id] < b[id] ? -1 : a[id] > b[id] ? 1 : 0))
      .slice(0, top);
  }

  private achievementLibrary(): Library<AchievementRecord> {
    const { achievementSlots: slots, achievementProfiles: profiles, index } = this;
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
        const profile = readAchievement(record, this.termIds, this.weights);
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
        profiles.set(record.id, readNeed(record, this.weights));
      },
      remove: (id) => profiles.delete(id),
      has: (id) => profiles.has(id),
    };
  }
}

function textOf(record: { title: string; text?: string }): string {
  return record.text ? `${record.title}\n${record.text}` : record.title;
}
