import { type SearchAchievementsQuery, type SearchFacet, type SearchNeedsQuery } from '#contracts/search.js';
import { type QueryFilters, type SearchOrder } from '#platform/search/search.port.js';

const DAY = 86_400_000;
/** Days of the interface are days of China, which has one time zone and no summer time. */
const CHINA_MILLISECONDS = 8 * 3_600_000;

const ORDERS: Readonly<Record<SearchAchievementsQuery['sort'] | SearchNeedsQuery['sort'], SearchOrder>> = {
  relevance: 'relevance',
  newest: 'newest',
  priceLowest: 'amountLowest',
  priceHighest: 'amountHighest',
  budgetLowest: 'amountLowest',
  budgetHighest: 'amountHighest',
};

export const orderOf = (sort: keyof typeof ORDERS): SearchOrder => ORDERS[sort];

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const startOf = (day: string | undefined) =>
  day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`) - CHINA_MILLISECONDS;

const CODE_FACETS = [
  'regionCode',
  'industryCodes',
  'disciplineCodes',
  'fieldCodes',
  'chainCodes',
  'cooperationModes',
  'organisationKind',
  'tier',
] as const satisfies readonly SearchFacet[];

type FilterValues = Partial<
  Omit<SearchAchievementsQuery & SearchNeedsQuery, 'q' | 'sort' | 'facets' | 'cursor' | 'limit'>
>;

/** The filters of a query as an engine takes them. */
export function filtersOf(query: FilterValues): QueryFilters {
  const codes: QueryFilters['codes'] = {};
  for (const facet of CODE_FACETS) if (query[facet]?.length) codes[facet] = query[facet];
  const publishedTo = startOf(query.publishedTo);
  return {
    codes,
    trlMin: query.trlMin,
    trlMax: query.trlMax,
    amountMin: numberOf(query.priceMin ?? query.budgetMin),
    amountMax: numberOf(query.priceMax ?? query.budgetMax),
    publishedFrom: startOf(query.publishedFrom),
    publishedBefore: publishedTo === undefined ? undefined : publishedTo + DAY,
  };
}
