import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import {
  type FederatedMultiSearchParams,
  type IndexObject,
  type Meilisearch,
  MeilisearchApiError,
  type MultiSearchQuery,
  type SearchResponse,
} from 'meilisearch';
import { type SearchKind } from '#contracts/search.js';
import { planWrites } from '../plan-writes.js';
import {
  type Audience,
  type EngineAnswer,
  type EngineQuery,
  type EngineSuggestion,
  type IndexedRecord,
  type IndexRebuild,
  type QueryText,
  type RecordChange,
  SearchEngine,
  SearchUnavailableError,
} from '../search.port.js';
import { federated, unfederated } from './federated-queries.js';
import { DEEPEST_PLACE, holdsSettings, indexSettings } from './index-settings.js';
import { unwrapped } from './http-client.js';
import { MeilisearchConnection, SearchKeyRefusedError } from './meilisearch-client.js';
import {
  audienceFilter,
  checkPlace,
  facetsOf,
  type FoundDocument,
  isRanked,
  nextAfter,
  OVERLAP,
  placeOf,
  searchQueries,
  writtenQuery,
} from './meilisearch-queries.js';
import { type StoredDocument, storedDocuments } from './stored-document.js';

const UIDS: Readonly<Record<SearchKind, string>> = { achievement: 'achievements', need: 'needs' };
const LISTED_AT_ONCE = 5000;
const SWAP_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 20;

export interface MeilisearchOptions {
  url: string;
  apiKey?: string;
  /** Begins the names of all indexes of this installation. */
  prefix: string;
  synonyms: () => ReadonlyMap<string, readonly string[]>;
}

/** Searches in Meilisearch. Processes that search and processes that index hold different keys. */
export class MeilisearchEngine extends SearchEngine implements OnApplicationBootstrap {
  readonly name = 'Meilisearch';
  readonly cutsTexts = true;
  readonly changesAtOnce = 2000;
  /**
   * Its own line takes requests, of which a search sends several. With 32 at once on two cores the slowest take a tenth
   * less time so, and one process of the platform computes no more than this many searches keep it busy with.
   */
  readonly searchesAtOnce = 6;
  private readonly logger = new Logger(MeilisearchEngine.name);
  private readonly reading: MeilisearchConnection;
  private readonly writing: MeilisearchConnection;
  private readonly checked = new Set<string>();
  private readonly writes: Record<SearchKind, Promise<unknown>> = {
    achievement: Promise.resolve(),
    need: Promise.resolve(),
  };

  constructor(private readonly options: MeilisearchOptions) {
    super();
    const indexes = `${options.prefix}_*`;
    this.reading = new MeilisearchConnection(options.url, options.apiKey, 'search', indexes);
    this.writing = new MeilisearchConnection(options.url, options.apiKey, 'index', indexes);
  }

  /** A key that may not search is said at the start, and not first by somebody's search. */
  onApplicationBootstrap(): void {
    const look = this.reading.run((client) =>
      client.index(this.uidOf('achievement')).search('', { limit: 0 }),
    );
    look.catch((error: unknown) => {
      // An engine that is away, or whose index is not made yet, comes by itself.
      if (error instanceof SearchKeyRefusedError) this.logger.error(error.message);
    });
  }

  async prepare(kind: SearchKind): Promise<string> {
    return this.prepareIndex(this.uidOf(kind));
  }

  apply(kind: SearchKind, changes: readonly RecordChange[], force = false): Promise<void> {
    return this.write(kind, this.uidOf(kind), changes, force);
  }

  async search(kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    checkPlace(query);
    const ranked = isRanked(query) && query.after !== null;
    for (let overlap = OVERLAP; ; overlap *= 8) {
      const answer = await this.searchOnce(kind, query, ranked ? overlap : 0);
      if (answer) return answer;
    }
  }

  async findEach(kind: SearchKind, words: readonly string[], limit: number): Promise<string[][]> {
    if (words.length === 0) return [];
    const indexUid = this.uidOf(kind);
    const filter = audienceFilter({ organisationId: null });
    const queries = words.map((word) => ({
      indexUid,
      // A phrase is the word as it stands; without the quotes half of a word would do.
      q: `"${word.replaceAll('"', ' ')}"`,
      attributesToRetrieve: ['recordId'],
      filter,
      limit,
    }));
    const { results } = await this.reading.run((client) =>
      client.multiSearch<{ queries: typeof queries }, FoundDocument>({ queries }),
    );
    return results.map(({ hits }) => hits.map(({ recordId }) => recordId));
  }

