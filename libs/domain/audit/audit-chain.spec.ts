import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { withOrigin } from '#platform/process/origin.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { AuditChain } from './audit-chain.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { type AuditNote, recordAudit } from './record-audit.js';

const noteOn = (id: string, after: object): AuditNote => ({
  actor: null,
  action: 'achievement.edit',
  subject: { kind: 'achievement', id },
  after,
});

describe('the chain while many write', () => {
  let database: TestDatabase;
  let dataSources: DataSource[];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSources = await Promise.all([1, 2].map(() => database.open()));
    await dataSources[0]!.query(
      `INSERT INTO signing_keys (purpose, secret) SELECT 'counter-' || n, '0' FROM generate_series(0, 4) n`,
    );
  });

  afterAll(async () => {
    await Promise.all(dataSources.map((one) => one.destroy()));
    await database.drop();
  });

  it('loses nothing, turns nothing round, leaves no gap and waits for nobody in a circle', async () => {
    const subjects = Array.from({ length: 5 }, () => randomUUID());
    let committed = 0;
    // Each transaction takes one or two counters in whichever order they come, as people edit records.
    const work = async (worker: number): Promise<void> => {
      const dataSource = dataSources[worker % 2]!;
      for (let turn = 0; turn < 25; turn += 1) {
        const which = (worker * 7 + turn * 3) % 5;
        await dataSource
          .transaction(async (manager) => {
            const early = turn % 4 === 0;
            // Some write an entry about something else long before they come to the contended row.
            if (early) await recordAudit(manager, noteOn(randomUUID(), { early }));
            const [rows] = await manager.query<[{ secret: string }[], number]>(
              `UPDATE signing_keys SET secret = (secret::int + 1)::text WHERE purpose = $1 RETURNING secret`,
              [`counter-${which}`],
            );
            await recordAudit(manager, noteOn(subjects[which]!, { count: Number(rows[0]!.secret) }));
            if (turn % 5 === 4) throw new Error('rolled back');
            committed += early ? 2 : 1;
          })
          .catch((error: Error) => {
            if (error.message !== 'rolled back') throw error;
          });
      }
    };
    let working = true;
    const sealing = dataSources.map(async (dataSource) => {
      while (working) await new AuditChain(dataSource).seal();
    });
    await Promise.all(Array.from({ length: 6 }, (_, worker) => work(worker)));
    working = false;
    await Promise.all(sealing);
    const chain = new AuditChain(dataSources[0]!);
    await chain.seal();

    expect(await chain.verify()).toMatchObject({ checked: committed, waiting: 0, problem: null });
    const rows = await dataSources[0]!.query<{ subject: string; count: string }[]>(
      `SELECT subject_id AS subject, after->>'count' AS count
         FROM audit_seals JOIN audit_entries e ON e.id = entry_id ORDER BY position`,
    );
    for (const subject of subjects) {
      const counts = rows.filter((row) => row.subject === subject).map(({ count }) => Number(count));
      expect(counts).toEqual(Array.from({ length: counts.length }, (_, index) => index + 1));
    }
  });
});

