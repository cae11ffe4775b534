import { FACET_VALUES, type FacetCounts, type SearchFacet } from '#contracts/search.js';
import { type EngineQuery } from '../search.port.js';
import { facetColumn } from './index-tables.js';
import { matchCondition, Parameters, type Statement } from './sql-conditions.js';

/** How many records have the same codes of a facet. `grouping` says of which; with no codes, it is all records. */
export type GroupCount = [grouping: number, codes: string | null, count: number];

/** What is counted of the rows in one go: for each facet its groups of codes, and all of them. */
export function countsOf(facets: readonly SearchFacet[], rows: string): string {
  const columns = facets.map(facetColumn);
  const list = columns.join(', ');
  const shown = list === '' ? '0, NULL' : `grouping(${list}), coalesce(${list})`;
  return `
    SELECT json_agg(json_build_array(facet, codes, n))
      FROM (SELECT ${shown}, count(*) FROM ${rows}
             GROUP BY GROUPING SETS (${[...columns, '()'].join(', ')})) AS counted(facet, codes, n)`;
}

/** The total and the counts of a list that names no words. */
export function countStatement(table: string, query: EngineQuery): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters);
  return {
    text: `SELECT (${countsOf(query.facets, `${table} WHERE ${condition}`)}) AS counts`,
    values: parameters.values,
  };
}

/** The counts of one facet that the query narrows by, as if it did not. */
export function narrowedStatement(table: string, query: EngineQuery, facet: SearchFacet): Statement {
  const parameters = new Parameters();
  const condition = matchCondition(query, parameters, facet);
  return {
    text: `SELECT (${countsOf([facet], `${table} WHERE ${condition}`)}) AS counts`,
    values: parameters.values,
  };
}

/** What `grouping` says of a facet: a bit for each of them, the last one the lowest, and its own is not set. */
const groupingOf = (facets: readonly SearchFacet[], at: number) =>
  2 ** facets.length - 1 - 2 ** (facets.length - 1 - at);

export const totalOf = (counts: readonly GroupCount[]): number =>
  counts.find(([, codes]) => codes === null)?.[2] ?? 0;

/** For each code of a facet the records of all groups that hold it, the most frequent first. */
export function codeCounts(
  facets: readonly SearchFacet[],
  facet: SearchFacet,
  counts: readonly GroupCount[],
): FacetCounts[SearchFacet] {
  const wanted = groupingOf(facets, facets.indexOf(facet));
  const totals = new Map<string, number>();
  for (const [grouping, codes, count] of counts) {
    if (grouping !== wanted || !codes) continue;
    for (const code of codes.split(' ')) totals.set(code, (totals.get(code) ?? 0) + count);
  }
  return [...totals]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
    .slice(0, FACET_VALUES);
}