  async suggest(
    kind: SearchKind,
    text: QueryText,
    audience: Audience,
    limit: number,
  ): Promise<EngineSuggestion[]> {
    const typed = writtenQuery({ ...text, excluded: [] });
    if (typed.trim() === '') return [];
    const { hits } = await this.reading.run((client) =>
      client.index(this.uidOf(kind)).search<FoundDocument>(typed, {
        attributesToSearchOn: ['title'],
        attributesToRetrieve: ['recordId'],
        filter: audienceFilter(audience),
        matchingStrategy: 'all',
        locales: ['cmn', 'eng'],
        limit,
      }),
    );
    return hits.map(({ recordId }) => ({ recordId }));
  }

  async *listIndexed(kind: SearchKind): AsyncIterable<IndexedRecord> {
    const records = new Map<string, IndexedRecord>();
    for (let offset = 0; ; offset += LISTED_AT_ONCE) {
      const { results } = await this.writing.run((client) =>
        client.index<StoredDocument>(this.uidOf(kind)).getDocuments({
          fields: ['key', 'recordId', 'revision', 'audience'],
          limit: LISTED_AT_ONCE,
          offset,
        }),
      );
      addIndexed(records, results);
      if (results.length < LISTED_AT_ONCE) break;
    }
    yield* records.values();
  }

  async startRebuild(kind: SearchKind): Promise<IndexRebuild> {
    const live = this.uidOf(kind);
    const next = `${live}_next`;
    const remove = () => this.removeIndex(next);
    await remove();
    await this.prepareIndex(next);
    let filled = false;
    const pending: number[] = [];
    return {
      add: async (changes) => {
        if (filled) return this.write(kind, next, changes, false);
        const documents = changes.filter((change) => change.documents.length > 0).flatMap(storedDocuments);
        if (documents.length === 0) return;
        // The server works through them in its own time, several at once.
        const { taskUid } = await this.writing.run((client) =>
          client.index<StoredDocument>(next).addDocuments(documents, { primaryKey: 'key' }),
        );
        pending.push(taskUid);
      },
      finishFilling: async () => {
        for (const uid of pending) await this.writing.finished(uid);
        filled = true;
      },
      swap: async () => {
        await this.swapIndexes(live, next);
        await remove();
        return this.prepareIndex(live);
      },
      discard: remove,
    };
  }

  async sizeOf(kind: SearchKind): Promise<number | null> {
    // Servers differ in whether they say it of one index.
    const { indexSize }: { indexSize?: number } = await this.writing.run((client) =>
      client.index(this.uidOf(kind)).getStats(),
    );
    return indexSize ?? null;
  }

  private uidOf(kind: SearchKind): string {
    return `${this.options.prefix}_${UIDS[kind]}`;
  }

  private async prepareIndex(uid: string): Promise<string> {
    const info = await this.writing.run((client) => findIndex(client, uid));
    if (!info) {
      await this.writing.task((client) => client.createIndex(uid, { primaryKey: 'key' }));
      return this.prepareIndex(uid);
    }
    const identity = `meilisearch/${uid}/${info.createdAt}`;
    if (!this.checked.has(identity)) {
      const wanted = indexSettings(this.options.synonyms());
      const has = await this.writing.run((client) => client.index(uid).getSettings());
      if (!holdsSettings(has, wanted)) {
        await this.writing.task((client) => client.index(uid).updateSettings(wanted));
      }
      this.checked.add(identity);
    }
    return identity;
  }

  private async removeIndex(uid: string): Promise<void> {
    const there = await this.writing.run((client) => findIndex(client, uid));
    if (there) await this.writing.task((client) => client.deleteIndex(uid));
  }

