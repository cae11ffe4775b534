import { FACET_VALUES, type FacetCounts, type SearchFacet } from '#contracts/search.js';
import { type EngineQuery, type SearchOrder, UNKNOWN_HIGHEST, UNKNOWN_LOWEST } from '../search.port.js';
import { leadingWords } from '../leading-words.js';
import { presenceQuery, rankingTerms, wordQuery } from './lexemes.js';
import { narrowedFacets } from '../narrowed-facets.js';
import { audienceCondition, matchCondition, Parameters, readCode } from './sql-conditions.js';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Weights of D, C, B and A: body, unused, keywords, title. */
const WEIGHTS = `'{0.1, 0.1, 0.5, 1}'`;
/** Ranks are compared and carried in cursors as whole numbers, which every side holds exactly. */
const RANK_SCALE = 1_000_000;
/** What a title that holds the query as it was written is ahead of others by, and one that is nothing else. */
const TITLE_BONUS = 4;
const WHOLE_TITLE_BONUS = 8;

function rankOf({ text }: EngineQuery, parameters: Parameters): string {
  const terms = text.words.flatMap(rankingTerms).map(({ query, weight }) => {
    const [importance, words] = [parameters.add(weight), parameters.add(query)];
    return `${importance}::float8 * ts_rank(${WEIGHTS}, ranking, ${words}::tsquery)`;
  });
  if (text.isLoose) {
    for (const word of leadingWords(text.words)) {
      const [importance, words] = [parameters.add(word.weight), parameters.add(presenceQuery(word))];
      terms.push(`CASE WHEN ranking @@ ${words}::tsquery THEN ${importance}::float8 ELSE 0 END`);
    }
  }
  if (text.asWritten) {
    const written = parameters.add(text.asWritten);
    terms.push(
      `CASE WHEN title = ${written} THEN ${WHOLE_TITLE_BONUS} WHEN strpos(title, ${written}) > 0 THEN ${TITLE_BONUS} ELSE 0 END`,
    );
  }
  return terms.length > 0 ? `round(${RANK_SCALE} * (${terms.join(' + ')}))` : '0::float8';
}

/** The values that order the list, the most important first. All fall, so that one comparison of rows finds a place. */
function orderValues(order: SearchOrder, rank: () => string): string[] {
  switch (order) {
    case 'relevance':
      return [rank(), 'published_at'];
    case 'newest':
      return ['published_at'];
    case 'amountLowest':
      return [`-coalesce(amount_low, ${UNKNOWN_LOWEST})`, 'published_at'];
    case 'amountHighest':
      return [`coalesce(amount_high, ${UNKNOWN_HIGHEST})`, 'published_at'];
  }
}

const placed = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);

function afterCondition({ after }: EngineQuery, columns: readonly string[], parameters: Parameters): string {
  if (!after) return 'true';
  const values = [...after.values, after.revision].map((value) => `${parameters.add(value)}::float8`);
  return `(${columns.join(', ')}, revision) < (${values.join(', ')})`;
}

export interface FoundRow {
  recordId: string;
  revision: string | number;
  v0: number;
  v1?: number;
}

export interface CountedRow {
  total: string;
  page: FoundRow[] | null;
  counts: Record<string, number> | null;
}

/**
 * One statement for page, total and facets: what matches is found and ranked once.
 */
export function searchStatement(table: string, query: EngineQuery): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters);
  const values = orderValues(query.order, () => rankOf(query, parameters));
  const columns = placed(values.length);
  const after = afterCondition(query, columns, parameters);
  const falling = [...columns, 'revision'].map((column) => `${column} DESC`).join(', ');
  const facets = query.facets.length > 0;
  return {
    text: `
      WITH hits AS MATERIALIZED (
        SELECT record_id, revision, ${values.map((value, at) => `${value} AS v${at}`).join(', ')}${facets ? ', codes' : ''}
          FROM ${table} WHERE ${condition}
      ), page AS (
        SELECT record_id AS "recordId", revision, ${columns.join(', ')}
          FROM hits WHERE ${after} ORDER BY ${falling} LIMIT ${parameters.add(query.limit + 1)}
      )
      SELECT (SELECT count(*) FROM hits) AS total,
             (SELECT json_agg(page) FROM page) AS page,
             ${facets ? `(SELECT json_object_agg(code, n) FROM (SELECT code, count(*) AS n FROM (SELECT unnest(codes) AS code FROM hits) AS each GROUP BY code) AS counted)` : 'NULL'} AS counts`,
    values: parameters.values,
  };
}

