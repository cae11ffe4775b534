import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DataSource } from 'typeorm';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { makePerson, type Person, TEXTS } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { NeedsService } from '../needs/needs.service.js';
import { Notification } from '../notifications/notification.entity.js';
import { LibraryService } from './library.service.js';
import { Match } from './match.entity.js';
import { MATCHES_KEPT } from './match.rules.js';
import { MatchStore } from './match.store.js';
import { MatchingService } from './matching.service.js';
import { OwedMatching } from './owed-matching.service.js';
import { OwedNeed } from './owed-need.entity.js';

const FILLERS = 220;

describe('matching what is owed', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let achievements: AchievementsService;
  let needs: NeedsService;
  let university: Person;
  let enterprise: Person;

  /** A worker of its own: its library starts empty, as after a restart. */
  function makeWorker() {
    const library = new LibraryService(dataSource);
    const matching = new MatchingService(dataSource, library, new MatchStore());
    return { matching, owed: new OwedMatching(dataSource, library, matching) };
  }

  const publishNeed = async (body: { title: string; description: string }) => {
    const { id } = await needs.create(enterprise, body);
    await needs.publish(enterprise, id);
    return id;
  };
  const publishAll = (bodies: { title: string; description: string }[]) =>
    dataSource.transaction((manager) =>
      achievements.putAll(
        manager,
        university,
        bodies.map((body) => ({ body: body as never })),
        { step: 'publish', dryRun: false },
      ),
    );
  const fillers = (batch: string) =>
    Array.from({ length: FILLERS }, (_, count) => ({
      title: `${batch}第${count}号水稻品种选育`,
      description: '选育适合沿黄稻区的水稻品种，抗稻瘟病。',
    }));
  const queued = async () => {
    const rows = await dataSource.manager.find(OutboxEntry, { order: { id: 'ASC' } });
    return rows.map(({ job, payload }) => [job, payload] as const);
  };
  const owedAchievements = () =>
    dataSource.query<unknown[]>('SELECT id FROM achievements WHERE revision > matched_revision');
  const everything = async () =>
    JSON.stringify(
      await Promise.all(
        ['matches', 'match_events', 'notifications', 'deliveries'].map((table) =>
          dataSource.query<unknown[]>(`SELECT * FROM ${table} ORDER BY id`),
        ),
      ),
    );
  const payAll = async ({ owed }: ReturnType<typeof makeWorker>) => {
    while ((await owed.matchNeeds()) > 0);
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    dataSource = await database.open();
    achievements = new AchievementsService(dataSource);
    needs = new NeedsService(dataSource);
    university = await makePerson(dataSource);
    enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
  });

  beforeEach(() => dataSource.manager.deleteAll(OutboxEntry));

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('lets the needs pay for very many achievements, and tells of each match once', async () => {
    const needIds = [await publishNeed(TEXTS.cbnNeed), await publishNeed(TEXTS.sewageNeed)];
    const worker = makeWorker();
    for (const id of needIds) await worker.matching.matchNeed(id);
    await publishAll([...fillers('甲'), TEXTS.cbnAchievement]);
    await dataSource.manager.deleteAll(OutboxEntry);
    expect(await owedAchievements()).toHaveLength(FILLERS + 1);

    expect(await worker.owed.queue()).toBe(needIds.length);
    expect(await owedAchievements()).toEqual([]);
    expect(await queued()).toEqual([['needs.match', { ticket: '1' }]]);
    expect(await worker.owed.matchNeeds()).toBe(needIds.length);
    expect(await dataSource.manager.count(OwedNeed)).toBe(0);
    const [match, ...more] = await dataSource.manager.findBy(Match, { level: 4 });
    expect(more).toEqual([]);
    expect(match).toMatchObject({ needId: needIds[0], state: 'suggested' });
    const told = await dataSource.manager.findBy(Notification, { matchId: match!.id });
    expect(told.map(({ accountId }) => accountId).sort()).toEqual(
      [university.accountId, enterprise.accountId].sort(),
    );

    // The ticket again, everything anew, and each need by itself on another worker: nothing comes of it.
    const once = await everything();
    expect(await worker.owed.matchNeeds()).toBe(0);
    await dataSource.query('INSERT INTO owed_needs SELECT id FROM needs');
    await payAll(worker);
    const other = makeWorker();
    for (const id of needIds) await other.matching.matchNeed(id);
    expect(await everything()).toBe(once);
  });

  it('loses nothing where a worker fails in the middle, and takes no batch twice', async () => {
    await publishAll(fillers('乙'));
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.push(await publishNeed(TEXTS.sewageNeed));
    const [broken, one, another] = [makeWorker(), makeWorker(), makeWorker()];
    await one.owed.queue();
    const before = await dataSource.manager.count(OwedNeed);
    expect(before).toBeGreaterThanOrEqual(ids.length);

    broken.matching.matchNeeds = async (manager, needIds) => {
      await manager.query('UPDATE needs SET matched_revision = revision WHERE id = ANY($1)', [needIds]);
      throw new Error('killed');
    };
    await expect(broken.owed.matchNeeds()).rejects.toThrow('killed');
    expect(await dataSource.manager.count(OwedNeed)).toBe(before);

    const taken = await Promise.all([one.owed.matchNeeds(), another.owed.matchNeeds()]);
    expect(taken.reduce((sum, count) => sum + count)).toBe(before);
    const left = await dataSource.query<unknown[]>('SELECT id FROM needs WHERE revision > matched_revision');
    expect(left).toEqual([]);
    const pairs = await dataSource.query<unknown[]>(
      'SELECT 1 FROM matches GROUP BY need_id, achievement_id HAVING count(*) > 1',
    );
    expect(pairs).toEqual([]);
  });

  it('leaves to each record its own matches when many are scored together', async () => {
    const [first, second] = [await publishNeed(TEXTS.cbnNeed), await publishNeed(TEXTS.cbnNeed)];
    const versions = Array.from({ length: MATCHES_KEPT + 5 }, (_, count) => ({
      ...TEXTS.cbnAchievement,
      title: `立方氮化硼单晶第${count}版`,
    }));
    const outcomes = await publishAll(versions);
    const worker = makeWorker();
    for (const outcome of outcomes) {
      if (outcome.result !== 'refused') await worker.matching.matchAchievement(outcome.recordId);
    }
    const kept = () => dataSource.manager.countBy(Match, { needId: first, state: 'suggested' });
    expect(await kept()).toBeGreaterThan(MATCHES_KEPT);
    await dataSource.transaction((manager) => worker.matching.matchNeeds(manager, [first, second]));
    expect(await kept()).toBeGreaterThan(MATCHES_KEPT);
    expect(await dataSource.manager.countBy(Match, { state: 'expired' })).toBe(0);
  });

  it('queues few records one by one', async () => {
    await makeWorker().owed.queue();
    await dataSource.query('DELETE FROM owed_needs');
    await dataSource.manager.deleteAll(OutboxEntry);
    const [outcome] = await publishAll([{ ...TEXTS.cbnAchievement, title: '立方氮化硼微粉' }]);
    const achievementId = outcome!.result === 'refused' ? '' : outcome!.recordId;
    await dataSource.manager.deleteAll(OutboxEntry);
    expect(await makeWorker().owed.queue()).toBe(1);
    expect(await queued()).toEqual([['achievement.match', { achievementId }]]);
  });

  it('queues again what a lost queue owes, and only that', async () => {
    const { matching, owed } = makeWorker();
    const scored = await publishNeed(TEXTS.sewageNeed);
    const unscored = await publishNeed(TEXTS.sewageNeed);
    const ended = await publishNeed(TEXTS.sewageNeed);
    await matching.matchNeed(scored);
    await needs.withdraw(enterprise, ended);
    await dataSource.query('UPDATE achievements SET matched_revision = revision');
    await dataSource.manager.deleteAll(OutboxEntry);
    await owed.queue(10);
    expect(await queued()).toEqual([]);
    await dataSource.query(`UPDATE needs SET updated_at = now() - interval '1 hour' WHERE id = ANY($1)`, [
      [scored, unscored, ended],
    ]);
    expect(await owed.queue(10)).toBe(2);
    expect(await queued()).toEqual([
      ['need.match', { needId: ended }],
      ['needs.match', { ticket: '1' }],
    ]);
    expect(await dataSource.manager.find(OwedNeed)).toEqual([{ needId: unscored }]);
    await payAll({ matching, owed });
    await matching.matchNeed(ended);
    await dataSource.manager.deleteAll(OutboxEntry);
    expect(await owed.queue(10)).toBe(0);
  });
});
