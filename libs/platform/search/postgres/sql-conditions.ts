import { type Audience, type EngineQuery, type QueryFilters, type QueryText } from '../search.port.js';
import { type SearchFacet } from '#contracts/search.js';
import { findingQuery, isWord } from './lexemes.js';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Collects parameters of one statement and hands out their places. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

export const codeOf = (facet: SearchFacet, code: string) => `${facet}:${code}`;

/** Whose eyes a document is for. Records that are gone are for nobody's. */
export function audienceCondition({ organisationId }: Audience, parameters: Parameters): string {
  if (organisationId === null) return 'NOT removed AND audience IS NULL';
  const own = parameters.add(organisationId);
  return `NOT removed AND (audience IS NULL OR audience = ${own}) AND hidden_from IS DISTINCT FROM ${own}`;
}

/** What must stand in the text as it was written; the index knows only the words of it. */
function textConditions({ phrases, excluded }: QueryText, parameters: Parameters): string[] {
  return [
    ...phrases.map(({ text }) => `strpos(body, ${parameters.add(text)}) > 0`),
    ...excluded.filter((text) => !isWord(text)).map((text) => `strpos(body, ${parameters.add(text)}) = 0`),
  ];
}

function filterConditions(filters: QueryFilters, parameters: Parameters, but?: SearchFacet): string[] {
  const conditions: string[] = [];
  for (const [facet, codes] of Object.entries(filters.codes)) {
    if (facet === but || codes.length === 0) continue;
    const stored = codes.map((code) => codeOf(facet as SearchFacet, code));
    conditions.push(`codes && ${parameters.add(stored)}::text[]`);
  }
  const compare = (value: number | undefined, condition: (parameter: string) => string) => {
    if (value !== undefined) conditions.push(condition(parameters.add(value)));
  };
  if (but !== 'trl') {
    compare(filters.trlMin, (least) => `trl >= ${least}`);
    compare(filters.trlMax, (most) => `trl <= ${most}`);
  }
  compare(filters.amountMin, (least) => `amount_high >= ${least}`);
  compare(filters.amountMax, (most) => `amount_low <= ${most}`);
  compare(filters.publishedFrom, (from) => `published_at >= ${from}`);
  compare(filters.publishedBefore, (before) => `published_at < ${before}`);
  compare(filters.changedAfter, (revision) => `revision > ${revision}`);
  return conditions;
}

/** What a document must fulfil beside the text of the query. */
export const listCondition = ({ audience, filters }: EngineQuery, parameters: Parameters): string =>
  [audienceCondition(audience, parameters), ...filterConditions(filters, parameters)].join(' AND ');

/** Everything that a document must fulfil, but for the filter of one facet. */
export function matchCondition(query: EngineQuery, parameters: Parameters, but?: SearchFacet): string {
  const words = findingQuery(query.text);
  return [
    audienceCondition(query.audience, parameters),
    ...(words === null ? [] : [`finding @@ ${parameters.add(words)}::tsquery`]),
    ...textConditions(query.text, parameters),
    ...filterConditions(query.filters, parameters, but),
  ].join(' AND ');
}
