import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { makePerson, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Achievement } from './achievement.entity.js';
import { AchievementsService } from './achievements.service.js';

let body: { title: string; description: string; keywords: string[] };

describe('AchievementsService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: AchievementsService;
  let owner: Person;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    service = new AchievementsService(dataSource);
  });

  beforeEach(async () => {
    // A text of its own for each test: the same one twice is a question.
    body = {
      title: '一种耐磨涂层',
      description: `用于轧辊，${randomUUID()}`,
      keywords: ['涂层', '耐磨', '轧辊'],
    };
    owner = await makePerson(dataSource);
    await dataSource.manager.deleteAll(OutboxEntry);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const outbox = () =>
    dataSource.manager.find(OutboxEntry, { where: { job: 'achievement.match' }, order: { id: 'ASC' } });

  it('keeps a draft out of the library and of the queue', async () => {
    const draft = await service.create(owner, body);
    expect(draft).toMatchObject({ state: 'draft', revision: '0', trl: null });
    expect(await outbox()).toEqual([]);
  });

  it('publishes once, however often the button is pressed', async () => {
    const { id } = await service.create(owner, body);
    const results = await Promise.all([
      service.publish(owner, id),
      service.publish(owner, id),
      service.publish(owner, id),
    ]);
    expect(new Set(results.map(({ revision }) => revision)).size).toBe(1);
    expect(await outbox()).toMatchObject([{ job: 'achievement.match', payload: { achievementId: id } }]);
  });

  it('replaces a list as a whole and leaves alone what is not named', async () => {
    const { id } = await service.create(owner, {
      ...body,
      trl: 6,
      price: { kind: 'range', min: '10', max: '20.5' },
    });
    const updated = await service.update(owner, id, { keywords: ['涂层'] });
    expect(updated).toMatchObject({ keywords: ['涂层'], trl: 6, priceMin: '10.0000', priceMax: '20.5000' });
    const cleared = await service.update(owner, id, { price: null, trl: null });
    expect(cleared).toMatchObject({
      trl: null,
      priceKind: null,
      priceMin: null,
      priceMax: null,
      title: body.title,
    });
  });

  it('gives every change of the library a higher revision and a job', async () => {
    const { id } = await service.create(owner, body);
    const published = await service.publish(owner, id);
    const edited = await service.update(owner, id, { title: '另一种耐磨涂层' });
    const withdrawn = await service.withdraw(owner, id);
    expect(BigInt(edited.revision)).toBeGreaterThan(BigInt(published.revision));
    expect(BigInt(withdrawn.revision)).toBeGreaterThan(BigInt(edited.revision));
    expect(await outbox()).toHaveLength(3);
  });

  it('makes revisions visible in the order of their numbers', async () => {
    const ids = await Promise.all(
      Array.from(
        { length: 12 },
        async (_, at) => (await service.create(owner, { ...body, title: `涂层 ${at}` })).id,
      ),
    );
    let seen = 0n;
    let missed = 0;
    let done = false;
    const reader = (async () => {
      const known = new Set<string>();
      while (!done) {
        const rows = await dataSource.query<{ revision: string }[]>(
          `SELECT revision FROM achievements WHERE revision > 0`,
        );
        for (const { revision } of rows) {
          if (known.has(revision)) continue;
          if (BigInt(revision) < seen) missed += 1;
          known.add(revision);
        }
        for (const revision of known) if (BigInt(revision) > seen) seen = BigInt(revision);
      }
    })();
    await Promise.all(ids.map((id) => service.publish(owner, id)));
    done = true;
    await reader;
    expect(missed).toBe(0);
  });

  it('writes nothing when the externalKey is taken', async () => {
    await service.create(owner, { ...body, externalKey: 'A-1' });
    await expect(service.create(owner, { ...body, externalKey: 'A-1' })).rejects.toMatchObject({
      code: 'external_key_taken',
    });
    expect(await dataSource.manager.countBy(Achievement, { organisationId: owner.organisationId })).toBe(1);
    const other = await makePerson(dataSource);
    await expect(service.create(other, { ...body, externalKey: 'A-1' })).resolves.toBeDefined();
  });

  it('goes through an administrator where the organisation is not trusted', async () => {
    const newcomer = await makePerson(dataSource, { organisation: { trusted: false } });
    const city = await makePerson(dataSource, {
      organisation: { regionCode: '410100', kind: 'government' },
      role: 'administrator',
    });
    const { id } = await service.create(newcomer, body);
    await expect(service.publish(newcomer, id)).rejects.toMatchObject({ code: 'organisation_not_trusted' });
    await service.submit(newcomer, id);
    const returned = await service.return(city, id, { reasons: [{ field: 'title', reason: '题目过短' }] });
    expect(returned).toMatchObject({ state: 'returned', returnReasons: [{ field: 'title' }] });
    await service.submit(newcomer, id);
    expect(await service.publish(city, id)).toMatchObject({ state: 'published', returnReasons: [] });
  });

  it('hides a draft from others and lists pages without repeating', async () => {
    const other = await makePerson(dataSource);
    const { id } = await service.create(owner, body);
    await expect(service.get(other, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.get(null, id)).rejects.toMatchObject({ code: 'not_found' });
    for (let count = 0; count < 4; count += 1) await service.create(owner, body);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.list(owner, { mine: true, limit: 2, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});
