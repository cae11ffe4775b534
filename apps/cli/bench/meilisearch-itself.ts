import { type EnqueuedTaskPromise, Meilisearch } from 'meilisearch';

import { searchSynonyms } from '#domain/search/search-words.js';
import { indexSettings } from '#platform/search/meilisearch/index-settings.js';

import { type Province } from './province/province.js';

const BATCH = 5_000;
const TIMEOUT = 3_600_000;

/** A Meilisearch that a program asks for everything it needs itself: texts, highlights and facets. */
export interface MeilisearchItself {
  search(q: string, facets: readonly string[], limit: number): Promise<unknown>;
  remove(): Promise<void>;
}

/** Fills an index of its own with the province, under the settings of the platform but for what may be shown. */
export async function fillMeilisearch(
  host: string,
  apiKey: string | undefined,
  province: Province,
  size: number,
): Promise<MeilisearchItself> {
  const client = new Meilisearch({ host, apiKey });
  const uid = `bench_search_${process.pid}`;
  const index = client.index(uid);
  const done = (task: EnqueuedTaskPromise) => task.waitTask({ timeout: TIMEOUT, interval: 250 });
  await done(client.createIndex(uid, { primaryKey: 'id' }));
  await done(index.updateSettings({ ...indexSettings(searchSynonyms()), displayedAttributes: ['*'] }));
  for (let from = 0; from < size; from += BATCH) {
    const batch = [...province.achievements(Math.min(BATCH, size - from), from)];
    await done(
      index.addDocuments(
        batch.map(({ text, publishedAt, ...record }, at) => ({
          ...record,
          description: text,
          publishedAt: Date.parse(publishedAt ?? '') || 0,
          revision: from + at,
        })),
      ),
    );
  }
  return {
    search: (q, facets, limit) =>
      index.search(q, {
        limit,
        facets: [...facets],
        attributesToHighlight: ['title', 'description'],
        attributesToCrop: ['description'],
        cropLength: 40,
        locales: ['cmn', 'eng'],
      }),
    remove: async () => void (await done(client.deleteIndex(uid))),
  };
}
