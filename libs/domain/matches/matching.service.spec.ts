import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DataSource, In } from 'typeorm';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { joinOrganisation, makePerson, type Person, TEXTS } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { NeedsService } from '../needs/needs.service.js';
import { Notification } from '../notifications/notification.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { LibraryService } from './library.service.js';
import { MATCHES_KEPT } from './match.rules.js';
import { Match } from './match.entity.js';
import { MatchStore } from './match.store.js';
import { MatchingService } from './matching.service.js';

describe('MatchingService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let achievements: AchievementsService;
  let needs: NeedsService;
  let matching: MatchingService;
  let university: Person;
  let enterprise: Person;

  /** A worker of its own: its library starts empty, as after a restart. */
  const makeWorker = () => new MatchingService(dataSource, new LibraryService(dataSource), new MatchStore());

  const publishAchievement = async (actor: Person, body: { title: string; description: string }) => {
    const { id } = await achievements.create(actor, body);
    await achievements.publish(actor, id);
    return id;
  };
  const publishNeed = async (actor: Person, body: { title: string; description: string }) => {
    const { id } = await needs.create(actor, body);
    await needs.publish(actor, id);
    return id;
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    dataSource = await database.open();
    achievements = new AchievementsService(dataSource);
    needs = new NeedsService(dataSource);
    matching = makeWorker();
    university = await makePerson(dataSource);
    enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
    for (let count = 0; count < 12; count += 1) {
      await publishAchievement(university, {
        title: `第${count}号水稻品种选育`,
        description: '选育适合沿黄稻区的水稻品种，抗稻瘟病。',
      });
    }
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Everything a job may have written, as text. */
  const everything = async () => {
    const tables = ['matches', 'match_events', 'notifications', 'deliveries'];
    const contents = await Promise.all(
      tables.map((table) => dataSource.query<unknown[]>(`SELECT * FROM ${table} ORDER BY id`)),
    );
    return JSON.stringify([
      contents,
      await dataSource.manager.countBy(OutboxEntry, { job: 'notification.deliver' }),
    ]);
  };

  it('changes nothing when a job runs twice, in the same process or in another', async () => {
    const achievementId = await publishAchievement(university, TEXTS.cbnAchievement);
    const needId = await publishNeed(enterprise, TEXTS.cbnNeed);
    await matching.matchNeed(needId);
    await matching.matchAchievement(achievementId);
    const once = await everything();
    expect(JSON.parse(once)).toMatchObject([
      [[{ need_id: needId, achievement_id: achievementId }], [{}], [{}, {}], [{}, {}]],
      2,
    ]);
    await matching.matchAchievement(achievementId);
    await matching.matchNeed(needId);
    await makeWorker().matchNeed(needId);
    expect(await everything()).toBe(once);
  });

  it('leaves alone what people have ended, however often it is scored and whatever becomes of the need', async () => {
    const needId = await publishNeed(enterprise, TEXTS.cbnNeed);
    const another = { ...TEXTS.cbnAchievement, title: '立方氮化硼单晶第二种合成技术' };
    const anotherId = await publishAchievement(university, another);
    await matching.matchNeed(needId);
    const [declined, contracted] = await dataSource.manager.find(Match, { where: { needId } });
    const told = await dataSource.manager.countBy(Notification, { match: { needId } });
    await dataSource.manager.update(Match, { id: declined?.id }, { state: 'declined' });
    await dataSource.manager.update(Match, { id: contracted?.id }, { state: 'contracted' });
    await needs.update(enterprise, needId, { confidential: true });
    await matching.matchNeed(needId);
    await needs.withdraw(enterprise, needId);
    await matching.matchNeed(needId);
    await needs.publish(enterprise, needId);
    await matching.matchNeed(needId);
    const stateOf = async (id?: string) => (await dataSource.manager.findOneByOrFail(Match, { id })).state;
    expect(await stateOf(declined?.id)).toBe('declined');
    expect(await stateOf(contracted?.id)).toBe('contracted');
    expect(await dataSource.manager.countBy(Notification, { match: { needId } })).toBe(told);
    await achievements.withdraw(university, anotherId);
    await needs.withdraw(enterprise, needId);
  });

  it('tells every member of both organisations, and nobody else', async () => {
    const owner = await dataSource.manager.findOneByOrFail(Organisation, { id: enterprise.organisationId });
    const colleague = await joinOrganisation(dataSource, owner);
    const stranger = await makePerson(dataSource);
    const needId = await publishNeed(enterprise, TEXTS.cbnNeed);
    await matching.matchNeed(needId);
    const told = await dataSource.manager.find(Notification, { where: { match: { needId } } });
    const accounts = told.map(({ accountId }) => accountId);
    expect(accounts).toEqual(
      expect.arrayContaining([university.accountId, enterprise.accountId, colleague.accountId]),
    );
    expect(accounts).not.toContain(stranger.accountId);
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it('makes one match and tells once when both sides are scored at the same moment by many workers', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [achievementId, needId] = await Promise.all([
        publishAchievement(university, { ...TEXTS.cbnAchievement, title: `立方氮化硼单晶第${round}版` }),
        publishNeed(enterprise, TEXTS.cbnNeed),
      ]);
      const workers = Array.from({ length: 3 }, makeWorker);
      await Promise.all(
        workers.flatMap((worker) => [worker.matchAchievement(achievementId), worker.matchNeed(needId)]),
      );
      const [match, ...more] = await dataSource.manager.findBy(Match, { achievementId, needId });
      expect(more).toEqual([]);
      const told = await dataSource.manager.findBy(Notification, { matchId: match?.id ?? '' });
      const accounts = told.map(({ accountId }) => accountId);
      expect(accounts.filter((id) => id === enterprise.accountId)).toHaveLength(1);
      expect(accounts.filter((id) => id === university.accountId)).toHaveLength(1);
    }
  });

  it('keeps what the other side keeps, however many are better', async () => {
    const needId = await publishNeed(enterprise, TEXTS.cbnNeed);
    const ids: string[] = [];
    for (let count = 0; count < MATCHES_KEPT + 5; count += 1) {
      ids.push(
        await publishAchievement(university, {
          ...TEXTS.cbnAchievement,
          title: `立方氮化硼单晶第${count + 100}版`,
        }),
      );
    }
    for (const id of ids) await matching.matchAchievement(id);
    await matching.matchNeed(needId);
    await matching.matchNeed(needId);
    const kept = await dataSource.manager.findBy(Match, { needId, achievementId: In(ids) });
    expect(kept).toHaveLength(ids.length);
    expect(kept.filter(({ state }) => state !== 'suggested')).toEqual([]);
  });

  it('does not match an organisation with itself', async () => {
    const needId = await publishNeed(university, TEXTS.cbnNeed);
    await matching.matchNeed(needId);
    const rows = await dataSource.manager.find(Match, {
      where: { needId },
      relations: { achievement: true },
    });
    expect(
      rows.filter(({ achievement }) => achievement.organisationId === university.organisationId),
    ).toEqual([]);
  });

  it('leaves a record alone that changed after it was read: its next job sees the newer state', async () => {
    const needId = await publishNeed(enterprise, TEXTS.cbnNeed);
    const late = matching.matchNeed(needId);
    await needs.withdraw(enterprise, needId);
    await late;
    await matching.matchNeed(needId);
    const open = await dataSource.manager.findBy(Match, { needId, state: 'suggested' });
    expect(open).toEqual([]);
  });
});
