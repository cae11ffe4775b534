import { Logger } from '@nestjs/common';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { type FacetCounts, type SearchFacet, type SearchKind } from '#contracts/search.js';
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
import { type WordList } from '../word-list.js';
import { bareTableOf, createIndexes, createTable, nextTableOf, tableOf } from './index-tables.js';
import { findingQuery, suggestionQuery } from './lexemes.js';
import {
  countStatement,
  type CountedRow,
  facetsOf,
  type FoundRow,
  narrowedStatement,
  pageStatement,
  searchStatement,
  type Statement,
} from './postgres-queries.js';
import { fillTable, writeChanges } from './postgres-writer.js';
import { narrowedFacets } from '../narrowed-facets.js';
import { audienceCondition, Parameters } from './sql-conditions.js';

/** A query that runs longer is given up: whoever asked has gone, and the others wait behind it. */
const LONGEST_QUERY_MILLISECONDS = 5000;
/** Counts of a list without words are counted anew no more often than this, however fast writes come. */
const COUNTS_LAST_MILLISECONDS = 1000;
const COUNTS_KEPT = 200;
const LISTED_AT_ONCE = 5000;
/** SQLSTATE of a statement that was cancelled because it ran too long. */
const CANCELLED = '57014';

interface Counted {
  writes: string;
  at: number;
  counts: Promise<{ total: number; facets: FacetCounts }>;
}

/** Searches in the platform's own PostgreSQL: a GIN index over the words and pairs of the project's cutter. */
export class PostgresEngine extends SearchEngine {
  readonly name = 'PostgreSQL';
  private readonly logger = new Logger(PostgresEngine.name);
  private readonly counted = new Map<string, Counted>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly words: WordList,
  ) {
    super();
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
    return this.bounded(async (manager) => {
      if (findingQuery(query.text) === null && query.text.phrases.length === 0) {
        return this.list(manager, kind, query);
      }
      const answer = await this.find(manager, kind, query);
      if (answer.total > 0) return answer;
      const forgiven = await this.words.withSlips(query.text);
      return forgiven ? this.find(manager, kind, { ...query, text: forgiven }) : answer;
    });
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
    return this.bounded((manager) =>
      manager.query<EngineSuggestion[]>(
        `SELECT record_id AS "recordId" FROM ${tableOf(kind)}
          WHERE title_words @@ ${typed}::tsquery AND ${condition}
          ORDER BY coalesce(nullif(strpos(title, ${asWritten}), 0), 1000), length(title), published_at DESC, revision DESC
          LIMIT ${parameters.add(limit)}`,
        parameters.values,
      ),
    );
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

  private async find(manager: EntityManager, kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    const [row] = await run<CountedRow>(manager, searchStatement(tableOf(kind), query));
    const narrowed = await this.narrowed(manager, kind, query);
    return answerOf(query, row?.page ?? [], {
      total: Number(row?.total ?? 0),
      facets: facetsOf(query, row?.counts ?? {}, narrowed),
    });
  }

  private async list(manager: EntityManager, kind: SearchKind, query: EngineQuery): Promise<EngineAnswer> {
    const page = await run<FoundRow>(manager, pageStatement(tableOf(kind), query));
    return answerOf(query, page, await this.counts(manager, kind, query));
  }

  /** Counting everything takes long, and many ask for the same: an answer serves all until something is written. */
  private async counts(
    manager: EntityManager,
    kind: SearchKind,
    query: EngineQuery,
  ): Promise<Awaited<Counted['counts']>> {
    const key = JSON.stringify([kind, query.filters, query.audience, query.facets, query.text.excluded]);
    const [row] = await manager.query<{ count: string }[]>(
      'SELECT count FROM search.writes WHERE kind = $1',
      [kind],
    );
    const writes = row?.count ?? '';
    const known = this.counted.get(key);
    const fresh = known && (known.writes === writes || Date.now() - known.at < COUNTS_LAST_MILLISECONDS);
    if (known && fresh) return known.counts;
    const counts = this.count(manager, kind, query);
    counts.catch(() => this.counted.delete(key));
    if (this.counted.size >= COUNTS_KEPT) this.counted.clear();
    this.counted.set(key, { writes, at: Date.now(), counts });
    return counts;
  }

  private async count(
    manager: EntityManager,
    kind: SearchKind,
    query: EngineQuery,
  ): Promise<Awaited<Counted['counts']>> {
    const [row] = await run<CountedRow>(manager, countStatement(tableOf(kind), query));
    const narrowed = await this.narrowed(manager, kind, query);
    return { total: Number(row?.total ?? 0), facets: facetsOf(query, row?.counts ?? {}, narrowed) };
  }

  private async narrowed(
    manager: EntityManager,
    kind: SearchKind,
    query: EngineQuery,
  ): Promise<Map<SearchFacet, Record<string, number>>> {
    const counts = new Map<SearchFacet, Record<string, number>>();
    for (const facet of narrowedFacets(query)) {
      const [row] = await run<CountedRow>(manager, narrowedStatement(tableOf(kind), query, facet));
      counts.set(facet, row?.counts ?? {});
    }
    return counts;
  }

  /** Runs queries on one connection under a time limit. */
  private async bounded<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        // Ranking thousands of short rows is quicker than compiling the statement, and every statement is another.
        await manager.query(
          `SET LOCAL statement_timeout = ${LONGEST_QUERY_MILLISECONDS}; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'`,
        );
        return work(manager);
      });
    } catch (error) {
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === CANCELLED) {
        this.logger.warn(`A search ran longer than ${LONGEST_QUERY_MILLISECONDS} ms and was given up`);
        throw new SearchUnavailableError('The search took too long.', { cause: error });
      }
      throw error;
    }
  }
}

const run = <Row>(manager: EntityManager, { text, values }: Statement): Promise<Row[]> =>
  manager.query<Row[]>(text, values);

async function identityOf(manager: EntityManager, kind: SearchKind): Promise<string> {
  const [row] = await manager.query<{ oid: string }[]>(
    `SELECT '${tableOf(kind)}'::regclass::oid::text AS oid`,
  );
  return `postgres/${row?.oid}`;
}

function answerOf(
  { limit, after }: EngineQuery,
  rows: readonly FoundRow[],
  counts: Awaited<Counted['counts']>,
): EngineAnswer {
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
