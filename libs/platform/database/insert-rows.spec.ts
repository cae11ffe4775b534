import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { Need } from '#domain/needs/need.entity.js';
import { RecordEvent } from '#domain/records/record-event.entity.js';
import { makePerson } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { insertRows } from './insert-rows.js';

describe('inserting many rows', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('writes what the builder of queries would write, and fills in the rest', async () => {
    const { organisationId } = await makePerson(dataSource);
    const id = randomUUID();
    const need: Partial<Need> = {
      id,
      organisationId,
      title: '带 "引号" 与 {花括号}，\\ 和 emoji 😀',
      keywords: ['一,二', '', '"三"'],
      budgetMin: '12.5000',
      deadline: '2026-12-31',
      confidential: true,
      revision: '9007199254740993',
      publishedAt: new Date('2026-05-01T08:30:00.123Z'),
      returnReasons: [{ field: 'title', reason: '太短' }],
      externalKey: null,
    };
    expect(await insertRows(dataSource.manager, Need, [need])).toEqual([{ id }]);
    const stored = await dataSource.manager.findOneByOrFail(Need, { id });
    expect(stored).toMatchObject(need);
    expect(stored).toMatchObject({ description: '', state: 'draft', version: 1, industryCodes: [] });
    expect(stored.createdAt).toBeInstanceOf(Date);
  });

  it('answers the keys in the order of the rows', async () => {
    const { organisationId } = await makePerson(dataSource);
    const events = Array.from({ length: 300 }, (_, place) => ({
      kind: 'need' as const,
      recordId: randomUUID(),
      action: 'create',
      fromState: null,
      toState: 'draft' as const,
      reason: String(place),
      organisationId,
      regionCode: '410000',
      fieldCodes: [],
      curated: false,
    }));
    const keys = await insertRows(dataSource.manager, RecordEvent, events);
    const stored = await dataSource.manager.find(RecordEvent);
    const reasons = new Map(stored.map(({ id, reason }) => [id, reason]));
    expect(keys.map(({ id }) => reasons.get(id!))).toEqual(events.map(({ reason }) => reason));
    expect(await insertRows(dataSource.manager, RecordEvent, [])).toEqual([]);
  });

  it('lets a row that is there take over what is named, and nothing else', async () => {
    const { organisationId } = await makePerson(dataSource);
    const need = { id: randomUUID(), organisationId, title: '旧', description: '旧' };
    await insertRows(dataSource.manager, Need, [need]);
    const other = { ...need, title: '新', description: '新' };
    await insertRows(dataSource.manager, Need, [other], { of: ['id'], take: ['title'] });
    const stored = await dataSource.manager.findOneByOrFail(Need, { id: need.id });
    expect(stored).toMatchObject({ title: '新', description: '旧' });
    await expect(insertRows(dataSource.manager, Need, [other])).rejects.toThrow(/duplicate key/);
  });
});
