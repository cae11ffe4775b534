import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { MIGRATIONS } from './migrations/index.js';

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    dataSource = await database.openAsOwner();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const objects = async () => {
    const rows = await dataSource.query<{ name: string }[]>(
      `SELECT nspname || '.' || relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' AND relname NOT LIKE 'migrations%'
        ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('go up, leave no difference to the entities, and go all the way down again', async () => {
    expect(await dataSource.runMigrations()).toHaveLength(MIGRATIONS.length);
    const made = await objects();
    expect(made).toContain('public.matches');
    expect(made.some((name) => name.startsWith('bullmq.'))).toBe(true);

    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);

    for (const _ of MIGRATIONS) await dataSource.undoLastMigration();
    expect(await objects()).toEqual([]);

    await dataSource.runMigrations();
    expect(await objects()).toEqual(made);
  });
});