export interface EachRow {
  /** Which of the words, from 1. */
  place: number;
  recordIds: string[];
}

/** The best public records for each of several words. */
export function eachStatement(table: string, words: readonly string[], limit: number): Statement {
  const parameters = new Parameters();
  const condition = audienceCondition({ organisationId: null }, parameters);
  const wanted = parameters.add(words.map(wordQuery));
  return {
    text: `
      SELECT place::int, array_agg(record_id ORDER BY rank DESC, revision DESC) AS "recordIds"
        FROM unnest(${wanted}::text[]) WITH ORDINALITY AS wanted(query, place),
             LATERAL (SELECT record_id, revision, ts_rank(${WEIGHTS}, ranking, query::tsquery) AS rank
                        FROM ${table} WHERE query <> '' AND finding @@ query::tsquery AND ${condition}
                       ORDER BY rank DESC, revision DESC LIMIT ${parameters.add(limit)}) AS hit
       GROUP BY place`,
    values: parameters.values,
  };
}

/** A page alone, for a list that names no words: an index gives it without looking at what else matches. */
export function pageStatement(table: string, query: EngineQuery): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters);
  const values = orderValues(query.order === 'relevance' ? 'newest' : query.order, () => '0');
  const after = afterCondition(query, values, parameters);
  const falling = [...values, 'revision'].map((value) => `${value} DESC`).join(', ');
  return {
    text: `
      SELECT record_id AS "recordId", revision, ${values.map((value, at) => `${value} AS v${at}`).join(', ')}
        FROM ${table} WHERE ${condition} AND ${after} ORDER BY ${falling} LIMIT ${parameters.add(query.limit + 1)}`,
    values: parameters.values,
  };
}

/** The total and the counts of a list that names no words. */
export function countStatement(table: string, query: EngineQuery): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters);
  return {
    text: `
      SELECT (SELECT count(*) FROM ${table} WHERE ${condition}) AS total,
             ${query.facets.length > 0 ? `(SELECT json_object_agg(code, n) FROM (SELECT code, count(*) AS n FROM ${table}, unnest(codes) AS code WHERE ${condition} GROUP BY code) AS counted)` : 'NULL'} AS counts`,
    values: parameters.values,
  };
}

/** The counts of one facet that the query narrows by, as if it did not. */
export function narrowedStatement(table: string, query: EngineQuery, facet: SearchFacet): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters, facet);
  const own = parameters.add(`${facet}:`);
  return {
    text: `
      SELECT json_object_agg(code, n) AS counts
        FROM (SELECT code, count(*) AS n FROM ${table}, unnest(codes) AS code
               WHERE ${condition} AND starts_with(code, ${own}) GROUP BY code) AS counted`,
    values: parameters.values,
  };
}

/** Counts by stored code as facets: the most frequent first, as many as are shown. */
export function facetsOf(
  query: EngineQuery,
  counts: Readonly<Record<string, number>>,
  narrowed: ReadonlyMap<SearchFacet, Readonly<Record<string, number>>>,
): FacetCounts {
  const facets: FacetCounts = Object.fromEntries(query.facets.map((facet) => [facet, []]));
  const own = new Set(narrowedFacets(query));
  const add = (stored: string, count: number, isOwn: boolean) => {
    const { facet, code } = readCode(stored);
    if (own.has(facet) === isOwn) facets[facet]?.push({ code, count });
  };
  for (const [stored, count] of Object.entries(counts)) add(stored, count, false);
  for (const values of narrowed.values()) {
    for (const [stored, count] of Object.entries(values)) add(stored, count, true);
  }
  for (const facet of query.facets) {
    facets[facet] = facets[facet]
      ?.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
      .slice(0, FACET_VALUES);
  }
  return facets;
}
