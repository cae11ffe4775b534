import {
  type EnqueuedTaskPromise,
  type FederatedMultiSearchParams,
  Meilisearch,
  type MultiSearchParams,
  type MultiSearchQuery,
} from 'meilisearch';

import { parseQuery, relaxations } from '#domain/search/parse-query.js';
import { searchSynonyms } from '#domain/search/search-words.js';
import { federated } from '#platform/search/meilisearch/federated-queries.js';
import { indexSettings } from '#platform/search/meilisearch/index-settings.js';
import { searchQueries } from '#platform/search/meilisearch/meilisearch-queries.js';
import { EVERYBODY } from '#platform/search/meilisearch/stored-document.js';
import { type EngineQuery } from '#platform/search/search.port.js';

import { type Province } from './province/province.js';

const BATCH = 5_000;
const TIMEOUT = 3_600_000;

/** What whoever asks for a page beside the words, texts and highlights included. */
const SHOWN = {
  attributesToRetrieve: ['*'],
  attributesToHighlight: ['title', 'description'],
  attributesToCrop: ['description'],
  cropLength: 40,
};

type Request = MultiSearchParams | FederatedMultiSearchParams;

/** A Meilisearch that a program asks for everything it needs itself: texts, highlights and facets. */
export interface MeilisearchItself {
  /** Under its default matching, which gives up words until something is found, or under its strict one. */
  search(q: string, matchingStrategy: 'last' | 'all'): Promise<unknown>;
  /**
   * The request that the platform's adapter sends in the end for these words, with texts and highlights: the same words,
   * filter, matching, facets and limit.
   */
  adaptersRequest(q: string): Promise<Request>;
  send(request: Request): Promise<unknown>;
  remove(): Promise<void>;
}

/** Fills an index of its own with the province, under the settings of the platform but for what may be shown. */
export async function fillMeilisearch(
  host: string,
  apiKey: string | undefined,
  province: Province,
  size: number,
  { facets, limit }: Pick<EngineQuery, 'facets' | 'limit'>,
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
          audience: [EVERYBODY],
          description: text,
          publishedAt: Date.parse(publishedAt ?? '') || 0,
          revision: from + at,
        })),
      ),
    );
  }
  const send = (request: Request) => client.multiSearch(request);
  return {
    search: (q, matchingStrategy) =>
      index.search(q, {
        ...SHOWN,
        limit,
        facets: [...facets],
        locales: ['cmn', 'eng'],
        matchingStrategy,
      }),
    adaptersRequest: async (q) => {
      let last: Request = { queries: [] };
      for (const text of relaxations(parseQuery(q), true)) {
        const query: EngineQuery = {
          text,
          filters: { codes: {} },
          audience: { organisationId: null },
          facets,
          order: 'relevance',
          after: null,
          limit,
        };
        const queries = searchQueries(uid, query, 0).map((one): MultiSearchQuery => ({ ...one, ...SHOWN }));
        last = text.isLoose && queries[0] ? federated(queries[0], query) : { queries };
        if (await findsSomething(last)) break;
      }
      return last;
    },
    send,
    remove: async () => void (await done(client.deleteIndex(uid))),
  };

  async function findsSomething(request: Request): Promise<boolean> {
    const answer: { estimatedTotalHits?: number; results?: { estimatedTotalHits?: number }[] } =
      await send(request);
    return (answer.results?.[0] ?? answer).estimatedTotalHits !== 0;
  }
}
