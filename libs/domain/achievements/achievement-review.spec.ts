import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { Account } from '#domain/accounts/account.entity.js';
import { joinOrganisation, makePerson, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Notification } from '../notifications/notification.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { IdempotencyKey } from '../records/idempotency-key.entity.js';
import { forgetOldKeys } from '../records/idempotency.js';
import { Achievement } from './achievement.entity.js';
import { AchievementsService } from './achievements.service.js';

const body = { title: '一种耐磨涂层', description: '用于轧辊', keywords: ['涂层', '耐磨', '轧辊'] };
/** Like nothing that was there before. */
const ownText = () => ({ ...body, description: `用于轧辊，批号 ${randomUUID()}` });
const reasons = [{ field: 'title', reason: '题目过短' }];

describe('the review of achievements', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: AchievementsService;
  let newcomer: Person;
  let city: Person;
  let province: Person;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    service = new AchievementsService(dataSource);
  });

  beforeEach(async () => {
    newcomer = await makePerson(dataSource, { organisation: { trusted: false } });
    city = await makePerson(dataSource, {
      organisation: { regionCode: '410100', kind: 'government', name: '某市科技局' },
      role: 'administrator',
    });
    province = await makePerson(dataSource, {
      organisation: { regionCode: '410000', kind: 'government' },
      role: 'administrator',
    });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const submitted = async () => {
    const { id } = await service.create(newcomer, ownText());
    return service.submit(newcomer, id);
  };
  const told = (person: Person) =>
    dataSource.manager.find(Notification, {
      where: { accountId: person.accountId },
      order: { createdAt: 'ASC' },
    });

  it('lets one of two reviewers win, and tells the other who was first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, version } = await submitted();
      const [published, returned] = await Promise.allSettled([
        service.publish(city, id, { version }),
        service.return(province, id, { reasons }, { version }),
      ]);
      const lost = [published, returned].filter(({ status }) => status === 'rejected');
      expect(lost).toHaveLength(1);
      expect((lost[0] as PromiseRejectedResult).reason).toMatchObject({
        code: 'transition_not_allowed',
        details: [{ field: 'state', code: 'decided_meanwhile' }],
      });
      const { state } = await service.get(newcomer, id);
      expect(state).toBe(published.status === 'fulfilled' ? 'published' : 'returned');
    }
  });

  it('tells the second of two who decide alike as well, and nothing to a double click', async () => {
    const { id } = await submitted();
    await service.publish(city, id);
    await expect(service.publish(city, id)).resolves.toMatchObject({ state: 'published' });
    await expect(service.publish(province, id)).rejects.toThrow(/某市科技局/);
    expect(await told(newcomer)).toMatchObject([{ kind: 'record_published', recordId: id }]);
  });

  it('does not let a reviewer decide on what was changed after reading', async () => {
    const { id, version } = await submitted();
    const edited = await service.update(newcomer, id, { title: '另一种耐磨涂层' }, { version });
    expect(edited.version).toBe(version + 1);
    for (const decide of [
      () => service.publish(city, id, { version }),
      () => service.return(city, id, { reasons }, { version }),
    ]) {
      await expect(decide()).rejects.toMatchObject({
        code: 'changed_meanwhile',
        details: [{ field: 'If-Match' }],
      });
    }
    await expect(service.update(newcomer, id, { trl: 3 }, { version })).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
    await expect(service.publish(city, id, { version: edited.version })).resolves.toMatchObject({
      state: 'published',
    });
  });

  it('keeps the version where nothing changes', async () => {
    const { id } = await service.create(newcomer, body);
    expect(await service.update(newcomer, id, body)).toMatchObject({ version: 1 });
    expect(await service.update(newcomer, id, { keywords: [] })).toMatchObject({ version: 2 });
  });

  it('tells every member of the owner why it was returned, in their language', async () => {
    const owner = await dataSource.manager.findOneByOrFail(Organisation, { id: newcomer.organisationId });
    const colleague = await joinOrganisation(dataSource, owner, 'manager');
    const broker = await joinOrganisation(dataSource, owner, 'broker');
    await dataSource.manager.update(Account, { id: colleague.accountId }, { locale: 'en' });
    const { id } = await submitted();
    await service.return(city, id, { reasons });
    expect((await told(newcomer))[0]).toMatchObject({
      kind: 'record_returned',
      recordKind: 'achievement',
      recordId: id,
      title: '成果「一种耐磨涂层」被退回修改',
      body: expect.stringContaining('· 名称：题目过短'),
    });
    expect((await told(colleague))[0]?.body).toContain('· Title: 题目过短');
    expect(await told(broker)).toEqual([]);
  });

  it('lists what waits in the region of a reviewer, oldest first and by pages', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { id } = await submitted();
      await dataSource.manager.update(
        Achievement,
        { id },
        { submittedAt: new Date(Date.UTC(2026, 0, 10 - count)) },
      );
      ids.unshift(id);
    }
    const elsewhere = await makePerson(dataSource, {
      organisation: { regionCode: '410300', kind: 'government' },
      role: 'administrator',
    });
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.list(city, { state: 'submitted', limit: 2, cursor });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(listed.filter((id) => ids.includes(id))).toEqual(ids);
    const seenBy = async (reader: Person | null) =>
      (await service.list(reader, { state: 'submitted', limit: 100 })).items.map(({ id }) => id);
    expect(await seenBy(elsewhere)).toEqual([]);
    expect(await seenBy(null)).toEqual([]);
    expect((await seenBy(newcomer)).sort()).toEqual([...ids].sort());
  });

  it('creates one record for one key, however often it is sent', async () => {
    const key = randomUUID();
    const twins = await Promise.all([1, 2, 3].map(() => service.create(newcomer, body, key)));
    expect(new Set(twins.map(({ id }) => id)).size).toBe(1);
    expect(await dataSource.manager.countBy(Achievement, { organisationId: newcomer.organisationId })).toBe(
      1,
    );
    await expect(service.create(newcomer, { ...body, title: '别的' }, key)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    await expect(service.create(city, body, key)).rejects.toMatchObject({ code: 'not_allowed' });
    await dataSource.manager.update(
      IdempotencyKey,
      { key },
      { createdAt: new Date(Date.now() - 90_000_000) },
    );
    expect(await forgetOldKeys(dataSource.manager)).toBe(1);
  });
});
