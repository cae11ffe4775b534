import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type MatchOptions } from '#matching/engine.js';
import { Turns } from '#platform/process/turns.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { keepScorings, type Scoring } from './keep-scorings.js';
import { LibraryService } from './library.service.js';
import { LOWEST_KEPT, MATCHES_KEPT } from './match.rules.js';
import { type MatchSide, MatchStore } from './match.store.js';
import { achievementRecord, needRecord } from './matching-records.js';

/**
 * Scores records against the library and keeps the result. Jobs may run late, twice or side by side: they read the state
 * again, lock what they compare, and write only what differs.
 */
@Injectable()
export class MatchingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
    private readonly store: MatchStore,
  ) {}

  async matchAchievement(achievementId: string): Promise<void> {
    await this.library.catchUp();
    const { manager } = this.dataSource;
    const scorings = await this.score(
      manager,
      'achievementId',
      await manager.findBy(Achievement, { id: achievementId }),
    );
    await this.dataSource.transaction((inside) =>
      keepScorings(inside, this.store, 'achievementId', scorings),
    );
    // After the transaction and not in it: two jobs that hold the same achievement for reading could otherwise both wait
    // to write it. What is lost in a crash here is scored once more, and nothing comes of it.
    await noteScored(manager, 'achievementId', scorings);
  }

  async matchNeed(needId: string): Promise<void> {
    await this.library.catchUp();
    const { manager } = this.dataSource;
    const scorings = await this.score(manager, 'needId', await manager.findBy(Need, { id: needId }));
    await this.dataSource.transaction((inside) => this.keepNeeds(inside, scorings));
  }

  /** Scores many published needs with a handful of statements for all, in the caller's transaction. */
  async matchNeeds(manager: EntityManager, needIds: readonly string[]): Promise<void> {
    await this.library.catchUp();
    const needs = await manager.find(Need, { where: { id: In([...needIds]), state: 'published' } });
    await this.keepNeeds(manager, await this.score(manager, 'needId', needs));
  }

  private async keepNeeds(manager: EntityManager, scorings: readonly Scoring[]): Promise<void> {
    await keepScorings(manager, this.store, 'needId', scorings);
    await noteScored(manager, 'needId', scorings);
  }

  private async score(
    manager: EntityManager,
    side: MatchSide,
    records: readonly (Achievement | Need)[],
  ): Promise<Scoring[]> {
    // What the other side keeps is scored too, whatever its rank here, or it would be taken for gone.
    const partners = await this.store.partnersOf(
      manager,
      side,
      records.map(({ id }) => id),
    );
    const turns = new Turns();
    const scorings: Scoring[] = [];
    for (const record of records) {
      const rescored = partners.get(record.id) ?? [];
      const matches =
        record.state === 'published'
          ? await this.matchesOf(record, { top: MATCHES_KEPT, minimumLevel: LOWEST_KEPT, also: rescored })
          : [];
      scorings.push({ record, matches, rescored });
      await turns.next();
    }
    return scorings;
  }

  private matchesOf(record: Achievement | Need, options: MatchOptions) {
    const { engine } = this.library;
    return record instanceof Need
      ? engine.matchNeed(needRecord(record), options)
      : engine.matchAchievement(achievementRecord(record), options);
  }
}

/** The revisions that have been scored; a smaller one than the record's own means that a scoring is still owed. */
async function noteScored(
  manager: EntityManager,
  side: MatchSide,
  scorings: readonly Scoring[],
): Promise<void> {
  await manager.query(
    `UPDATE ${side === 'needId' ? 'needs' : 'achievements'} AS record SET matched_revision = scored.revision
       FROM unnest($1::uuid[], $2::bigint[]) AS scored(id, revision)
      WHERE record.id = scored.id AND record.matched_revision < scored.revision`,
    [scorings.map(({ record }) => record.id), scorings.map(({ record }) => record.revision)],
  );
}
