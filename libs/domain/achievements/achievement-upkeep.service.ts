import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { forgetOldKeys } from '../records/idempotency.js';
import { tellOfRefresh } from './achievement-news.js';
import { Achievement } from './achievement.entity.js';
import { findDuplicates, keepFingerprints } from './find-duplicates.js';
import { owedReminder, type RefreshReminder, REFRESH, remindersBegin } from './freshness.rules.js';

// Whoever scores or edits one of them meanwhile waits until all are compared.
const COMPARED_AT_ONCE = 25;
/** Held by the worker that reminds; any constant that no other lock uses would do. */
const REMINDING = 5_330_071;
const DAY = 24 * 60 * 60_000;

/**
 * What becomes due by the mere passing of time. Every method looks into the rows for what is owed, so it may run on
 * several workers at once, be killed, and run again.
 */
@Injectable()
export class AchievementUpkeepService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Reminds the owners of what they have not confirmed for nearly a year, and once more when the year is over: one
   * letter for all achievements of an organisation, and at most one of each kind a day.
   * @returns how many achievements were brought to mind.
   */
  async remindOwners(now = new Date()): Promise<number> {
    const today = new Date(Math.floor(now.getTime() / DAY) * DAY);
    let sum = 0;
    for (;;) {
      const count = await this.dataSource.transaction((manager) => remindOneOwner(manager, today));
      if (count === 0) return sum;
      sum += count;
    }
  }

  /**
   * Compares with everything else what was published or changed where nobody could be asked, such as in an import, and
   * marks what looks like a duplicate. @returns how many were compared.
   */
  async compareUnasked(): Promise<number> {
    let sum = 0;
    for (;;) {
      const count = await this.dataSource.transaction(compareSome);
      if (count === 0) return sum;
      sum += count;
    }
  }

  forgetOldKeys(): Promise<number> {
    return forgetOldKeys(this.dataSource.manager);
  }
}

async function remindOneOwner(manager: EntityManager, today: Date): Promise<number> {
  // Two workers at once would each write half a letter: the later one leaves it all to the other.
  const [turn] = await manager.query<{ mine: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
    REMINDING,
  ]);
  if (!turn?.mine) return 0;
  const due = () =>
    manager
      .createQueryBuilder(Achievement, 'achievement')
      .select(['achievement.id', 'achievement.title', 'achievement.organisationId'])
      .addSelect(['achievement.confirmedAt', 'achievement.refreshReminder'])
      .where(`achievement.state = 'published' AND achievement.confirmedAt < :begin`, {
        begin: remindersBegin(today),
      })
      .andWhere(
        `(achievement.refreshReminder IS NULL OR achievement.refreshReminder = 'soon' AND achievement.confirmedAt < :end)`,
        { end: new Date(today.getTime() - REFRESH.validDays * DAY) },
      )
      .orderBy('achievement.confirmedAt')
      .setLock('for_no_key_update')
      .setOnLocked('skip_locked');
  const first = await due().limit(1).getOne();
  if (!first) return 0;
  const { organisationId } = first;
  const achievements = await due()
    .andWhere('achievement.organisationId = :organisationId', { organisationId })
    .getMany();
  for (const reminder of ['soon', 'expired'] satisfies RefreshReminder[]) {
    const owed = achievements.filter(
      ({ confirmedAt, refreshReminder }) =>
        confirmedAt && owedReminder(confirmedAt, refreshReminder, today) === reminder,
    );
    if (owed.length === 0) continue;
    await tellOfRefresh(manager, organisationId, reminder, owed);
    await setQuietly(
      manager,
      owed.map(({ id }) => id),
      'refresh_reminder = $2',
      reminder,
    );
  }
  return achievements.length;
}

async function compareSome(manager: EntityManager): Promise<number> {
  const achievements = await manager
    .createQueryBuilder(Achievement, 'achievement')
    .where(`achievement.comparedVersion < achievement.version AND achievement.state = 'published'`)
    .orderBy('achievement.id')
    .limit(COMPARED_AT_ONCE)
    .setLock('for_no_key_update')
    .setOnLocked('skip_locked')
    .getMany();
  await keepFingerprints(manager, achievements);
  const suspected: string[] = [];
  for (const achievement of achievements) {
    const found = await findDuplicates(manager, achievement);
    const isNew = ({ achievement: { id } }: (typeof found)[number]) =>
      !achievement.duplicatesSeen.includes(id);
    if (found.some(isNew)) suspected.push(achievement.id);
  }
  const ids = achievements.map(({ id }) => id);
  await setQuietly(
    manager,
    ids,
    'compared_version = version, duplicate_suspected = id = ANY($2::uuid[])',
    suspected,
  );
  return achievements.length;
}

/** Notes the platform's own book-keeping: nobody changed the record, and its time of change stays. */
async function setQuietly(
  manager: EntityManager,
  ids: readonly string[],
  assignment: string,
  value: unknown,
): Promise<void> {
  await manager.query(`UPDATE achievements SET ${assignment} WHERE id = ANY($1::uuid[])`, [ids, value]);
}
