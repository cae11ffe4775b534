import { Injectable } from '@nestjs/common';
import { DataSource, In, Not } from 'typeorm';
import { type MatchLevel, type ScoredMatch } from '#matching/match.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { LibraryService } from './library.service.js';
import { Match } from './match.entity.js';
import { LOWEST_KEPT, MATCHES_KEPT } from './match.rules.js';
import { MatchingService } from './matching.service.js';
import { needRecord } from './matching-records.js';
import { type RescoredPair } from './rescoring-report.js';

/** Needs that are scored together. */
const BATCH = 50;

export interface RescoringOptions {
  /** Only compares; writes nothing and tells nobody. */
  dryRun: boolean;
  /** Called after each batch of needs. */
  onProgress: (done: number, all: number) => void;
}

export interface Rescoring {
  /** The version that scores now. */
  weightsVersion: string;
  /** The versions that had scored the stored matches, with how many each. */
  versionsBefore: { weightsVersion: string; count: number }[];
  pairs: RescoredPair[];
}

/** Scores every published need again, for a new table of weights or a library that has grown. */
@Injectable()
export class RescoringService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
    private readonly matching: MatchingService,
  ) {}

  async rescore({ dryRun, onProgress }: RescoringOptions): Promise<Rescoring> {
    await this.library.catchUp();
    // Nobody waits here, so that every need is scored with all that the models know.
    await this.library.engine.prepare();
    const versions = await this.dataSource.query<{ weightsVersion: string; count: string }[]>(
      `SELECT weights_version AS "weightsVersion", count(*) FROM matches WHERE state <> 'expired' GROUP BY 1 ORDER BY 1`,
    );
    const needs = await this.dataSource.manager.find(Need, {
      select: { id: true },
      where: { state: 'published' },
      order: { id: 'ASC' },
    });
    const pairs: RescoredPair[] = [];
    for (let from = 0; from < needs.length; from += BATCH) {
      const ids = needs.slice(from, from + BATCH).map(({ id }) => id);
      const before = await this.stored(ids);
      if (!dryRun) {
        await this.dataSource.transaction((manager) => this.matching.matchNeeds(manager, ids));
      }
      const after = dryRun ? await this.wouldKeep(ids, before) : await this.stored(ids);
      for (const needId of ids) {
        const [was, is] = [before.get(needId), after.get(needId)];
        for (const achievementId of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
          pairs.push({
            needId,
            achievementId,
            before: was?.get(achievementId) ?? null,
            after: is?.get(achievementId) ?? null,
          });
        }
      }
      onProgress(from + ids.length, needs.length);
    }
    return {
      weightsVersion: this.library.engine.weightsVersion,
      versionsBefore: versions.map(({ weightsVersion, count }) => ({ weightsVersion, count: Number(count) })),
      pairs,
    };
  }

  private async stored(needIds: readonly string[]): Promise<Kept> {
    const rows = await this.dataSource.manager.find(Match, {
      select: { id: true, needId: true, achievementId: true, score: true, level: true },
      where: { needId: In([...needIds]), state: Not('expired') },
    });
    return keptBy(rows);
  }

  private async wouldKeep(needIds: readonly string[], stored: Kept): Promise<Kept> {
    const { manager } = this.dataSource;
    const needs = await manager.find(Need, { where: { id: In([...needIds]) } });
    const found: ScoredMatch[][] = [];
    for (const need of needs) {
      const options = {
        top: MATCHES_KEPT,
        minimumLevel: LOWEST_KEPT,
        also: [...(stored.get(need.id)?.keys() ?? [])],
      };
      found.push(await this.library.engine.matchNeed(needRecord(need), options));
    }
    const owners = await manager.find(Achievement, {
      select: { id: true, organisationId: true },
      where: { id: In(found.flat().map(({ achievementId }) => achievementId)) },
    });
    const ownerOf = new Map(owners.map(({ id, organisationId }) => [id, organisationId]));
    return keptBy(
      needs.flatMap(({ organisationId }, place) =>
        found[place]!.filter(({ achievementId }) => ownerOf.get(achievementId) !== organisationId),
      ),
    );
  }
}

/** Matches by their need, then by their achievement. */
type Kept = Map<string, Map<string, { score: number; level: MatchLevel }>>;

function keptBy(matches: readonly Pick<ScoredMatch, 'needId' | 'achievementId' | 'score' | 'level'>[]): Kept {
  const kept: Kept = new Map();
  for (const { needId, achievementId, score, level } of matches) {
    const ofNeed = kept.get(needId) ?? new Map<string, { score: number; level: MatchLevel }>();
    kept.set(needId, ofNeed.set(achievementId, { score, level }));
  }
  return kept;
}
