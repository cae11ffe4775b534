import { type SearchFacet } from '#contracts/search.js';
import { type EngineQuery } from './search.port.js';

/** The facets that the query narrows by, which are counted as if it did not. */
export function narrowedFacets({ facets, filters }: EngineQuery): SearchFacet[] {
  return facets.filter((facet) =>
    facet === 'trl'
      ? filters.trlMin !== undefined || filters.trlMax !== undefined
      : (filters.codes[facet]?.length ?? 0) > 0,
  );
}
