import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type DataSource, type EntityManager } from 'typeorm';
import { type SearchFacet, type SearchKind } from '#contracts/search.js';
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
} from '../search.port.js';
import { type WordList } from '../word-list.js';
import { bareTableOf, createIndexes, createTable, nextTableOf, tableOf } from './index-tables.js';
import { type Counts, KeptCounts } from './kept-counts.js';
import { findingQuery, suggestionQuery } from './lexemes.js';
import { codeCounts, countStatement, type GroupCount, narrowedStatement, totalOf } from './facet-counts.js';
import {
  eachStatement,
  type EachRow,
  type FoundPage,
  type FoundRow,
  pageStatement,
  searchStatement,
} from './postgres-queries.js';
import { fillTable, writeChanges } from './postgres-writer.js';
import { SearchPool } from './search-pool.js';
import { narrowedFacets } from '../narrowed-facets.js';
import { audienceCondition, Parameters } from './sql-conditions.js';

/** Counts of a list without words are counted anew no more often than this, however fast writes come. */
const COUNTS_LAST_MILLISECONDS = 1000;
/** To count fewer costs less than to look whether their counts still hold. */
const WORTH_KEEPING = 300;
const LISTED_AT_ONCE = 5000;
const CONNECTIONS = 4;
const CONNECTIONS_FOR_LISTS = 2;
/** A few more than there are connections: while one search asks, another is read or written out. */
const SEARCHES_AT_ONCE = 6;

/** Searches in the platform's own PostgreSQL: a GIN index over the words and pairs of the project's cutter. */
export class PostgresEngine extends SearchEngine implements OnApplicationShutdown {
  readonly name = 'PostgreSQL';
  readonly cutsTexts = false;
  readonly changesAtOnce = 500;
  readonly searchesAtOnce = SEARCHES_AT_ONCE;
  private readonly logger = new Logger(PostgresEngine.name);
  /** For words, which the index of words finds whatever they are. */
  private readonly pool: SearchPool;
  /** For filters, where it depends on the values which index is best. */
  private readonly lists: SearchPool;
  private readonly kept = new KeptCounts();

  constructor(
    private readonly dataSource: DataSource,
    private readonly words: WordList,
  ) {
    super();
    const { url } = dataSource.options as { url: string };
    this.pool = new SearchPool(url, CONNECTIONS, 'once');
    this.lists = new SearchPool(url, CONNECTIONS_FOR_LISTS, 'each');
    for (const pool of [this.pool, this.lists]) {
      pool.onTooLong = (milliseconds) => this.logger.warn(`A search ran longer than ${milliseconds} ms`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.close(), this.lists.close()]);
  }

  async prepare(kind: SearchKind): Promise<string> {
    return identityOf(this.dataSource.manager, kind);
  }

  async apply(kind: SearchKind, changes: readonly RecordChange[], force = false): Promise<void> {
    if (changes.length === 0) return;
    await this.dataSource.transaction((manager) =>
      writeChanges(manager, kind, tableOf(kind), changes, force),
    );
  }

  async search(kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    if (findingQuery(query.text) === null && query.text.phrases.length === 0) return this.list(kind, query);
    const answer = await this.find(kind, query);
    if (answer.total > 0) return answer;
    const forgiven = await this.words.withSlips(query.text);
    return forgiven ? this.find(kind, { ...query, text: forgiven }) : answer;
  }

  async findEach(kind: SearchKind, words: readonly string[], limit: number): Promise<string[][]> {
    if (words.length === 0) return [];
    const rows = await this.pool.run<EachRow>(eachStatement(tableOf(kind), words, limit));
    const found = new Map(rows.map(({ place, recordIds }) => [place, recordIds]));
    return words.map((_, at) => found.get(at + 1) ?? []);
  }

  async suggest(
    kind: SearchKind,
    text: QueryText,
    audience: Audience,
    limit: number,
  ): Promise<EngineSuggestion[]> {
    const words = suggestionQuery(text);
    if (words === '') return [];
    const parameters = new Parameters();
    const condition = audienceCondition(audience, parameters);
    const [typed, asWritten] = [parameters.add(words), parameters.add(text.asWritten)];
    return this.pool.run<EngineSuggestion>({
      text: `
        SELECT record_id AS "recordId" FROM ${tableOf(kind)}
         WHERE title_words @@ ${typed}::tsquery AND ${condition}
         ORDER BY coalesce(nullif(strpos(title, ${asWritten}), 0), 1000), length(title), published_at DESC, revision DESC
         LIMIT ${parameters.add(limit)}`,
      values: parameters.values,
    });
  }

