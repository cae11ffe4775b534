import { randomBytes } from 'node:crypto';

import { Meilisearch } from 'meilisearch';

import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { beside, type Measurement, percentile } from '../measurement.js';
import { fillMeilisearch } from '../meilisearch-itself.js';
import { type ProvinceServer, startProvinceServer } from '../province-server.js';
import { Province } from '../province/province.js';
import { searchQueries } from '../search-queries.js';

const AT_ONCE = 32;
const ROUNDS = 7;
const ROUND = 192;
const SUGGESTIONS = 100;
const LIMIT = 20;
const FACETS = ['regionCode', 'industryCodes', 'trl'];
const ITSELF = 'Meilisearch itself';
const INDEXED_WITHIN = 3_600_000;

interface Contestant {
  name: string;
  search(q: string): Promise<unknown>;
  /** 95th percentile of each round, in milliseconds. */
  rounds: number[];
}

/**
 * Searches over HTTP, so many at once, with three facets and highlights. All contestants are asked the same in short
 * rounds by turns, so that whatever else the machine does weighs on them alike; the middle round counts.
 */
export const search: BenchCase = {
  name: 'search',
  measures: [
    'search.postgres.p95',
    'search.postgres.suggest.p95',
    'search.meilisearch.p95',
    'search.meilisearch.suggest.p95',
  ],
  isOnRequest: true,
  async run({ size, note }) {
    const province = new Province();
    const url = process.env.MEILISEARCH_URL;
    const apiKey = process.env.MEILISEARCH_KEY;
    if (!url) note('MEILISEARCH_URL is not given: PostgreSQL alone is measured');
    const stops: (() => Promise<void>)[] = [];
    try {
      const servers: [string, ProvinceServer][] = [];
      const start = async (name: string, environment: Record<string, string>) => {
        const began = performance.now();
        const server = await startProvinceServer(province, size, environment);
        stops.push(() => server.stop());
        const ready = performance.now();
        await indexed(server, size);
        const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);
        note(
          `${name}: records put in and started in ${seconds(ready - began)} s, index filled in ${seconds(performance.now() - ready)} s`,
        );
        servers.push([name, server]);
      };
      await start('postgres', {});
      const contestants: Contestant[] = [];
      if (url) {
        const prefix = `bench-${randomBytes(4).toString('hex')}`;
        stops.push(() => removeIndexes(url, apiKey, prefix));
        await start('meilisearch', {
          MEILISEARCH_URL: url,
          MEILISEARCH_KEY: apiKey ?? '',
          MEILISEARCH_PREFIX: prefix,
        });
        const itself = await fillMeilisearch(url, apiKey, province, size);
        stops.push(() => itself.remove());
        contestants.push({ name: ITSELF, search: (q) => itself.search(q, FACETS, LIMIT), rounds: [] });
      }
      for (const [name, server] of servers) {
        contestants.push({ name, search: (q) => server.call('GET', searchPath(q)), rounds: [] });
      }
      await compete(contestants, searchQueries(province, ROUNDS * ROUND));
      note(`${ROUNDS} rounds of ${ROUND} searches each, ${AT_ONCE} at once, client on the same machine`);
      const itself = contestants.find(({ name }) => name === ITSELF);
      const measurements: Measurement[] = [];
      for (const [name, server] of servers) {
        const { rounds } = contestants.find((contestant) => contestant.name === name)!;
        const measured = { name: `search.${name}.p95`, value: percentile(rounds, 0.5), unit: 'ms' };
        measurements.push(itself ? beside(measured, ITSELF, percentile(itself.rounds, 0.5)) : measured);
        measurements.push({
          name: `search.${name}.suggest.p95`,
          value: await timeSuggestions(server, province),
          unit: 'ms',
        });
      }
      return measurements;
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  },
};

const searchPath = (q: string) =>
  `search/achievements?limit=${LIMIT}&facets=${FACETS.join(',')}&q=${encodeURIComponent(q)}`;

/** Waits until everything that was put in can be found; the demonstration's records come on top. */
async function indexed(server: ProvinceServer, size: number): Promise<void> {
  const end = Date.now() + INDEXED_WITHIN;
  while (Date.now() < end) {
    const total = await server
      .call<{ total: number }>('GET', 'search/achievements?limit=1')
      .then((answer) => answer.total)
      .catch(() => 0);
    if (total >= size) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('The index was not filled in time.');
}

async function compete(contestants: readonly Contestant[], queries: readonly string[]): Promise<void> {
  for (const contestant of contestants) await askAll(contestant, queries.slice(0, ROUND));
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = queries.slice(round * ROUND, (round + 1) * ROUND);
    for (const contestant of contestants) {
      contestant.rounds.push(percentile(await askAll(contestant, asked), 0.95));
    }
  }
}

async function askAll(contestant: Contestant, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const ask = async () => {
    while (next < queries.length) {
      const q = queries[next++] ?? '';
      times.push(await timed(() => contestant.search(q)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return times;
}

/** One after the other, as one person types: the beginning of a title, two characters and more. */
async function timeSuggestions(server: ProvinceServer, province: Province): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < SUGGESTIONS; at += 1) {
    const typed = province.achievement(at * 11).title.slice(0, 2 + (at % 5));
    times.push(await timed(() => server.call('GET', `search/suggest?q=${encodeURIComponent(typed)}`)));
  }
  return percentile(times, 0.95);
}

export async function removeIndexes(host: string, apiKey: string | undefined, prefix: string): Promise<void> {
  const client = new Meilisearch({ host, apiKey });
  for (const name of ['achievements', 'needs']) await client.deleteIndexIfExists(`${prefix}_${name}`);
}
