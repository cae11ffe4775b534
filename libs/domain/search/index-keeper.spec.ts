import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { PostgresEngine } from '#platform/search/postgres/postgres-engine.js';
import { WordList } from '#platform/search/word-list.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { IndexFollower } from './index-follower.service.js';
import { IndexKeeper, RebuildRunningError } from './index-keeper.service.js';

describe('making an index anew', () => {
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

  it('is for one at a time of each kind, and for the next one afterwards', async () => {
    const words = new WordList(dataSource);
    const engine = new PostgresEngine(dataSource, words);
    const keeper = new IndexKeeper(dataSource, engine, new IndexFollower(dataSource, engine, words), words);
    const [one, other, need] = await Promise.allSettled([
      keeper.rebuild('achievement'),
      keeper.rebuild('achievement'),
      keeper.rebuild('need'),
    ]);
    expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
    const refused = one?.status === 'rejected' ? one : other;
    expect(refused).toMatchObject({ reason: expect.any(RebuildRunningError) });
    expect(need?.status).toBe('fulfilled');
    await expect(keeper.rebuild('achievement')).resolves.toBe(0);
    await engine.onApplicationShutdown();
  });
});
