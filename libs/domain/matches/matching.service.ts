import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityTarget, In } from 'typeorm';
import { type ExpiryReason, type MatchState } from '#contracts/matches.js';
import { type MatchOptions } from '#matching/engine.js';
import { type ScoredMatch } from '#matching/match.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { handOver } from './hand-over.js';
import { LibraryService } from './library.service.js';
import { isOpen, LOWEST_KEPT, MATCHES_KEPT, mayExpireByScore } from './match.rules.js';
import { tellOfMatches } from './match-news.js';
import { type MatchSide, MatchStore, pairOf, partnerOf } from './match.store.js';
import { achievementRecord, needRecord } from './matching-records.js';

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
  ) {}

  async matchAchievement(achievementId: string): Promise<void> {
    await this.library.catchUp();
    const achievement = await this.dataSource.manager.findOneBy(Achievement, { id: achievementId });
    if (!achievement) return;
    const score = (options: MatchOptions) =>
      this.library.engine.matchAchievement(achievementRecord(achievement), options);
    const endReason = achievement.mergedIntoId ? 'achievement_merged' : 'achievement_withdrawn';
    await this.scoreAndKeep('achievementId', achievement, score, endReason);
  }

  async matchNeed(needId: string): Promise<void> {
    await this.library.catchUp();
    const need = await this.dataSource.manager.findOneBy(Need, { id: needId });
    if (!need) return;
    const score = (options: MatchOptions) => this.library.engine.matchNeed(needRecord(need), options);
    const endReason = need.state === 'closed' ? 'need_closed' : 'need_withdrawn';
    await this.scoreAndKeep('needId', need, score, endReason);
  }

  private async scoreAndKeep(
    side: MatchSide,
    record: Achievement | Need,
    score: (options: MatchOptions) => Promise<ScoredMatch[]>,
    endReason: ExpiryReason,
  ): Promise<void> {
    const { manager } = this.dataSource;
    // What the other side keeps is scored too, whatever its rank here, or it would be taken for gone.
    const also = record.state === 'published' ? await this.store.partnersOf(manager, side, record.id) : [];
    const matches =
      record.state === 'published' ? await score({ top: MATCHES_KEPT, minimumLevel: LOWEST_KEPT, also }) : [];
    await this.keep(side, record, matches, also, endReason);
    await this.noteScored(side, record);
  }

  /**
   * One transaction: matches, their events, notifications and deliveries stand or fall together.
   *
   * A match is written by whoever holds the lock of its need, and needs are locked in the order of their ids. Jobs that
   * have matches in common, from either side, so take turns and never wait for each other in a circle.
   */
  private async keep(
    side: MatchSide,
    record: Achievement | Need,
    matches: readonly ScoredMatch[],
    rescored: readonly string[],
    endReason: ExpiryReason,
  ): Promise<void> {
    const partner = partnerOf(side);
    await this.dataSource.transaction(async (manager) => {
      const state = await this.lockRecord(manager, side, record);
      // The record changed after it was read: its own job for that change is on the way and sees the newer state.
      if (state === 'changed') return;
      if (state === 'ended') {
        const partners = await this.store.partnersOf(manager, side, record.id);
        await this.lockPartners(manager, side, record.organisationId, partners);
        const held = await this.store.hold(manager, side, record.id, partners);
        const survivor = 'mergedIntoId' in record ? record.mergedIntoId : null;
        const moved = survivor ? await handOver(manager, held, survivor) : new Set<string>();
        await this.store.expire(manager, held, (state, pair) => isOpen(state) && !moved.has(pair), endReason);
        return;
      }
      const partners = [...new Set([...rescored, ...matches.map((match) => match[partner])])];
      const suitable = await this.lockPartners(manager, side, record.organisationId, partners);
      const held = await this.store.hold(manager, side, record.id, partners);
      const standing = matches.filter((match) => suitable.has(match[partner]));
      const news = await this.store.upsert(manager, standing, held);
      const listed = new Set(standing.map(pairOf));
      const gone = (state: MatchState, pair: string) => mayExpireByScore(state) && !listed.has(pair);
      await this.store.expire(manager, held, gone, 'no_longer_fits');
      await tellOfMatches(manager, news);
    });
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
   * After the transaction and not in it: two jobs that hold the same achievement for reading could otherwise both wait
   * to write it. What is lost in a crash here is scored once more, and nothing comes of it.
   */
  private async noteScored(side: MatchSide, { id, revision }: Achievement | Need): Promise<void> {
    const table = side === 'needId' ? 'needs' : 'achievements';
    await this.dataSource.query(
      `UPDATE ${table} SET matched_revision = $2 WHERE id = $1 AND matched_revision < $2`,
      [id, revision],
    );
  }

  private async lockRecord(
    manager: EntityManager,
    side: MatchSide,
    record: Achievement | Need,
  ): Promise<'standing' | 'ended' | 'changed'> {
    const now = await manager.findOne(entityOf(side), { where: { id: record.id }, lock: lockOf(side) });
    if (!now || now.revision !== record.revision) return 'changed';
    return now.state === 'published' ? 'standing' : 'ended';
  }

  /** Locks the records at the other ends. @returns those that are published and of another organisation. */
  private async lockPartners(
    manager: EntityManager,
    side: MatchSide,
    organisationId: string,
    ids: readonly string[],
  ): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await manager.find(entityOf(partnerOf(side)), {
      select: { id: true, state: true, organisationId: true },
      where: { id: In(ids) },
      order: { id: 'ASC' },
      lock: lockOf(partnerOf(side)),
    });
    const suitable = rows.filter((row) => row.state === 'published' && row.organisationId !== organisationId);
    return new Set(suitable.map(({ id }) => id));
  }
}

const entityOf = (side: MatchSide): EntityTarget<Achievement | Need> =>
  side === 'needId' ? Need : Achievement;

/** A need's lock is held by one job at a time; an achievement is only kept from changing. */
const lockOf = (side: MatchSide) =>
  ({ mode: side === 'needId' ? 'for_no_key_update' : 'pessimistic_read' }) as const;