  /**
   * A key for some indexes may not read a task that is about two, so the end of it is seen from what it does: the
   * time of making goes with the index.
   */
  private async swapIndexes(live: string, next: string): Promise<void> {
    const { createdAt } = await this.writing.run((client) => client.getRawIndex(next));
    await this.writing.run((client) => client.swapIndexes([{ indexes: [live, next], rename: false }]));
    const end = Date.now() + SWAP_MILLISECONDS;
    for (;;) {
      const now = await this.writing.run((client) => client.getRawIndex(live));
      if (now.createdAt === createdAt) return;
      if (Date.now() > end) throw new SearchUnavailableError('Meilisearch did not swap the indexes in time.');
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }

  /**
   * Looks what is there, writes what is newer, and waits. Writes of one process take turns; those of several are kept
   * apart by whoever calls.
   */
  private write(
    kind: SearchKind,
    uid: string,
    changes: readonly RecordChange[],
    force: boolean,
  ): Promise<void> {
    const turn = this.writes[kind].then(() => this.writeNow(uid, changes, force));
    this.writes[kind] = turn.catch(() => undefined);
    return turn;
  }

  private async writeNow(uid: string, changes: readonly RecordChange[], force: boolean): Promise<void> {
    if (changes.length === 0) return;
    const indexed = new Map<string, IndexedRecord>();
    const ids = [...new Set(changes.map(({ recordId }) => recordId))];
    const { results } = await this.writing.run((client) =>
      client.index<StoredDocument>(uid).getDocuments({
        filter: `recordId IN [${ids.map((id) => `"${id}"`).join(', ')}]`,
        fields: ['key', 'recordId', 'revision', 'audience'],
        limit: ids.length * 2,
      }),
    );
    addIndexed(indexed, results);
    const plan = planWrites([...indexed.values()], changes, force);
    const documents = plan.changes.flatMap(storedDocuments);
    const kept = new Set(documents.map(({ key }) => key));
    const dropped = plan.dropped.filter((key) => !kept.has(key));
    if (dropped.length > 0) await this.writing.task((client) => client.index(uid).deleteDocuments(dropped));
    if (documents.length > 0) {
      await this.writing.task((client) =>
        client.index<StoredDocument>(uid).addDocuments(documents, { primaryKey: 'key' }),
      );
    }
  }

  private async searchOnce(
    kind: SearchKind,
    query: EngineQuery,
    overlap: number,
  ): Promise<EngineAnswer | null> {
    const queries = searchQueries(this.uidOf(kind), query, overlap);
    const [page, ...counts] = await this.ask(queries, query);
    if (!page) throw new Error('Meilisearch answered no result for a query');
    const offset = queries[0]?.offset ?? 0;
    const ranked = isRanked(query) && query.after !== null;
    const from = ranked && query.after ? nextAfter(page.hits, query.after, offset === 0) : 0;
    if (from === null) return null;
    const hits = page.hits.slice(from, from + query.limit);
    const position = ranked ? offset + from : (query.after?.position ?? 0);
    const total = (!isRanked(query) && query.after ? counts[0] : page)?.estimatedTotalHits ?? 0;
    return {
      hits: hits.map((hit, at) => ({
        recordId: hit.recordId,
        place: placeOf(query, hit, position + at + 1),
      })),
      total,
      facets: facetsOf(
        query,
        [...counts, page].map(({ facetDistribution }) => facetDistribution),
      ),
      more: page.hits.length > from + query.limit && position + query.limit < DEEPEST_PLACE,
    };
  }

  private ask(
    queries: MultiSearchQuery[],
    query: EngineQuery,
  ): Promise<Omit<SearchResponse<FoundDocument>, 'facetsByIndex'>[]> {
    return this.reading.run(async (client) => {
      if (!query.text.isLoose) {
        return (await client.multiSearch<{ queries: typeof queries }, FoundDocument>({ queries })).results;
      }
      return Promise.all(
        queries.map(async (one) =>
          unfederated(
            one.indexUid,
            await client.multiSearch<FederatedMultiSearchParams, FoundDocument>(federated(one, query)),
          ),
        ),
      );
    });
  }
}

/** What the server says of an index, or null where it has none of this name. */
function findIndex(client: Meilisearch, uid: string): Promise<IndexObject | null> {
  return client.getRawIndex(uid).catch((thrown: unknown) => {
    const error = unwrapped(thrown);
    if (error instanceof MeilisearchApiError && error.cause?.code === 'index_not_found') return null;
    throw thrown;
  });
}

/** Adds what a list of stored documents says of their records. */
function addIndexed(records: Map<string, IndexedRecord>, documents: readonly StoredDocument[]): void {
  for (const { key, recordId, revision, audience } of documents) {
    const record = records.get(recordId) ?? { recordId, revision, keys: [] };
    record.revision = Math.max(record.revision, revision);
    if (audience.length > 0) record.keys.push(key);
    records.set(recordId, record);
  }
}
