import { Meilisearch } from 'meilisearch';

import { timed } from '../clock.js';
import { TOP } from '../filled-engine.js';
import { type Peer } from './peer.js';
import { wholeText, wordsOf } from './tokens.js';

const BEST_TERMS = 20;
const BATCH = 5_000;
const TIMEOUT = 600_000;

/**
 * The search engine as a source of candidates: one search for each of the need's best terms, all in one request. Only
 * with MEILISEARCH_URL; it fills an index of its own there and removes it.
 */
export const meilisearch: Peer = {
  key: 'meilisearch',
  title: `Meilisearch, one search for each of ${BEST_TERMS} best terms`,
  sample: 40,
  async run({ province, size, needs, warmUp, frequencies, note }) {
    const host = process.env.MEILISEARCH_URL;
    if (!host) return 'MEILISEARCH_URL is not given';
    const client = new Meilisearch({ host, apiKey: process.env.MEILISEARCH_KEY });
    const indexUid = `bench_${process.pid}`;
    try {
      const built = await timed(async () => {
        await client.createIndex(indexUid, { primaryKey: 'id' }).waitTask({ timeout: TIMEOUT });
        await client
          .index(indexUid)
          .updateSettings({
            searchableAttributes: ['title', 'text'],
            localizedAttributes: [{ locales: ['cmn'], attributePatterns: ['*'] }],
          })
          .waitTask({ timeout: TIMEOUT });
        for (let from = 0; from < size; from += BATCH) {
          const batch = [...province.achievements(Math.min(BATCH, size - from), from)].map(
            ({ id, title, text }) => ({ id, title, text }),
          );
          await client.index(indexUid).addDocuments(batch).waitTask({ timeout: TIMEOUT });
        }
      });
      note(`Meilisearch: indexed in ${Math.round(built / 1000)} s`);
      const requests = [...warmUp.slice(0, 3), ...needs].map((need) => ({
        queries: frequencies
          .bestOf(wordsOf(wholeText(need)), BEST_TERMS)
          .map((q) => ({ indexUid, q, limit: TOP, attributesToRetrieve: ['id'] })),
      }));
      for (const request of requests.slice(0, 3)) await client.multiSearch(request);
      const total = await timed(async () => {
        for (const request of requests.slice(3)) await client.multiSearch(request);
      });
      return total / needs.length;
    } catch (error) {
      return `it did not answer as expected: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      await client
        .deleteIndex(indexUid)
        .waitTask({ timeout: TIMEOUT })
        .catch(() => undefined);
    }
  },
};
