import { randomBytes } from 'node:crypto';

import { Meilisearch } from 'meilisearch';

import { type BenchCase } from '../bench-case.js';
import { beside, type Measurement, percentile } from '../measurement.js';
import { fillMeilisearch, type MeilisearchItself } from '../meilisearch-itself.js';
import { type ProvinceServer, startProvinceServer } from '../province-server.js';
import { Province } from '../province/province.js';
import {
  AT_ONCE,
  compete,
  type Contestant,
  ROUND,
  ROUNDS,
  timeFindable,
  timeSuggestions,
} from '../search-load.js';
import { searchQueries } from '../search-queries.js';

const PAGE = { facets: ['regionCode', 'industryCodes', 'trl'], limit: 20 } as const;
const INDEXED_WITHIN = 3_600_000;

/** How Meilisearch itself is asked, by what a measurement beside it is called. */
const PEERS = {
  default: 'Meilisearch itself, default matching',
  strict: 'Meilisearch itself, strict matching',
  same: "Meilisearch itself, the adapter's requests",
} as const;
type Peer = keyof typeof PEERS;
const PEER_NAMES = Object.keys(PEERS) as Peer[];

const measuresOf = (engine: string) => [
  `search.${engine}.p95`,
  ...PEER_NAMES.map((peer) => `search.${engine}.p95.${peer}`),
  `search.${engine}.suggest.p95`,
  `search.${engine}.suggest.many.p95`,
  `search.${engine}.findable.p50`,
  `search.${engine}.findable.p95`,
];

/**
 * Searches over HTTP, so many at once, with three facets and highlights, the middle of several rounds by turns;
 * suggestions, and how soon a publication can be found.
 */
export const search: BenchCase = {
  name: 'search',
  measures: ['postgres', 'meilisearch'].flatMap(measuresOf),
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
        const server = await startProvinceServer(province, { achievements: size }, environment);
        stops.push(() => server.stop());
        const ready = performance.now();
        await indexed(server, size);
        note(
          `${name}: records put in and server started in ${seconds(ready - began)} s, indexed after ${seconds(performance.now() - ready)} s more`,
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
        const began = performance.now();
        const itself = await fillMeilisearch(url, apiKey, province, size, PAGE);
        stops.push(() => itself.remove());
        note(`${PEERS.default}: filled in ${seconds(performance.now() - began)} s`);
        contestants.push(...peersOf(itself));
      }
      for (const [name, server] of servers) {
        contestants.push({ name, search: (q) => server.call('GET', searchPath(q)), rounds: [] });
      }
      await compete(contestants, searchQueries(province, (ROUNDS + 1) * ROUND));
      note(`${ROUNDS} rounds of ${ROUND} searches each, ${AT_ONCE} at once, client on the same machine`);
      const measurements: Measurement[] = [];
      for (const [name, server] of servers) {
        measurements.push(...besidePeers(name, contestants), ...(await others(name, server, province)));
      }
      return measurements;
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  },
};

const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);

function peersOf(itself: MeilisearchItself): Contestant[] {
  const requests = new Map<string, Awaited<ReturnType<MeilisearchItself['adaptersRequest']>>>();
  return [
    { name: PEERS.default, search: (q) => itself.search(q, 'last'), rounds: [] },
    { name: PEERS.strict, search: (q) => itself.search(q, 'all'), rounds: [] },
    {
      name: PEERS.same,
      prepare: async (queries) => {
        for (const q of queries) requests.set(q, await itself.adaptersRequest(q));
      },
      search: (q) => itself.send(requests.get(q) ?? { queries: [] }),
      rounds: [],
    },
  ];
}

function besidePeers(engine: string, contestants: readonly Contestant[]): Measurement[] {
  const middle = (name: string) => {
    const rounds = contestants.find((contestant) => contestant.name === name)?.rounds;
    return rounds && percentile(rounds, 0.5);
  };
  const measured = { name: `search.${engine}.p95`, value: middle(engine) ?? NaN, unit: 'ms' };
  const compared = PEER_NAMES.flatMap((peer) => {
    const peerValue = middle(PEERS[peer]);
    const named = { ...measured, name: `${measured.name}.${peer}` };
    return peerValue === undefined ? [] : [beside(named, PEERS[peer], peerValue)];
  });
  return [measured, ...compared];
}

async function others(engine: string, server: ProvinceServer, province: Province): Promise<Measurement[]> {
  const one = await timeSuggestions(server, province, 1);
  const many = await timeSuggestions(server, province, AT_ONCE);
  const findable = await timeFindable(server);
  return [
    { name: `search.${engine}.suggest.p95`, value: percentile(one, 0.95), unit: 'ms' },
    { name: `search.${engine}.suggest.many.p95`, value: percentile(many, 0.95), unit: 'ms' },
    { name: `search.${engine}.findable.p50`, value: percentile(findable, 0.5), unit: 'ms' },
    { name: `search.${engine}.findable.p95`, value: percentile(findable, 0.95), unit: 'ms' },
  ];
}

const searchPath = (q: string) =>
  `search/achievements?limit=${PAGE.limit}&facets=${PAGE.facets.join(',')}&q=${encodeURIComponent(q)}`;

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

/** Takes away the indexes of one installation. */
export async function removeIndexes(host: string, apiKey: string | undefined, prefix: string): Promise<void> {
  const client = new Meilisearch({ host, apiKey });
  for (const name of ['achievements', 'needs']) await client.deleteIndexIfExists(`${prefix}_${name}`);
}
