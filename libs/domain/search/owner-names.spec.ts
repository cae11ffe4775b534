import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { PostgresEngine } from '#platform/search/postgres/postgres-engine.js';
import { WordList } from '#platform/search/word-list.js';
import { accountServices } from '#test/support/account-services.js';
import { makePerson } from '#test/support/factories.js';
import { makeQuery } from '#test/support/search-engines.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { IndexFollower } from './index-follower.service.js';
import { OwnerNames } from './owner-names.service.js';

/** More than get a revision at once. */
const MANY = 520;

interface Row {
  state: string;
  revision: string;
  matched: string;
}

describe('a new name of an organisation', () => {
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

  it('is what its published records are found by, and a second run changes nothing', async () => {
    const words = new WordList(dataSource);
    const engine = new PostgresEngine(dataSource, words);
    const follower = new IndexFollower(dataSource, engine, words);
    const names = new OwnerNames(dataSource);
    const manager = await makePerson(dataSource, { role: 'manager', organisation: { name: '旧名研究院' } });
    const publish = (state: string, count: number) =>
      dataSource.query(
        `INSERT INTO achievements (organisation_id, title, published_at, state, revision, matched_revision)
         SELECT $1, '样例', now(), $2, revision, CASE WHEN revision % 2 = 0 THEN revision ELSE 0 END
           FROM (SELECT nextval('record_revision') AS revision FROM generate_series(1, $3::int)) AS drawn`,
        [manager.organisationId, state, count],
      );
    const rows = () =>
      dataSource.query<Row[]>(
        'SELECT state, revision, matched_revision AS matched FROM achievements ORDER BY state, id',
      );
    const found = async (q: string) => (await engine.search('achievement', makeQuery(q))).total;
    await publish('published', MANY);
    await publish('draft', 1);
    await follower.follow('achievement');
    expect(await found('旧名研究院')).toBe(MANY);
    const before = await rows();

    await accountServices(dataSource).registration.update(manager, manager.organisationId, {
      name: '新名学院',
    });
    const [job] = await dataSource.query<{ payload: { organisationId: string } }[]>(
      `SELECT payload FROM outbox WHERE job = 'organisation.renamed'`,
    );
    expect(job?.payload).toEqual({ organisationId: manager.organisationId });
    await names.follow(manager.organisationId);
    await follower.follow('achievement');
    expect(await found('新名学院')).toBe(MANY);
    expect(await found('"旧名研究院"')).toBe(0);

    const after = await rows();
    expect(after[0]).toEqual(before[0]);
    const owed = ({ revision, matched }: Row) => revision !== matched;
    expect(after.map(owed)).toEqual(before.map(owed));
    expect(new Set(after.map(({ revision }) => revision)).size).toBe(MANY + 1);
    await names.follow(manager.organisationId);
    expect(await rows()).toEqual(after);
    await engine.onApplicationShutdown();
  });
});
