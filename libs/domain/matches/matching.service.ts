import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityTarget, In } from 'typeorm';
import { type ExpiryReason } from '#contracts/matches.js';
import { type ScoredMatch } from '#matching/match.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { LibraryService } from './library.service.js';
import { isOpen, LOWEST_KEPT, MATCHES_KEPT, MATCHES_SCORED } from './match.rules.js';
import { MatchStore, pairOf } from './match.store.js';
import { achievementRecord, needRecord } from './matching-records.js';

type Side = 'achievementId' | 'needId';

/**
 * Scores one record against the library and keeps the result. Both jobs may run late, twice or side by side: they read
 * the state again, lock what they compare, and write only what differs.
 */
@Injectable()
export class MatchingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
    private readonly store: MatchStore,
    private readonly notifications: NotificationsService,
  ) {}

  async matchAchievement(achievementId: string): Promise<void> {
    await this.library.catchUp();
    const achievement = await this.dataSource.manager.findOneBy(Achievement, { id: achievementId });
    if (!achievement) return;
    const matches =
      achievement.state === 'published'
        ? await this.library.engine.matchAchievement(achievementRecord(achievement), {
            top: MATCHES_SCORED,
            minimumLevel: LOWEST_KEPT,
          })
        : [];
    await this.keep('achievementId', achievement, matches, 'achievement_withdrawn');
  }

  async matchNeed(needId: string): Promise<void> {
    await this.library.catchUp();
    const need = await this.dataSource.manager.findOneBy(Need, { id: needId });
    if (!need) return;
    const matches =
      need.state === 'published'
        ? await this.library.engine.matchNeed(needRecord(need), {
            top: MATCHES_SCORED,
            minimumLevel: LOWEST_KEPT,
          })
        : [];
    await this.keep('needId', need, matches, need.state === 'closed' ? 'need_closed' : 'need_withdrawn');
  }

  /** One transaction: matches, their events, notifications and deliveries stand or fall together. */
  private async keep(
    side: Side,
    record: Achievement | Need,
    matches: readonly ScoredMatch[],
    endReason: ExpiryReason,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const published = await this.lockIfUnchanged(manager, side, record);
      // The record changed after it was read: its own job for that change is on the way and sees the newer state.
      if (published === 'changed') return;
      if (published === 'ended') {
        await this.store.expire(manager, { [side]: record.id }, isOpen, endReason);
        return;
      }
      const stored = await this.store.pairsOf(manager, { [side]: record.id });
      const kept = matches.filter((match, rank) => rank < MATCHES_KEPT || stored.has(pairOf(match)));
      const standing = await this.onlyStanding(manager, side, record.organisationId, kept);
      const news = await this.store.upsert(manager, standing);
      await this.store.expireUnlisted(manager, side, record.id, standing);
      await this.notifications.tell(manager, news);
    });
    await this.noteScored(side, record);
  }

  /**
   * Queues every published record whose newest revision has not been scored although its job had time enough: a queue
   * that was lost delays work and does not lose it.
   * @returns how many were queued.
   */
  async queueMissing(olderThanMinutes: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const owed = async (entity: EntityTarget<Achievement | Need>) => {
        const rows = await manager
          .createQueryBuilder(entity, 'record')
          .select('record.id', 'id')
          .where('record.revision > record.matchedRevision')
          .andWhere(`record.updatedAt < now() - make_interval(mins => :minutes)`, {
            minutes: olderThanMinutes,
          })
          .orderBy('record.revision')
          .take(1000)
          .getRawMany<{ id: string }>();
        return rows.map(({ id }) => id);
      };
      const achievementIds = await owed(Achievement);
      const needIds = await owed(Need);
      await addToOutbox(
        manager,
        'achievement.match',
        achievementIds.map((achievementId) => ({ achievementId })),
      );
      await addToOutbox(
        manager,
        'need.match',
        needIds.map((needId) => ({ needId })),
      );
      return achievementIds.length + needIds.length;
    });
  }

  /**
   * After the transaction and not in it: two jobs that hold each other's records for reading could otherwise both wait
   * to write theirs. What is lost in a crash here is scored once more, and nothing comes of it.
   */
  private async noteScored(side: Side, { id, revision }: Achievement | Need): Promise<void> {
    const table = side === 'needId' ? 'needs' : 'achievements';
    await this.dataSource.query(
      `UPDATE ${table} SET matched_revision = $2 WHERE id = $1 AND matched_revision < $2`,
      [id, revision],
    );
  }

  private async lockIfUnchanged(
    manager: EntityManager,
    side: Side,
    record: Achievement | Need,
  ): Promise<'standing' | 'ended' | 'changed'> {
    const entity: EntityTarget<Achievement | Need> = side === 'needId' ? Need : Achievement;
    const now = await manager.findOne(entity, {
      where: { id: record.id },
      lock: { mode: 'pessimistic_read' },
    });
    if (!now || now.revision !== record.revision) return 'changed';
    return now.state === 'published' ? 'standing' : 'ended';
  }

  /** Drops matches whose other record ended meanwhile or belongs to the same organisation, and locks the rest. */
  private async onlyStanding(
    manager: EntityManager,
    side: Side,
    organisationId: string,
    matches: readonly ScoredMatch[],
  ): Promise<ScoredMatch[]> {
    if (matches.length === 0) return [];
    const other: Side = side === 'needId' ? 'achievementId' : 'needId';
    const entity: EntityTarget<Achievement | Need> = side === 'needId' ? Achievement : Need;
    const rows = await manager.find(entity, {
      select: { id: true, state: true, organisationId: true },
      where: { id: In(matches.map((match) => match[other])) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_read' },
    });
    const standing = new Set(
      rows
        .filter((row) => row.state === 'published' && row.organisationId !== organisationId)
        .map(({ id }) => id),
    );
    return matches.filter((match) => standing.has(match[other]));
  }
}