  async *listIndexed(kind: SearchKind): AsyncIterable<IndexedRecord> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const rows = await this.dataSource.query<(IndexedRecord & { revision: unknown })[]>(
        `SELECT record_id AS "recordId", max(revision)::float8 AS revision,
                coalesce(array_agg(key) FILTER (WHERE NOT removed), '{}') AS keys
           FROM ${tableOf(kind)} WHERE record_id > $1 GROUP BY record_id ORDER BY record_id LIMIT ${LISTED_AT_ONCE}`,
        [after],
      );
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < LISTED_AT_ONCE) return;
      after = last.recordId;
    }
  }

  async startRebuild(kind: SearchKind): Promise<IndexRebuild> {
    const next = nextTableOf(kind);
    const run = async (statements: readonly string[], manager: EntityManager = this.dataSource.manager) => {
      for (const statement of statements) await manager.query(statement);
    };
    await run([`DROP TABLE IF EXISTS ${next}`, ...createTable(next)]);
    let indexed = false;
    return {
      add: async (changes) => {
        if (indexed) {
          await this.dataSource.transaction((manager) => writeChanges(manager, kind, next, changes, false));
        } else
          await fillTable(
            this.dataSource.manager,
            next,
            changes.filter(({ documents }) => documents.length > 0),
          );
      },
      finishFilling: async () => {
        await run([...createIndexes(next), `ANALYZE ${next}`]);
        indexed = true;
      },
      swap: () =>
        this.dataSource.transaction(async (manager) => {
          await run(
            [
              `UPDATE search.writes SET count = count + 1 WHERE kind = '${kind}'`,
              `DROP TABLE ${tableOf(kind)}`,
              `ALTER TABLE ${next} RENAME TO ${bareTableOf(kind)}`,
            ],
            manager,
          );
          return identityOf(manager, kind);
        }),
      discard: () => run([`DROP TABLE IF EXISTS ${next}`]),
    };
  }

  async sizeOf(kind: SearchKind): Promise<number> {
    const [row] = await this.dataSource.query<{ size: string }[]>(
      `SELECT pg_total_relation_size('${tableOf(kind)}') AS size`,
    );
    return Number(row?.size ?? 0);
  }

  /** What very many records hold is looked for often, and its later pages have the counts of the first. */
  private async find(kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    const key = keyOf(kind, query);
    const kept = this.kept.get(key);
    const statement = searchStatement(kind, query, kept ? 'page' : 'page and counts');
    const [[row], narrowed] = await Promise.all([
      this.pool.run<FoundPage>(statement),
      kept ? new Map<SearchFacet, GroupCount[]>() : this.narrowed(kind, query),
    ]);
    const { page = [], counts = [], writes = '' } = row ?? {};
    if (kept?.writes === writes) return answerOf(query, page, await kept.counts);
    const counted = kept ? await this.count(kind, query) : countsOf(query, counts ?? [], narrowed);
    // Facets that are counted apart may have been counted before the last write.
    if (counted.total >= WORTH_KEEPING && narrowedFacets(query).length === 0) {
      this.kept.set(key, { writes, at: Date.now(), counts: Promise.resolve(counted) });
    }
    return answerOf(query, page, counted);
  }

  private async list(kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    const [page, counts] = await Promise.all([
      this.lists.run<FoundRow>(pageStatement(tableOf(kind), query)),
      this.counts(kind, query),
    ]);
    return answerOf(query, page, counts);
  }

  /** Counting everything takes long, and many ask for the same: an answer serves all until something is written. */
  private async counts(kind: SearchKind, query: EngineQuery): Promise<Counts> {
    const key = keyOf(kind, query);
    const [row] = await this.lists.run<{ count: string }>({
      text: 'SELECT count FROM search.writes WHERE kind = $1',
      values: [kind],
    });
    const writes = row?.count ?? '';
    const known = this.kept.get(key);
    const fresh = known && (known.writes === writes || Date.now() - known.at < COUNTS_LAST_MILLISECONDS);
    if (known && fresh) return known.counts;
    const counts = this.count(kind, query);
    this.kept.set(key, { writes, at: Date.now(), counts });
    return counts;
  }

  private async count(kind: SearchKind, query: EngineQuery): Promise<Counts> {
    const [[row], narrowed] = await Promise.all([
      this.lists.run<{ counts: GroupCount[] }>(countStatement(tableOf(kind), query)),
      this.narrowed(kind, query),
    ]);
    return countsOf(query, row?.counts ?? [], narrowed);
  }

  private async narrowed(kind: SearchKind, query: EngineQuery): Promise<Map<SearchFacet, GroupCount[]>> {
    const counted = narrowedFacets(query).map(async (facet) => {
      const [row] = await this.lists.run<{ counts: GroupCount[] }>(
        narrowedStatement(tableOf(kind), query, facet),
      );
      return [facet, row?.counts ?? []] as const;
    });
    return new Map(await Promise.all(counted));
  }
}

async function identityOf(manager: EntityManager, kind: SearchKind): Promise<string> {
  const [row] = await manager.query<{ oid: string }[]>(
    `SELECT '${tableOf(kind)}'::regclass::oid::text AS oid`,
  );
  return `postgres/${row?.oid}`;
}

/** What decides on the counts: neither order nor place. */
const keyOf = (kind: SearchKind, { text, filters, audience, facets }: EngineQuery) =>
  JSON.stringify([kind, text, filters, audience, facets]);

/** @param narrowed counts of each facet that is counted without its own filter. */
function countsOf(
  { facets }: EngineQuery,
  counts: readonly GroupCount[],
  narrowed: ReadonlyMap<SearchFacet, readonly GroupCount[]>,
): Counts {
  return {
    total: totalOf(counts),
    facets: Object.fromEntries(
      facets.map((facet) => {
        const own = narrowed.get(facet);
        return [facet, own ? codeCounts([facet], facet, own) : codeCounts(facets, facet, counts)];
      }),
    ),
  };
}

function answerOf({ limit, after }: EngineQuery, rows: readonly FoundRow[], counts: Counts): EngineAnswer {
  const position = after?.position ?? 0;
  return {
    ...counts,
    hits: rows.slice(0, limit).map(({ recordId, revision, v0, v1 }, at) => ({
      recordId,
      place: {
        values: v1 === undefined ? [v0] : [v0, v1],
        revision: Number(revision),
        position: position + at + 1,
      },
    })),
    more: rows.length > limit,
  };
}
