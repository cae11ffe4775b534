import { type FacetCounts, type SearchFacet, type SearchKind } from '#contracts/search.js';

/** The words of one text, in reading order, as the project's cutter gives them. */
export interface CutText {
  /** Names, formulas and dictionary words, those inside longer ones included. */
  words: readonly string[];
  /** Pairs of neighbouring Chinese characters, which find what no dictionary knows. */
  pairs: readonly string[];
}

/** One record as one audience may find it. A confidential need has two: a masked one, and one for its owner's eyes. */
export interface SearchDocument {
  key: string;
  /** Null for everybody, else the one organisation whose members find it. */
  audience: string | null;
  /** The organisation whose members find another document of the same record instead. */
  hiddenFrom: string | null;
  title: string;
  keywords: readonly string[];
  description: string;
  /** Name of the organisation behind the record; empty where it is not told. */
  owner: string;
  patentNumbers: readonly string[];
  externalKey: string | null;
  /** Codes by facet, each with everything above it, so that a filter on the upper one holds. */
  codes: Partial<Record<SearchFacet, readonly string[]>>;
  trl: number | null;
  amountLow: number | null;
  amountHigh: number | null;
  /** Milliseconds since 1970. */
  publishedAt: number;
  cut: { title: CutText; keywords: CutText; body: CutText; owner: CutText };
}

/** What the index must hold of a record from now on: no documents means that it is gone. */
export interface RecordChange {
  recordId: string;
  /** A change that is not newer than what the index holds does nothing. */
  revision: number;
  documents: readonly SearchDocument[];
}

/** What the index says that it holds, removed records included. */
export interface IndexedRecord {
  recordId: string;
  revision: number;
  /** Keys of its documents; empty where the index only remembers that it is gone. */
  keys: string[];
}

/** One word of a query. */
export interface QueryWord {
  text: string;
  /** How much it tells, for the ranking. */
  weight: number;
  /** Other words for the same thing; they find as well and count less. */
  alternatives: readonly string[];
  /** True where the person may not have finished typing it. */
  open: boolean;
  /** Words inside a compound, each of which may stand for it where the query is loose; the most telling first. */
  parts?: readonly QueryWord[];
  /** The Chinese character right before a single one, for an index that knows pairs and not characters. */
  after?: string;
}

export interface QueryText {
  /** Every one must be found, unless `isLoose`; at most ten. */
  words: readonly QueryWord[];
  /** True where one of the leading words is enough; the more of them a record holds, the better it ranks. */
  isLoose?: boolean;
  /** Texts that must occur as they stand; normalised, with the words that the cutter finds in them. */
  phrases: readonly { text: string; words: readonly string[] }[];
  /** Words and phrases that must not occur; normalised. */
  excluded: readonly string[];
  /** Normalised numbers, one of which the record must have. */
  patentNumbers: readonly string[];
  /** An owner's key may be the whole query, as well as words. */
  externalKey: string | null;
  /** The words as they were written, for a title that says exactly this. */
  asWritten: string;
  /** True where `words` is all of `asWritten`; an engine with a cutter of its own may take that instead. */
  whole: boolean;
}

export interface QueryFilters {
  /** Any of the codes of a facet, and something of every facet named. */
  codes: Partial<Record<SearchFacet, readonly string[]>>;
  trlMin?: number;
  trlMax?: number;
  amountMin?: number;
  amountMax?: number;
  publishedFrom?: number;
  /** Exclusive. */
  publishedBefore?: number;
  /** Only what changed after this revision. */
  changedAfter?: number;
}

/** Who asks: null for nobody in particular. */
export interface Audience {
  organisationId: string | null;
}

export const SEARCH_ORDERS = ['relevance', 'newest', 'amountLowest', 'amountHighest'] as const;
export type SearchOrder = (typeof SEARCH_ORDERS)[number];

/** The last record of the page before, by the values that order the list: every one falls, ties by revision. */
export interface SearchPlace {
  values: readonly number[];
  revision: number;
  /** How many records came before the next page, for an engine that counts. */
  position: number;
}

export interface EngineQuery {
  text: QueryText;
  filters: QueryFilters;
  audience: Audience;
  facets: readonly SearchFacet[];
  order: SearchOrder;
  after: SearchPlace | null;
  limit: number;
}

export interface EngineAnswer {
  hits: { recordId: string; place: SearchPlace }[];
  total: number;
  facets: FacetCounts;
  /** False on the last page. */
  more: boolean;
}

export interface EngineSuggestion {
  recordId: string;
}

/** A new index that is filled beside the one that answers, and then takes its place. */
export interface IndexRebuild {
  /** Each record once, until `finishFilling`; after it as often as there are changes. */
  add(changes: readonly RecordChange[]): Promise<void>;
  finishFilling(): Promise<void>;
  /** From here on the new one answers. @returns its identity. */
  swap(): Promise<string>;
  discard(): Promise<void>;
}

/** An engine that is away, too slow, or cannot do its work just now. */
export class SearchUnavailableError extends Error {
  override name = 'SearchUnavailableError';
}

/** A place that no list of this engine gives: somebody made it up, or another engine gave it. */
export class UnknownPlaceError extends Error {
  override name = 'UnknownPlaceError';
}

/** A value that is unknown comes last, whichever way the list is ordered. */
export const UNKNOWN_LOWEST = 1e9;
export const UNKNOWN_HIGHEST = -1;

/**
 * What the platform wants of a search engine. There are two: PostgreSQL and Meilisearch; one contract suite holds for
 * both. Every method throws `SearchUnavailableError` where the engine cannot be reached.
 */
export abstract class SearchEngine {
  /** For messages and for the command line. */
  abstract readonly name: string;

  /** True where it cuts texts its own way, so that words apart may find what they do not find as they were written. */
  abstract readonly cutsTexts: boolean;

  /** How many of many changes it takes at once; each time costs some work whose amount does not depend on them. */
  abstract readonly changesAtOnce: number;

  /** How many searches are worth having under way at once; more would only hold each other up. */
  abstract readonly searchesAtOnce: number;

  /**
   * Makes sure that the index is there with the settings of this build.
   * @returns its identity, which is another one whenever the index is: whoever follows then begins anew.
   */
  abstract prepare(kind: SearchKind): Promise<string>;

  /**
   * Brings records up to date; when it returns, they can be found. A removal is remembered with its revision, so that
   * an older change that arrives late does not bring the record back.
   * @param force writes whatever the index holds, for mending.
   */
  abstract apply(kind: SearchKind, changes: readonly RecordChange[], force?: boolean): Promise<void>;

  abstract search(kind: SearchKind, query: EngineQuery): Promise<EngineAnswer>;

  /**
   * For each of several words the public records that hold it, best first, at most `limit`: many questions of one
   * program, asked in one request.
   */
  abstract findEach(kind: SearchKind, words: readonly string[], limit: number): Promise<string[][]>;

  /** Records whose titles hold what was typed so far. */
  abstract suggest(
    kind: SearchKind,
    text: QueryText,
    audience: Audience,
    limit: number,
  ): Promise<EngineSuggestion[]>;

  abstract listIndexed(kind: SearchKind): AsyncIterable<IndexedRecord>;

  abstract startRebuild(kind: SearchKind): Promise<IndexRebuild>;

  /** Bytes that the index takes up, or null where the engine does not say. */
  abstract sizeOf(kind: SearchKind): Promise<number | null>;
}
