import pg from 'pg';

import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';

import { timed } from '../clock.js';
import { TOP } from '../filled-engine.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { type Peer, type PeerWork } from './peer.js';
import { wholeText, wordsOf } from './tokens.js';

const BEST_TERMS = 30;
const BATCH = 500;

const quoted = (word: string) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/** Words with their places, in the form of a tsvector, so that PostgreSQL need not cut Chinese. */
function vectorOf(words: readonly string[]): string {
  const places = new Map<string, number[]>();
  for (const [place, word] of words.entries()) {
    const known = places.get(word) ?? [];
    if (known.length < 100) known.push(place + 1);
    places.set(word, known);
  }
  return [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`).join(' ');
}

async function fill(client: pg.Client, { province, size }: PeerWork): Promise<void> {
  await client.query('CREATE TABLE texts (id integer PRIMARY KEY, words tsvector NOT NULL)');
  let vectors: string[] = [];
  let from = 0;
  const insert = async () => {
    await client.query(
      'INSERT INTO texts SELECT $1 + place, vector::tsvector FROM unnest($2::text[]) WITH ORDINALITY AS t(vector, place)',
      [from, vectors],
    );
    from += vectors.length;
    vectors = [];
  };
  for (const record of province.achievements(size)) {
    vectors.push(vectorOf(wordsOf(wholeText(record))));
    if (vectors.length === BATCH) await insert();
  }
  if (vectors.length > 0) await insert();
  await client.query('CREATE INDEX ON texts USING gin (words)');
  await client.query('ANALYZE texts');
}

/** Full text of the embedded server: words under a GIN index, ranked by ts_rank, each need's best terms. */
export const postgresFullText: Peer = {
  key: 'postgres',
  title: `PostgreSQL full text, each need's ${BEST_TERMS} best terms`,
  sample: 10,
  async run(work) {
    const folder = await makeTemporaryFolder('postgres');
    const server = await startEmbeddedPostgres(folder.path, ['fsync=off', 'maintenance_work_mem=256MB']);
    const client = new pg.Client({ connectionString: server.ownerUrl });
    try {
      await client.connect();
      await fill(client, work);
      const search = (words: readonly string[]) =>
        client.query(
          `SELECT id, ts_rank(words, query) AS rank FROM texts, (SELECT $1::tsquery AS query) AS asked
            WHERE words @@ query ORDER BY rank DESC, id LIMIT ${TOP}`,
          [words.map(quoted).join(' | ')],
        );
      const best = ({ needs, frequencies }: PeerWork) =>
        needs.map((need) => frequencies.bestOf(wordsOf(wholeText(need)), BEST_TERMS));
      for (const words of best({ ...work, needs: work.warmUp.slice(0, 2) })) await search(words);
      const queries = best(work).filter((words) => words.length > 0);
      const total = await timed(async () => {
        for (const words of queries) await search(words);
      });
      return total / queries.length;
    } finally {
      await client.end();
      await server.stop();
      await folder.remove();
    }
  },
};
