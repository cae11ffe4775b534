import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { AchievementsService } from '#domain/achievements/achievements.service.js';
import { Match } from '#domain/matches/match.entity.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { Notification } from '#domain/notifications/notification.entity.js';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { startProgram, type StartedProcess } from '../support/child-process.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { eventually } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PUBLISHES = 60;

describe('a worker that is killed in the middle of its work', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let worker: StartedProcess;
  let enterprise: Person;

  const startWorker = () =>
    startProgram('dist/apps/worker/main.js', { DATABASE_URL: database.url, LOG_LEVEL: 'error' });

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
  });

  afterAll(async () => {
    worker.child.kill('SIGTERM');
    await worker.exited;
    await dataSource.destroy();
    await database.drop();
  });

  it('loses no match and no notification, and doubles none', async () => {
    const achievements = new AchievementsService(dataSource);
    const needs = new NeedsService(dataSource);
    const university = await makePerson(dataSource);
    for (let count = 0; count < 110; count += 1) {
      const { id } = await achievements.create(university, {
        title: `第${count}号水稻品种`,
        description: '抗稻瘟病。',
      });
      await achievements.publish(university, id);
    }
    const need = await needs.create(enterprise, { ...TEXTS.cbnNeed, keywords: [...TEXTS.cbnNeed.keywords] });
    await needs.publish(enterprise, need.id);

    worker = startWorker();
    const killings = [10, 30, 45];
    for (let count = 0; count < PUBLISHES; count += 1) {
      const { id } = await achievements.create(university, {
        ...TEXTS.cbnAchievement,
        keywords: [...TEXTS.cbnAchievement.keywords],
        title: `${TEXTS.cbnAchievement.title} ${count}`,
      });
      await achievements.publish(university, id);
      if (!killings.includes(count)) continue;
      // Kill while it certainly has work in hand: something has been matched, and something has not.
      await eventually('some work done', async () => (await dataSource.manager.count(Match)) > 0);
      worker.child.kill('SIGKILL');
      await worker.exited;
      worker = startWorker();
    }
    await eventually(
      'everything to be scored',
      async () => {
        const [row] = await dataSource.query<{ owed: string }[]>(
          `SELECT count(*) AS owed FROM achievements WHERE revision > matched_revision`,
        );
        return Number(row?.owed) === 0 && (await dataSource.manager.count(OutboxEntry)) === 0;
      },
      60,
    );

    const matches = await dataSource.manager.countBy(Match, { needId: need.id, state: 'suggested' });
    expect(matches).toBe(PUBLISHES);
    const told = await dataSource.manager.countBy(Notification, { accountId: enterprise.accountId });
    expect(told).toBe(PUBLISHES);
  }, 120_000);

  it('finishes what it has in hand when it is asked to stop', async () => {
    worker.child.kill('SIGTERM');
    expect(await worker.exited).not.toBe(1);
    expect(worker.output()).toBe('');
    worker = startWorker();
  }, 20_000);
});
