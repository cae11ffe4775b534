import { type SearchKind } from '#contracts/search.js';
import {
  type EngineQuery,
  type SearchOrder,
  UNKNOWN_HIGHEST,
  UNKNOWN_LOWEST,
  UnknownPlaceError,
} from '../search.port.js';
import { leadingWords, withParts } from '../leading-words.js';
import { countsOf, type GroupCount } from './facet-counts.js';
import { facetColumn, tableOf } from './index-tables.js';
import { presenceQuery, rankingTerms, titlePairs, wordQuery } from './lexemes.js';
import {
  audienceCondition,
  listCondition,
  matchCondition,
  Parameters,
  type Statement,
} from './sql-conditions.js';

/** Weights of D, C, B and A: body, unused, keywords, title. */
const WEIGHTS = `'{0.1, 0.1, 0.5, 1}'`;
/** Ranks are compared and carried in cursors as whole numbers, which every side holds exactly. */
const RANK_SCALE = 1_000_000;
/** What a title that holds the query as it was written is ahead of all others by, and one that is nothing else. */
const TITLE_BONUS = 100;
const WHOLE_TITLE_BONUS = 200;

/** How well the words fit; far below `TITLE_BONUS`, since each of ten words adds 3 at most. */
function wordRank({ text }: EngineQuery, parameters: Parameters): string {
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
  return terms.length > 0 ? terms.join(' + ') : '0';
}

const titleBonus = (written: string) =>
  `CASE WHEN title = ${written} THEN ${WHOLE_TITLE_BONUS} WHEN strpos(title, ${written}) > 0 THEN ${TITLE_BONUS} ELSE 0 END`;

const rounded = (terms: readonly string[]) => `round(${RANK_SCALE} * (${terms.join(' + ')})::float8)`;

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

export interface FoundRow {
  recordId: string;
  revision: string | number;
  v0: number;
  v1?: number;
}

export interface FoundPage {
  page: FoundRow[];
  counts: GroupCount[] | null;
  /** How many writes the index had seen. */
  writes: string;
}

/** Whether a row comes after the last one of the page before. */
function afterCondition({ after }: EngineQuery, columns: readonly string[], parameters: Parameters): string {
  if (!after) return 'true';
  if (after.values.length !== columns.length) throw new UnknownPlaceError();
  const values = [...after.values, after.revision].map((value) => `${parameters.add(value)}::float8`);
  return `(${columns.join(', ')}, revision) < (${values.join(', ')})`;
}

const falling = (columns: readonly string[]) =>
  [...columns, 'revision'].map((column) => `${column} DESC`).join(', ');

/** A row of a list, with the values that order it. */
const listed = (values: readonly string[]) =>
  `record_id AS "recordId", revision, ${values.map((value, at) => `${value} AS v${at}`).join(', ')}`;

/** As many listed rows as one page needs and one more, from a place on. */
function pageOf(rows: string, query: EngineQuery, count: number, parameters: Parameters): string {
  const columns = Array.from({ length: count }, (_, at) => `v${at}`);
  return `SELECT "recordId", revision, ${columns.join(', ')} FROM ${rows}
           WHERE ${afterCondition(query, columns, parameters)}
           ORDER BY ${falling(columns)} LIMIT ${parameters.add(query.limit + 1)}`;
}

const facetList = ({ facets }: EngineQuery) => facets.map(facetColumn);

/** What matches is found, and what orders it worked out, once for the page and for what is counted. */
function hitsThenPage(table: string, query: EngineQuery, parameters: Parameters): string {
  const condition = matchCondition(query, parameters);
  const values = orderValues(query.order, () => {
    const { asWritten } = query.text;
    const bonus = asWritten === '' ? [] : [titleBonus(parameters.add(asWritten))];
    return rounded([wordRank(query, parameters), ...bonus]);
  });
  return `
    hits AS MATERIALIZED (
      SELECT ${[listed(values), ...facetList(query)].join(', ')} FROM ${table} WHERE ${condition}
    ), page AS (${pageOf('hits', query, values.length, parameters)})`;
}

/**
 * The same where an index knows the titles that hold the query. They come first, so where they fill the page, no others
 * are ranked. Those are read by their place in the table, which holds for as long as the statement runs.
 * @param pairs see `titlePairs`.
 */
function titlesFirst(table: string, query: EngineQuery, pairs: string, parameters: Parameters): string {
  const rank = wordRank(query, parameters);
  const written = parameters.add(query.text.asWritten);
  const inTitle = `title_words @@ ${parameters.add(pairs)}::tsquery AND strpos(title, ${written}) > 0`;
  const title = [rounded([rank, titleBonus(written)]), 'published_at'];
  const other = [rounded([rank]), 'published_at'];
  return `
    hits AS MATERIALIZED (
      SELECT ${['ctid AS place', ...facetList(query)].join(', ')} FROM ${table} WHERE ${matchCondition(query, parameters)}
    ), titles AS (
      SELECT ${listed(title)} FROM ${table} WHERE ${listCondition(query, parameters)} AND ${inTitle}
    ), first AS MATERIALIZED (${pageOf('titles', query, title.length, parameters)}
    ), others AS (
      SELECT ${listed(other)} FROM hits JOIN ${table} AS record ON record.ctid = hits.place
       WHERE strpos(title, ${written}) = 0 AND (SELECT count(*) FROM first) <= ${parameters.add(query.limit)}
    ), page AS (
      SELECT * FROM first UNION ALL (${pageOf('others', query, other.length, parameters)})
       ORDER BY ${falling(['v0', 'v1'])} LIMIT ${parameters.add(query.limit + 1)}
    )`;
}

/** One statement for a query that names words. */
export function searchStatement(
  kind: SearchKind,
  query: EngineQuery,
  wanted: 'page' | 'page and counts',
): Statement {
  const [table, parameters] = [tableOf(kind), new Parameters()];
  // Codes are looked at in one index with the words; beside the index of titles every row's would have to be unpacked.
  const hasCodes = Object.values(query.filters.codes).some((codes) => codes.length > 0);
  const pairs = query.order === 'relevance' && !hasCodes ? titlePairs(query.text) : null;
  const parts =
    pairs === null ? hitsThenPage(table, query, parameters) : titlesFirst(table, query, pairs, parameters);
  return {
    text: `WITH ${parts}
      SELECT (SELECT coalesce(json_agg(page), '[]') FROM page) AS page,
             ${wanted === 'page' ? 'NULL' : `(${countsOf(query.facets, 'hits')})`} AS counts,
             (SELECT count FROM search.writes WHERE kind = ${parameters.add(kind)}) AS writes`,
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
  return {
    text: `
      SELECT ${listed(values)}
        FROM ${table} WHERE ${condition} AND ${after} ORDER BY ${falling(values)} LIMIT ${parameters.add(query.limit + 1)}`,
    values: parameters.values,
  };
}
