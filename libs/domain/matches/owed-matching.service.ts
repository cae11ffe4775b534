import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { addToOutbox } from '#platform/database/outbox.js';
import { LibraryService } from './library.service.js';
import { MatchingService } from './matching.service.js';

/** Needs that are scored in one transaction. */
const BATCH = 50;
/** So few achievements are always scored one by one. */
const FEW = 200;
/** A need among many costs a third of what an achievement by itself does. */
const NEEDS_FOR_AN_ACHIEVEMENT = 3;
/** More are queued with the next look. */
const MOST_QUEUED = 10_000;

/**
 * Sees to what is owed. Few records are scored each by its own job. Where very many achievements came at once, the needs
 * are scored instead, which are fewer: each finds its best among the old and the new. The debt then goes over to the
 * needs in one transaction, and from there it is paid batch by batch, by as many workers as there are.
 */
@Injectable()
export class OwedMatching {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
    private readonly matching: MatchingService,
  ) {}

  /**
   * Queues what has not been scored although its job had time enough: a queue that was lost delays work and does not
   * lose it. After an import everything is due at once.
   * @returns how many records there are to score.
   */
  async queue(olderThanMinutes = 0): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const needsFirst = await this.passToNeeds(manager, olderThanMinutes);
      const ended = await owedIds(manager, 'needs', olderThanMinutes, `state <> 'published'`);
      const alone = await owedIds(manager, 'achievements', olderThanMinutes, 'true');
      await addToOutbox(
        manager,
        'achievement.match',
        alone.map((achievementId) => ({ achievementId })),
      );
      await addToOutbox(
        manager,
        'need.match',
        ended.map((needId) => ({ needId })),
      );
      const tickets = Array.from({ length: Math.ceil(needsFirst / BATCH) }, (_, place) => ({
        ticket: String(place + 1),
      }));
      await addToOutbox(manager, 'needs.match', tickets);
      return needsFirst + alone.length + ended.length;
    });
  }

  /**
   * Scores one batch of the needs that owe it, whichever they are; others that run at the same time take others.
   * @returns how many there were.
   */
  async matchNeeds(): Promise<number> {
    // What takes long after much has come must not keep a transaction open; the look inside it has little left to read.
    await this.library.catchUp();
    return this.dataSource.transaction(async (manager) => {
      const [owed] = await manager.query<[{ need_id: string }[], number]>(
        `DELETE FROM owed_needs
          WHERE need_id IN (SELECT need_id FROM owed_needs ORDER BY need_id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING need_id`,
      );
      if (owed.length > 0) {
        await this.matching.matchNeeds(
          manager,
          owed.map(({ need_id }) => need_id),
        );
      }
      return owed.length;
    });
  }

  /**
   * Needs before achievements, as everybody locks them; and no waiting for an achievement that somebody holds, which is
   * then scored by itself.
   * @returns how many needs owe a scoring now.
   */
  private async passToNeeds(manager: EntityManager, olderThanMinutes: number): Promise<number> {
    const owed = owedCondition(`state = 'published'`);
    const [count] = await manager.query<[{ achievements: string; needs: string }]>(
      `SELECT (SELECT count(*) FROM achievements WHERE ${owed}) AS achievements,
              (SELECT count(*) FROM needs WHERE state = 'published') AS needs`,
      [olderThanMinutes],
    );
    const many = Math.max(FEW, Number(count.needs) / NEEDS_FOR_AN_ACHIEVEMENT);
    const all = Number(count.achievements) > many;
    await manager.query(
      `INSERT INTO owed_needs SELECT id FROM needs WHERE ${all ? `state = 'published'` : owed} ORDER BY id
       ON CONFLICT DO NOTHING`,
      all ? [] : [olderThanMinutes],
    );
    if (all) {
      await manager.query(
        `UPDATE achievements SET matched_revision = revision
          WHERE id IN (SELECT id FROM achievements WHERE ${owed} FOR NO KEY UPDATE SKIP LOCKED)`,
        [olderThanMinutes],
      );
    }
    const [row] = await manager.query<[{ count: string }]>('SELECT count(*) FROM owed_needs');
    return Number(row.count);
  }
}

const owedCondition = (more: string) =>
  `revision > matched_revision AND updated_at <= now() - make_interval(mins => $1) AND ${more}`;

async function owedIds(
  manager: EntityManager,
  table: 'achievements' | 'needs',
  olderThanMinutes: number,
  more: string,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM ${table} WHERE ${owedCondition(more)} ORDER BY revision LIMIT ${MOST_QUEUED}`,
    [olderThanMinutes],
  );
  return rows.map(({ id }) => id);
}