describe('the chain against whoever owns the database', () => {
  let database: TestDatabase;
  let owner: DataSource;
  let chain: AuditChain;
  const person = randomUUID();

  beforeEach(async () => {
    database = await createTestDatabase();
    const dataSource = await database.open();
    chain = new AuditChain(dataSource);
    for (const count of [1, 2, 3, 4, 5]) {
      await withOrigin({ via: 'http', requestId: `request-${count}`, ip: '203.0.113.7' }, () =>
        recordAudit(dataSource.manager, {
          actor: { accountId: person, role: 'member', organisationId: randomUUID(), regionCode: '410102' },
          action: 'account.rename',
          subject: { kind: 'account', id: person },
          before: { name: `旧名${count}`, note: 'kept' },
          after: { name: `新名${count}`, note: 'changed' },
          personal: { of: person, fields: ['name'] },
        }),
      );
    }
    await chain.seal();
    await dataSource.destroy();
    owner = await database.openAsOwner();
    chain = new AuditChain(owner);
    // A superuser is held by no trigger.
    await owner.query(`ALTER TABLE audit_entries DISABLE TRIGGER ALL`);
    await owner.query(`ALTER TABLE audit_seals DISABLE TRIGGER ALL`);
  });

  afterEach(async () => {
    await owner.destroy();
    await database.drop();
  });

  it('is whole before', async () => {
    const report = await chain.verify();
    expect(report).toMatchObject({ checked: 5, waiting: 0, erased: 0, problem: null });
    expect(report.head).toMatchObject({ position: 5 });
  });

  it.each([
    ['an action', `UPDATE audit_entries SET action = 'account.read' WHERE id = 3`, /changed/],
    ['a field', `UPDATE audit_entries SET after = after || '{"note": "other"}' WHERE id = 3`, /changed/],
    ['a time', `UPDATE audit_entries SET at = at + interval '1 ms' WHERE id = 3`, /changed/],
    ['the actor', `UPDATE audit_entries SET account_id = gen_random_uuid() WHERE id = 3`, /changed/],
    [
      'a request',
      `UPDATE audit_entries SET context = context || '{"requestId": "x"}' WHERE id = 3`,
      /changed/,
    ],
    ['its disappearance', 'DELETE FROM audit_entries WHERE id = 3', /entry is missing/],
    ['a seal that is gone', 'DELETE FROM audit_seals WHERE position = 3', /seal of position 3 is missing/],
    ['a commitment', `UPDATE audit_entries SET after = after || '{"name": "某人"}' WHERE id = 3`, /changed/],
    [
      'a personal value',
      `UPDATE audit_personal_values SET "values" = jsonb_set("values", '{after.name,value}', '"某人"') WHERE entry_id = 3`,
      /after\.name was changed/,
    ],
    [
      'a personal value that nobody erased',
      'DELETE FROM audit_personal_values WHERE entry_id = 3',
      /before\.name is gone although its person was never erased/,
    ],
  ])('names the entry: %s', async (_, sql, what) => {
    await owner.query(sql);
    const { problem, checked } = await chain.verify();
    expect(problem).toMatchObject({ position: 3, what: expect.stringMatching(what) as unknown });
    expect(checked).toBe(2);
    expect(Number(problem?.entryId)).toBe(what.source.startsWith('seal') ? 4 : 3);
  });

  it('names an entry that was put past it', async () => {
    const [row] = await owner.query<{ id: string }[]>(
      `INSERT INTO audit_entries (action, subject_kind, subject_id, context, organisation_ids, region_codes)
       VALUES ('account.login', 'account', gen_random_uuid(), '{}', '{}', '{}') RETURNING id`,
    );
    expect((await chain.verify()).problem).toMatchObject({
      entryId: row?.id,
      what: expect.stringMatching(/left out/) as unknown,
    });
  });

  it('knows by a head noted before that its end was cut off, or made anew', async () => {
    const { head } = await chain.verify();
    expect((await chain.verify([head!])).problem).toBeNull();
    await owner.query('DELETE FROM audit_seals WHERE position = 5');
    await owner.query('DELETE FROM audit_entries WHERE id = 5');
    expect((await chain.verify()).problem).toBeNull();
    expect((await chain.verify([head!])).problem?.what).toMatch(/ends before position 5/);
    await owner.query(`ALTER TABLE audit_entries ENABLE TRIGGER ALL`);
    await recordAudit(owner.manager, noteOn(randomUUID(), { made: 'anew' }));
    await chain.seal();
    expect((await chain.verify([head!])).problem?.what).toMatch(/made anew.*position 5/);
  });

  it('tells entries that wait from entries that are sealed', async () => {
    await owner.query(`ALTER TABLE audit_entries ENABLE TRIGGER ALL`);
    await recordAudit(owner.manager, noteOn(randomUUID(), {}));
    expect(await chain.verify()).toMatchObject({ checked: 5, waiting: 1, problem: null });
    expect(await chain.seal()).toBe(1);
    expect(await chain.seal()).toBe(0);
    expect(await chain.verify()).toMatchObject({ checked: 6, waiting: 0, problem: null });
    expect(await owner.manager.count(AuditEntry)).toBe(6);
  });
});
