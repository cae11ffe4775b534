import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { index, makeChange } from '#test/support/search-engines.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { WordList } from '../word-list.js';
import { PostgresEngine } from './postgres-engine.js';

describe('entries of the search indexes that wait to be merged', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let engine: PostgresEngine;
  let words: WordList;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    words = new WordList(dataSource);
    engine = new PostgresEngine(dataSource, words);
  });

  afterAll(async () => {
    await engine.onApplicationShutdown();
    await dataSource.destroy();
    await database.drop();
  });

  /** How many pages of entries each index had waiting; they are merged by asking. */
  const waiting = async () => {
    const rows = await dataSource.query<{ pages: string }[]>(
      `SELECT gin_clean_pending_list(indexrelid) AS pages
         FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am a ON a.oid = relam
        WHERE amname = 'gin' AND relnamespace = 'search'::regnamespace`,
    );
    return rows.map(({ pages }) => Number(pages));
  };

  it('do not outlive the write that made them', async () => {
    const title = '立方氮化硼磨料';
    await index(engine, words, 'achievement', [makeChange({ title, description: '用于精密磨削。' })]);
    const left = await waiting();
    expect(left.length).toBeGreaterThanOrEqual(6);
    expect(left.filter((pages) => pages > 0)).toEqual([]);
    // An entry that nobody merges waits: otherwise the above could not fail.
    await dataSource.query(`INSERT INTO search.words (word, pairs) VALUES ('没有人写过', '没有:1')`);
    expect((await waiting()).filter((pages) => pages > 0).length).toBeGreaterThan(0);
  });
});
