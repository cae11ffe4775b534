import { type CandidateSource, tellingWords } from './candidate-source.js';
import { type AchievementLibrary } from './library/achievement-library.js';
import { type ScoredMatch } from './match.js';
import { type AskedNeed, type PairScoring, SCORED_CANDIDATES } from './pair-scoring.js';
import { type NeedProfile, readAchievement } from './profile.js';

const NOBODY_AHEAD = new Float64Array(0);
// Up to here a level does not depend on who is ahead.
const HIGHEST_ALONE = 2;

/**
 * How many texts are ahead of an achievement, where the library is a sample that cannot tell: the need's candidates are
 * taken from the source, as they are when the need is scored, so that a level is the same from both sides. That costs a
 * search, and is done only for the needs that might be told, once until the need or the sample changes.
 */
export class SourcedStandings {
  private readonly kept = new WeakMap<NeedProfile, { changes: number; amounts: Float64Array }>();

  constructor(
    private readonly source: CandidateSource,
    private readonly library: AchievementLibrary,
    private readonly scoring: PairScoring,
  ) {}

  /**
   * Scores as if nobody were ahead, and then once more with what is known of each need that would be told.
   * @param score the matches of these needs, by what their texts share with them (see `AskedNeed.amounts`).
   */
  async settle(
    profiles: Iterable<NeedProfile>,
    score: (amountsOf: (profile: NeedProfile) => Float64Array) => ScoredMatch[],
    signal: AbortSignal | undefined,
  ): Promise<ScoredMatch[]> {
    const byId = new Map([...profiles].map((profile) => [profile.record.id, profile]));
    const known = new Map<NeedProfile, Float64Array>();
    for (;;) {
      const matches = score((profile) => known.get(profile) ?? NOBODY_AHEAD);
      const open = matches
        .filter(({ level }) => level > HIGHEST_ALONE)
        .map(({ needId }) => byId.get(needId)!)
        .filter((profile) => !known.has(profile));
      if (open.length === 0) return matches;
      for (const profile of open) {
        known.set(profile, await this.amountsOf(profile));
        signal?.throwIfAborted();
      }
    }
  }

  private async amountsOf(profile: NeedProfile): Promise<Float64Array> {
    const { changes } = this.library;
    const kept = this.kept.get(profile);
    if (kept?.changes === changes) return kept.amounts;
    const need: AskedNeed = this.scoring.ask(profile);
    const records = await this.source.find(tellingWords(need.query), SCORED_CANDIDATES);
    const texts = records.map((record) => readAchievement(record, this.library.termIds, false).vector);
    const amounts = this.scoring.amountsAmong(need, texts);
    this.kept.set(profile, { changes, amounts });
    return amounts;
  }
}
