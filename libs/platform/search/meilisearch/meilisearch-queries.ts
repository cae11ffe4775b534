import { type MultiSearchQuery } from 'meilisearch';
import { FACET_VALUES, type FacetCounts, type SearchFacet } from '#contracts/search.js';
import {
  type Audience,
  type EngineQuery,
  type QueryFilters,
  type QueryText,
  type SearchOrder,
  type SearchPlace,
  UnknownPlaceError,
} from '../search.port.js';
import { narrowedFacets } from '../narrowed-facets.js';
import { DEEPEST_PLACE } from './index-settings.js';
import { EVERYBODY } from './stored-document.js';

/** Records before the page that are asked for again, so that a place is found although others went meanwhile. */
export const OVERLAP = 20;

export interface FoundDocument {
  recordId: string;
  revision: number;
  publishedAt: number;
  orderLow: number;
  orderHigh: number;
  _rankingScore?: number;
}

const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const anyOf = (field: string, values: readonly string[]) => `${field} IN [${values.map(quote).join(', ')}]`;

export function audienceFilter({ organisationId }: Audience): string {
  if (organisationId === null) return `audience = ${EVERYBODY}`;
  const own = quote(organisationId);
  return `audience IN [${EVERYBODY}, ${own}] AND NOT hiddenFrom = ${own}`;
}

function valueFilters(filters: QueryFilters, but?: SearchFacet): string[] {
  const conditions = Object.entries(filters.codes)
    .filter(([facet, codes]) => facet !== but && codes.length > 0)
    .map(([facet, codes]) => anyOf(facet, codes));
  const compare = (value: number | undefined, condition: string) => {
    if (value !== undefined) conditions.push(`${condition} ${value}`);
  };
  if (but !== 'trl') {
    compare(filters.trlMin, 'trlLevel >=');
    compare(filters.trlMax, 'trlLevel <=');
  }
  compare(filters.amountMin, 'amountHigh >=');
  compare(filters.amountMax, 'amountLow <=');
  compare(filters.publishedFrom, 'publishedAt >=');
  compare(filters.publishedBefore, 'publishedAt <');
  compare(filters.changedAfter, 'revision >');
  return conditions;
}

/** What Meilisearch has no words for in a query is a filter: a patent number, and a key of digits alone. */
function numberFilters({ patentNumbers, externalKey, words, phrases }: QueryText): string[] {
  if (patentNumbers.length > 0) return [anyOf('patentNumbers', patentNumbers)];
  return externalKey !== null && words.length + phrases.length === 0
    ? [`externalKey = ${quote(externalKey)}`]
    : [];
}

const conditionOf = (query: EngineQuery, but?: SearchFacet): string[] => [
  audienceFilter(query.audience),
  ...numberFilters(query.text),
  ...valueFilters(query.filters, but),
];

const unquoted = (text: string) => text.replaceAll('"', ' ');

/** The query in Meilisearch's own writing; a last word that is finished gets a space, so that it begins no other. */
export function writtenQuery({ words, phrases, excluded, whole, asWritten }: QueryText): string {
  const parts = [
    ...excluded.map((text) => `-"${unquoted(text)}"`),
    ...phrases.map(({ text }) => `"${unquoted(text)}"`),
    // What has no word in it says nothing, however it is written.
    ...(whole && words.length > 0 ? [unquoted(asWritten)] : words.map(({ text }) => text)),
  ];
  return parts.join(' ') + (words.at(-1)?.open ? '' : ' ');
}

export const isRanked = ({ order, text }: EngineQuery) =>
  order === 'relevance' && text.words.length + text.phrases.length > 0;

const SORTS: Readonly<Record<Exclude<SearchOrder, 'relevance'>, readonly string[]>> = {
  newest: ['publishedAt:desc', 'revision:desc'],
  amountLowest: ['orderLow:asc', 'publishedAt:desc', 'revision:desc'],
  amountHighest: ['orderHigh:desc', 'publishedAt:desc', 'revision:desc'],
};

/** The place of a hit in the list that was asked for. */
export function placeOf(query: EngineQuery, hit: FoundDocument, position: number): SearchPlace {
  const { publishedAt, revision } = hit;
  const first = {
    relevance: isRanked(query) ? [hit._rankingScore ?? 0] : [],
    newest: [],
    amountLowest: [-hit.orderLow],
    amountHighest: [hit.orderHigh],
  }[query.order];
  return { values: [...first, publishedAt], revision, position };
}

