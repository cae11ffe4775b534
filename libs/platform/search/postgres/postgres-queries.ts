import { FACET_VALUES, type FacetCounts, type SearchFacet } from '#contracts/search.js';
import {
  type EngineQuery,
  type SearchOrder,
  UNKNOWN_HIGHEST,
  UNKNOWN_LOWEST,
  UnknownPlaceError,
} from '../search.port.js';
import { leadingWords, withParts } from '../leading-words.js';
import { presenceQuery, rankingTerms, wordQuery } from './lexemes.js';
import { facetColumn } from './index-tables.js';
import { audienceCondition, matchCondition, Parameters } from './sql-conditions.js';

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
      const cases = withParts(word).map((one) => {
        const [importance, words] = [parameters.add(one.weight), parameters.add(presenceQuery(one))];
        return `WHEN ranking @@ ${words}::tsquery THEN ${importance}::float8`;
      });
      terms.push(`CASE ${cases.join(' ')} ELSE 0 END`);
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
  if (after.values.length !== columns.length) throw new UnknownPlaceError();
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
  counts: Partial<Record<SearchFacet, GroupCounts | null>> | null;
}

/** How many records have each group of codes; see `facetColumn`. */
export type GroupCounts = Readonly<Record<string, number>>;

/** The groups of a facet among the rows of something, as JSON. */
const groupsOf = (facet: SearchFacet, from: string) =>
  `(SELECT json_object_agg(codes, n)
      FROM (SELECT ${facetColumn(facet)} AS codes, count(*) AS n FROM ${from} GROUP BY 1) AS grouped)`;

const countsOf = ({ facets }: EngineQuery) =>
  `json_build_object(${facets.map((facet) => `'${facet}', ${groupsOf(facet, 'hits')}`).join(', ')})`;

const columnsOf = ({ facets }: EngineQuery) => facets.map((facet) => `, ${facetColumn(facet)}`).join('');

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
  return {
    text: `
      WITH hits AS MATERIALIZED (
        SELECT record_id, revision, ${values.map((value, at) => `${value} AS v${at}`).join(', ')}${columnsOf(query)}
          FROM ${table} WHERE ${condition}
      ), page AS (
        SELECT record_id AS "recordId", revision, ${columns.join(', ')}
          FROM hits WHERE ${after} ORDER BY ${falling} LIMIT ${parameters.add(query.limit + 1)}
      )
      SELECT (SELECT count(*) FROM hits) AS total,
             (SELECT json_agg(page) FROM page) AS page,
             ${countsOf(query)} AS counts`,
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
      WITH hits AS MATERIALIZED (SELECT revision${columnsOf(query)} FROM ${table} WHERE ${condition})
      SELECT (SELECT count(*) FROM hits) AS total, ${countsOf(query)} AS counts`,
    values: parameters.values,
  };
}

/** The counts of one facet that the query narrows by, as if it did not. */
export function narrowedStatement(table: string, query: EngineQuery, facet: SearchFacet): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters, facet);
  return {
    text: `SELECT ${groupsOf(facet, `${table} WHERE ${condition}`)} AS counts`,
    values: parameters.values,
  };
}

/** Counts of groups as facets: each code with the records of all groups that hold it, the most frequent first. */
export function facetsOf(
  { facets }: EngineQuery,
  counts: CountedRow['counts'],
  narrowed: ReadonlyMap<SearchFacet, GroupCounts>,
): FacetCounts {
  return Object.fromEntries(
    facets.map((facet) => [facet, codeCounts(narrowed.get(facet) ?? counts?.[facet] ?? {})]),
  );
}

function codeCounts(groups: GroupCounts): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [codes, count] of Object.entries(groups)) {
    if (codes === '') continue;
    for (const code of codes.split(' ')) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
    .slice(0, FACET_VALUES);
}
