import { SEARCH_FACETS, type SearchFacet, type SearchKind } from '#contracts/search.js';

/** Schema of the tables that PostgreSQL searches; they are made from the records and can be made again. */
export const SEARCH_SCHEMA = 'search';

const TABLES: Readonly<Record<SearchKind, string>> = { achievement: 'achievements', need: 'needs' };

export const tableOf = (kind: SearchKind) => `${SEARCH_SCHEMA}.${TABLES[kind]}`;
export const nextTableOf = (kind: SearchKind) => `${SEARCH_SCHEMA}.${TABLES[kind]}_next`;
/** The name without its schema, for renaming. */
export const bareTableOf = (kind: SearchKind) => TABLES[kind];

/** All codes that a record has of a facet, as one text: equal ones are counted together before they are taken apart. */
export type FacetColumn = `facet_${SearchFacet}`;
export const facetColumn = (facet: SearchFacet): FacetColumn => `facet_${facet}`;
export const FACET_COLUMNS = SEARCH_FACETS.map(facetColumn);

/**
 * One row for each document, and one without a text for each record that is gone. What ranking and counting read lies
 * in the row itself; the long columns lie beside it, because reading them for thousands of rows is what makes a
 * full-text search slow.
 */
export const createTable = (table: string): string[] => [
  `CREATE TABLE ${table} (
      key text NOT NULL,
      record_id uuid NOT NULL,
      revision bigint NOT NULL,
      removed boolean NOT NULL DEFAULT false,
      audience uuid,
      hidden_from uuid,
      published_at double precision NOT NULL DEFAULT 0,
      amount_low double precision,
      amount_high double precision,
      trl smallint,
      title text NOT NULL DEFAULT '',
      codes text[] NOT NULL DEFAULT '{}',
      ${FACET_COLUMNS.map((column) => `${column} text NOT NULL DEFAULT '',`).join('\n      ')}
      ranking tsvector NOT NULL DEFAULT '',
      body text NOT NULL DEFAULT '',
      title_words tsvector NOT NULL DEFAULT '',
      finding tsvector NOT NULL DEFAULT ''
    ) WITH (toast_tuple_target = 256)`,
  `ALTER TABLE ${table}
      ${['title', 'ranking', ...FACET_COLUMNS].map((column) => `ALTER ${column} SET STORAGE PLAIN,`).join(' ')}
      ALTER body SET STORAGE EXTERNAL, ALTER codes SET STORAGE EXTERNAL, ALTER title_words SET STORAGE EXTERNAL, ALTER finding SET STORAGE EXTERNAL`,
];

/** Made after a table is filled, since an index that grows row by row takes many times as long. */
export const createIndexes = (table: string): string[] => [
  `ALTER TABLE ${table} ADD PRIMARY KEY (key)`,
  `CREATE INDEX ON ${table} (record_id)`,
  `CREATE INDEX ON ${table} (published_at DESC, revision DESC) WHERE NOT removed`,
  `CREATE INDEX ON ${table} USING gin (finding, codes)`,
  `CREATE INDEX ON ${table} USING gin (title_words)`,
];

/** Words of public texts, for telling a slip of the finger from a word. */
export const createWordList: readonly string[] = [
  `CREATE TABLE ${SEARCH_SCHEMA}.words (
      word text PRIMARY KEY,
      pairs tsvector NOT NULL DEFAULT ''
    )`,
  `CREATE INDEX ON ${SEARCH_SCHEMA}.words USING gin (pairs)`,
  // Trigrams know Latin letters in every locale, and Chinese characters in some only: those go by their pairs.
  `CREATE INDEX ON ${SEARCH_SCHEMA}.words USING gin (word gin_trgm_ops) WHERE pairs = ''`,
];

/** Counts the writes of each index, so that what was counted before a write is known to be old. */
export const createWriteCounters: readonly string[] = [
  `CREATE TABLE ${SEARCH_SCHEMA}.writes (kind text PRIMARY KEY, count bigint NOT NULL DEFAULT 0)`,
  `INSERT INTO ${SEARCH_SCHEMA}.writes (kind) VALUES ('achievement'), ('need')`,
];
