import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { PostgresEngine } from '#platform/search/postgres/postgres-engine.js';
import { WordList } from '#platform/search/word-list.js';
import { makePerson } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { IndexFollower } from './index-follower.service.js';
import { SavedSearch } from './saved-search.entity.js';
import { SavedSearchesService } from './saved-searches.service.js';

/** More than one page of the engine's answers. */
const MANY = 230;

describe('a saved search', () => {
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

  it('tells of everything that is new, however much, and looks no second time at what it has seen', async () => {
    const words = new WordList(dataSource);
    const engine = new PostgresEngine(dataSource, words);
    const follower = new IndexFollower(dataSource, engine, words);
    const service = new SavedSearchesService(dataSource, engine);
    const person = await makePerson(dataSource);
    const publish = async (count: number) => {
      await dataSource.query(
        `INSERT INTO needs (organisation_id, title, description, published_at, state, revision, matched_revision)
         SELECT $1, '印染废水回用第' || n || '例', '', now(), 'published', nextval('record_revision'), 0
           FROM generate_series(1, $2::int) AS n`,
        [person.organisationId, count],
      );
      await follower.follow('need');
    };
    const told = async () =>
      (
        await dataSource.query<{ title: string }[]>(
          'SELECT title FROM notifications WHERE saved_search_id = $1 ORDER BY created_at',
          [id],
        )
      ).map(({ title }) => title);
    const { id } = await service.save(person, { kind: 'need', name: '印染', query: { q: '印染废水' } });

    await publish(MANY);
    await service.run(id);
    await service.run(id);
    expect(await told()).toEqual([`“印染”有 ${MANY} 项新需求`]);
    const { seenRevision } = await dataSource.manager.findOneByOrFail(SavedSearch, { id });
    expect(Number(seenRevision)).toBeGreaterThanOrEqual(MANY);

    await publish(1);
    await service.run(id);
    expect(await told()).toEqual([`“印染”有 ${MANY} 项新需求`, '“印染”有 1 项新需求']);
    await engine.onApplicationShutdown();
  });
});
