import {
  type FederatedMultiSearchParams,
  type MultiSearchQuery,
  type MultiSearchQueryWithFederation,
  type SearchResponse,
} from 'meilisearch';
import { choicesOf, leadingWords } from '../leading-words.js';
import { type EngineQuery, type QueryWord } from '../search.port.js';
import { type FoundDocument, writtenQuery } from './meilisearch-queries.js';

/** A record that holds more of the words comes first, wherever it holds them. */
const weightOf = (words: readonly QueryWord[]) => words.reduce((sum, { weight }) => sum + weight, 0) ** 2;

/** A part stands for its compound alone or beside one other word; more choices cost more than they find. */
const MOST_WORDS_WITH_PART = 2;
/** Another word for the compound scores 0.6 of it; a part of it comes after that. */
const PART_SHARE = 0.6;

/** A choice, and what it is with a part of one of its words instead of the word. */
const withParts = (words: readonly QueryWord[]): QueryWord[][] => [
  [...words],
  ...(words.length <= MOST_WORDS_WITH_PART
    ? words.flatMap(({ parts = [] }, at) =>
        parts.map((part) => words.with(at, { ...part, weight: part.weight * PART_SHARE })),
      )
    : []),
];

/**
 * Meilisearch finds all words or gives up the last of them first. Where any of the leading words is enough, each
 * choice of them is a query of its own, weighed by what its words tell, and the server makes one list of all.
 */
export function federated(one: MultiSearchQuery, { text }: EngineQuery): FederatedMultiSearchParams {
  const { offset, limit, facets, q: _, ...rest } = one;
  const queries: MultiSearchQueryWithFederation[] = choicesOf(leadingWords(text.words))
    .flatMap(withParts)
    .map((words) => ({
      ...rest,
      q: writtenQuery({ ...text, words, whole: false }),
      federationOptions: { weight: weightOf(words) },
    }));
  const counted = facets && facets.length > 0 ? { [one.indexUid]: [...facets] } : {};
  return { federation: { offset, limit, facetsByIndex: counted }, queries };
}

/** The answer to such a list in the form in which a single query is answered. */
export function unfederated(
  uid: string,
  { facetsByIndex, ...answer }: SearchResponse<FoundDocument>,
): SearchResponse<FoundDocument> {
  return {
    ...answer,
    hits: answer.hits.map((hit) => ({ ...hit, _rankingScore: hit._federation?.weightedRankingScore })),
    facetDistribution: facetsByIndex?.[uid]?.distribution,
  };
}
