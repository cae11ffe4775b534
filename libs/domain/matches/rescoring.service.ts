import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { LibraryService } from './library.service.js';
import { Match } from './match.entity.js';
import { LOWEST_KEPT, MATCHES_KEPT } from './match.rules.js';
import { MatchingService } from './matching.service.js';
import { needRecord } from './matching-records.js';
import { type RescoredPair } from './rescoring-report.js';

export interface RescoringOptions {
  /** Only compares; writes nothing and tells nobody. */
  dryRun: boolean;
  /** Called after each need. */
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
    for (const [index, { id }] of needs.entries()) {
      const before = await this.stored(id);
      if (!dryRun) await this.matching.matchNeed(id);
      const after = dryRun ? await this.wouldKeep(id, before) : await this.stored(id);
      for (const achievementId of new Set([...before.keys(), ...after.keys()])) {
        const was = before.get(achievementId) ?? null;
        pairs.push({ needId: id, achievementId, before: was, after: after.get(achievementId) ?? null });
      }
      onProgress(index + 1, needs.length);
    }
    return {
      weightsVersion: this.library.engine.weightsVersion,
      versionsBefore: versions.map(({ weightsVersion, count }) => ({ weightsVersion, count: Number(count) })),
      pairs,
    };
  }

  private async stored(needId: string) {
    const rows = await this.dataSource.manager.find(Match, {
      select: { id: true, achievementId: true, score: true, level: true, state: true },
      where: { needId },
    });
    const standing = rows.filter(({ state }) => state !== 'expired');
    return new Map(standing.map(({ achievementId, score, level }) => [achievementId, { score, level }]));
  }

  private async wouldKeep(needId: string, stored: ReadonlyMap<string, unknown>) {
    const need = await this.dataSource.manager.findOneByOrFail(Need, { id: needId });
    const kept = await this.library.engine.matchNeed(needRecord(need), {
      top: MATCHES_KEPT,
      minimumLevel: LOWEST_KEPT,
      also: [...stored.keys()],
    });
    const own = await this.dataSource.manager.find(Achievement, {
      select: { id: true },
      where: { id: In(kept.map(({ achievementId }) => achievementId)), organisationId: need.organisationId },
    });
    const ownIds = new Set(own.map(({ id }) => id));
    const others = kept.filter(({ achievementId }) => !ownIds.has(achievementId));
    return new Map(others.map(({ achievementId, score, level }) => [achievementId, { score, level }]));
  }
}