/** @throws UnknownPlaceError where `placeOf` gives no such place in this list. */
export function checkPlace(query: EngineQuery): void {
  const { after, order } = query;
  if (!after) return;
  const count = isRanked(query) || order === 'amountLowest' || order === 'amountHighest' ? 2 : 1;
  if (after.values.length !== count || after.position > DEEPEST_PLACE) throw new UnknownPlaceError();
}

/** What comes after a place, in a list that is sorted by values of the records. */
function afterFilter({ order, after }: EngineQuery): string[] {
  if (!after) return [];
  const publishedAt = after.values.at(-1) ?? 0;
  const later = `(publishedAt < ${publishedAt} OR (publishedAt = ${publishedAt} AND revision < ${after.revision}))`;
  const [value = 0] = after.values;
  if (order === 'amountLowest') return [`(orderLow > ${-value} OR (orderLow = ${-value} AND ${later}))`];
  if (order === 'amountHighest') return [`(orderHigh < ${value} OR (orderHigh = ${value} AND ${later}))`];
  return [later];
}

const base = (indexUid: string, query: EngineQuery, but?: SearchFacet) => ({
  indexUid,
  q: writtenQuery(query.text),
  filter: conditionOf(query, but),
  matchingStrategy: 'all' as const,
  locales: ['cmn', 'eng'],
});

const RETRIEVED = ['recordId', 'revision', 'publishedAt', 'orderLow', 'orderHigh'];

/**
 * The page, then whatever counts it cannot give itself: total and facets of a later page, whose own filter hides what
 * came before, and each facet that the query narrows by.
 */
export function searchQueries(indexUid: string, query: EngineQuery, overlap: number): MultiSearchQuery[] {
  const ranked = isRanked(query);
  const offset = ranked ? Math.max(0, (query.after?.position ?? 0) - overlap) : 0;
  const narrowed = new Set(narrowedFacets(query));
  const facets = query.facets.filter((facet) => !narrowed.has(facet));
  const countsApart = !ranked && query.after !== null;
  const page: MultiSearchQuery = {
    ...base(indexUid, query),
    attributesToRetrieve: RETRIEVED,
    offset,
    limit: Math.min(query.limit + 1 + (query.after ? overlap : 0), DEEPEST_PLACE - offset),
    ...(ranked
      ? { showRankingScore: true }
      : {
          filter: [...conditionOf(query), ...afterFilter(query)],
          sort: [...SORTS[query.order === 'relevance' ? 'newest' : query.order]],
        }),
    ...(!countsApart && { facets: [...facets] }),
  };
  return [
    page,
    ...(countsApart ? [{ ...base(indexUid, query), limit: 0, facets: [...facets] }] : []),
    ...[...narrowed].map((facet) => ({ ...base(indexUid, query, facet), limit: 0, facets: [facet] })),
  ];
}

export function facetsOf(
  { facets }: EngineQuery,
  distributions: readonly (Partial<Record<string, Record<string, number>>> | undefined)[],
): FacetCounts {
  const counts: FacetCounts = {};
  for (const facet of facets) {
    const values = distributions.find((distribution) => distribution?.[facet])?.[facet] ?? {};
    counts[facet] = Object.entries(values)
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
      .slice(0, FACET_VALUES);
  }
  return counts;
}

/**
 * Where in a list of ranked hits the next page begins: behind the last record of the page before, or, where that is
 * gone, at the first that ranks below it. Null where the hits begin too late to tell.
 */
export function nextAfter(
  hits: readonly FoundDocument[],
  after: SearchPlace,
  fromStart: boolean,
): number | null {
  const same = hits.findIndex(({ revision }) => revision === after.revision);
  if (same >= 0) return same + 1;
  const [score = 0, publishedAt = 0] = after.values;
  const below = hits.findIndex((hit) => {
    const rank = hit._rankingScore ?? 0;
    return (
      rank < score ||
      (rank === score &&
        (hit.publishedAt < publishedAt || (hit.publishedAt === publishedAt && hit.revision < after.revision)))
    );
  });
  if (below === 0 && !fromStart) return null;
  return below < 0 ? hits.length : below;
}
