import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { ENTITIES } from '#domain/domain.entities.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { mayChangeHistory } from './application-role.js';
import { dataSourceOptions } from './data-source.js';
import { migrateDatabase } from './prepare-database.js';

const HISTORY = ['audit_entries', 'audit_seals', 'record_events', 'match_events'];

describe('the user under which the processes work', () => {
  let database: TestDatabase;
  let application: DataSource;
  let owner: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    application = await database.open();
    owner = await database.openAsOwner();
  });

  afterAll(async () => {
    await application.destroy();
    await owner.destroy();
    await database.drop();
  });

  const refusalOf = async (sql: string, dataSource = application): Promise<string> => {
    try {
      await dataSource.query(sql);
      return 'done';
    } catch (error) {
      const { code, message } = (error as { driverError: { code: string; message: string } }).driverError;
      return `${code} ${message}`;
    }
  };
  const DENIED = /^42501 (permission denied|must be owner)/;

  it.each(
    HISTORY.flatMap((table) => [
      [`UPDATE ${table} SET id = id`.replace('audit_seals SET id = id', 'audit_seals SET hash = hash')],
      [`DELETE FROM ${table}`],
      [`TRUNCATE ${table}`],
      [`TRUNCATE ${table} CASCADE`],
      [`ALTER TABLE ${table} DISABLE TRIGGER ALL`],
      [`ALTER TABLE ${table} DROP COLUMN ${table === 'audit_seals' ? 'hash' : 'id'}`],
      [`ALTER TABLE ${table} OWNER TO CURRENT_USER`],
      [`CREATE RULE skip AS ON INSERT TO ${table} DO INSTEAD NOTHING`],
      [`CREATE TRIGGER t BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`],
      [`DROP TABLE ${table} CASCADE`],
    ]),
  )('may not: %s', async (sql) => {
    expect(await refusalOf(sql)).toMatch(DENIED);
  });

  it.each([
    ['UPDATE audit_personal_values SET values = values'],
    [
      'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ],
    ['DROP FUNCTION await_audit_seal() CASCADE'],
    ['CREATE TABLE public.mine (id int)'],
    ['DELETE FROM migrations'],
    ['SET session_replication_role = replica'],
    ['DROP SCHEMA public CASCADE'],
  ])('nor get round it by: %s', async (sql) => {
    expect(await refusalOf(sql)).toMatch(/^42501 /);
  });

  it('nor give itself the right', async () => {
    // PostgreSQL answers with a warning and gives nothing.
    await application.query('GRANT ALL ON audit_entries TO CURRENT_USER');
    expect(await refusalOf('UPDATE audit_entries SET action = action')).toMatch(DENIED);
  });

  it('nor become anybody else', async () => {
    const roles = await application.query<{ name: string }[]>('SELECT rolname AS name FROM pg_roles');
    const [me] = await application.query<{ name: string }[]>('SELECT current_user AS name');
    for (const { name } of roles.filter((role) => role.name !== me?.name)) {
      expect(await refusalOf(`SET ROLE "${name}"`)).toMatch(/^42501 /);
    }
    expect(await mayChangeHistory(application.manager)).toBe(false);
    expect(await mayChangeHistory(owner.manager)).toBe(true);
  });

  it('adds to the history, and a trigger keeps even the owner from changing it', async () => {
    await application.query(
      `INSERT INTO record_events (kind, record_id, action, to_state, organisation_id, region_code)
       VALUES ('need', $1, 'create', 'draft', $1, '410000')`,
      [randomUUID()],
    );
    for (const sql of [
      `UPDATE record_events SET to_state = 'published'`,
      'DELETE FROM record_events',
      'TRUNCATE record_events',
    ]) {
      expect(await refusalOf(sql, owner)).toBe('42501 Rows of record_events are added and never changed');
    }
  });

  it('has what it needs in tables that a later migration makes', async () => {
    await owner.query('CREATE TABLE later (id bigserial PRIMARY KEY)');
    await migrateDatabase(
      dataSourceOptions(database.ownerUrl, ENTITIES, { applicationName: 'test', poolSize: 2 }),
      database.url,
    );
    await application.query('INSERT INTO later DEFAULT VALUES');
    await application.query('UPDATE later SET id = 2');
    expect(await refusalOf('UPDATE audit_entries SET action = action')).toMatch(DENIED);
  });
});

describe('an owner who is no superuser', () => {
  it('makes the user of the application and hands over to it', async () => {
    const database = await createTestDatabase({ empty: true });
    const admin = await database.openAsOwner();
    const [ownerName, userName] = [0, 1].map(() => `duijie_test_${randomBytes(4).toString('hex')}`);
    const addressOf = (name = '') =>
      Object.assign(new URL(database.ownerUrl), { username: name, password: 'a-password' }).href;
    const optionsOf = (url: string) =>
      dataSourceOptions(url, ENTITIES, { applicationName: 'test', poolSize: 2 });
    try {
      await admin.query(`CREATE ROLE ${ownerName} LOGIN CREATEROLE PASSWORD 'a-password'`);
      await admin.query(
        `ALTER DATABASE "${new URL(database.ownerUrl).pathname.slice(1)}" OWNER TO ${ownerName}`,
      );
      await migrateDatabase(optionsOf(addressOf(ownerName)), addressOf(userName));
      await migrateDatabase(optionsOf(addressOf(ownerName)), addressOf(userName));
      const tables = await admin.query<{ owner: string }[]>(
        `SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = 'search'`,
      );
      expect(tables).toEqual([{ owner: userName }]);
    } finally {
      await admin.destroy();
      await database.drop();
      const cleaner = await (await createTestDatabase({ empty: true })).openAsOwner();
      await cleaner.query(`DROP ROLE IF EXISTS ${userName}, ${ownerName}`);
      await cleaner.destroy();
    }
  });
});
