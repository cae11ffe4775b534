import { type Settings } from 'meilisearch';
import { FACET_VALUES, SEARCH_FACETS } from '#contracts/search.js';
import { STOP_WORDS } from '../stop-words.js';

/** Places in a ranked list that can be reached; PostgreSQL knows no such end. */
export const DEEPEST_PLACE = 10_000;

/** Fields whose values are compared, and not read. */
const NUMBERS = ['publishedAt', 'revision', 'trlLevel', 'amountLow', 'amountHigh', 'orderLow', 'orderHigh'];

/**
 * The settings of both indexes. They are part of the build: an index that has others gets these before it is used.
 */
export const indexSettings = (synonyms: ReadonlyMap<string, readonly string[]>): Settings => ({
  // The earlier a field is named, the more a hit in it counts.
  searchableAttributes: ['title', 'keywords', 'patentNumbers', 'externalKey', 'description', 'owner'],
  displayedAttributes: ['key', 'recordId', 'audience', ...NUMBERS],
  filterableAttributes: [
    'audience',
    'hiddenFrom',
    'patentNumbers',
    'externalKey',
    'recordId',
    ...SEARCH_FACETS,
    ...NUMBERS,
  ].sort(),
  sortableAttributes: ['orderHigh', 'orderLow', 'publishedAt', 'revision'],
  rankingRules: [
    // A wish for another order is the order; it does not merely break ties.
    'sort',
    'words',
    'typo',
    // The word itself, wherever it stands, before another word for it in the title.
    'exactness',
    'proximity',
    'attributeRank',
    'wordPosition',
    'publishedAt:desc',
    'revision:desc',
  ],
  stopWords: [...STOP_WORDS].sort(),
  synonyms: Object.fromEntries([...synonyms].map(([word, others]) => [word, [...others]])),
  typoTolerance: {
    enabled: true,
    // In a number, a code or a formula every sign counts.
    disableOnNumbers: true,
    disableOnAttributes: ['externalKey', 'patentNumbers'],
    minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
  },
  localizedAttributes: [
    { attributePatterns: ['title', 'keywords', 'description', 'owner'], locales: ['cmn', 'eng'] },
  ],
  pagination: { maxTotalHits: DEEPEST_PLACE },
  faceting: { maxValuesPerFacet: FACET_VALUES, sortFacetValuesBy: { '*': 'count' } },
  // Nobody searches among the values of a facet, and the tables for it cost time with every write.
  facetSearch: false,
  searchCutoffMs: 1500,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Whether an index has everything that is wanted; what it has beside that does not matter. */
export function holdsSettings(has: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(has) &&
      has.length === wanted.length &&
      wanted.every((value, at) => holdsSettings(has[at], value))
    );
  }
  if (!isObject(wanted)) return has === wanted;
  if (!isObject(has)) return false;
  return Object.entries(wanted).every(([name, value]) => holdsSettings(has[name], value));
}
