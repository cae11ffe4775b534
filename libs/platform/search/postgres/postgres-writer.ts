import { type EntityManager } from 'typeorm';
import { SEARCH_FACETS, type SearchKind } from '#contracts/search.js';
import { Turns } from '../../process/turns.js';
import { planWrites } from '../plan-writes.js';
import { type IndexedRecord, type RecordChange, type SearchDocument } from '../search.port.js';
import { FACET_COLUMNS, type FacetColumn, facetColumn } from './index-tables.js';
import { mergeWaiting } from './waiting-entries.js';
import { findingVector, rankingVector, titleVector } from './lexemes.js';
import { codeOf } from './sql-conditions.js';

const COLUMNS = {
  key: 'text',
  record_id: 'uuid',
  revision: 'bigint',
  removed: 'boolean',
  audience: 'uuid',
  hidden_from: 'uuid',
  published_at: 'float8',
  amount_low: 'float8',
  amount_high: 'float8',
  trl: 'smallint',
  title: 'text',
  codes: 'text[]',
  ...(Object.fromEntries(FACET_COLUMNS.map((column) => [column, 'text'])) as Record<FacetColumn, 'text'>),
  ranking: 'tsvector',
  body: 'text',
  title_words: 'tsvector',
  finding: 'tsvector',
} as const;
type Row = Record<keyof typeof COLUMNS, string | number | boolean | null>;

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const arrayLiteral = (items: readonly string[]) => `{${items.map(quoted).join(',')}}`;

function rowOf({ recordId, revision }: RecordChange, document: SearchDocument): Row {
  const codes = Object.entries(document.codes).flatMap(([facet, list]) =>
    list.map((code) => codeOf(facet as keyof SearchDocument['codes'], code)),
  );
  const { title, keywords, description } = document;
  return {
    key: document.key,
    record_id: recordId,
    revision,
    removed: false,
    audience: document.audience,
    hidden_from: document.hiddenFrom,
    published_at: document.publishedAt,
    amount_low: document.amountLow,
    amount_high: document.amountHigh,
    trl: document.trl,
    title,
    codes: arrayLiteral(codes),
    ...facetTexts(document.codes),
    ranking: rankingVector(document),
    body: [title, ...keywords, description].join('\n'),
    title_words: titleVector(document),
    finding: findingVector(document),
  };
}

const facetTexts = (codes: SearchDocument['codes']): Record<FacetColumn, string> =>
  Object.fromEntries(
    SEARCH_FACETS.map((facet) => [facetColumn(facet), (codes[facet] ?? []).join(' ')]),
  ) as Record<FacetColumn, string>;

/** What is left of a record that is gone. */
const stoneOf = ({ recordId, revision }: RecordChange): Row => ({
  ...(Object.fromEntries(Object.keys(COLUMNS).map((column) => [column, null])) as Row),
  key: recordId,
  record_id: recordId,
  revision,
  removed: true,
  published_at: 0,
  title: '',
  codes: '{}',
  ...facetTexts({}),
  ranking: '',
  body: '',
  title_words: '',
  finding: '',
});

async function insert(
  manager: EntityManager,
  table: string,
  changes: readonly RecordChange[],
): Promise<void> {
  const rowsOfEach = await new Turns().map(changes, (change) =>
    change.documents.length > 0
      ? change.documents.map((document) => rowOf(change, document))
      : [stoneOf(change)],
  );
  const rows = rowsOfEach.flat();
  if (rows.length === 0) return;
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const typed = names.map((name) => `u.${name}::${COLUMNS[name]}`);
  const places = names.map((_, at) => `$${at + 1}::text[]`);
  const text = (value: Row[keyof Row]) => (value === null ? null : `${value}`);
  await manager.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${typed.join(', ')} FROM unnest(${places.join(', ')}) AS u(${names.join(', ')})`,
    names.map((name) => rows.map((row) => text(row[name]))),
  );
}

/** Adds rows to a table that nobody reads yet. */
export const fillTable = insert;

/** Writes what is newer than what the table holds; writers of one kind take turns. */
export async function writeChanges(
  manager: EntityManager,
  kind: SearchKind,
  table: string,
  changes: readonly RecordChange[],
  force: boolean,
): Promise<void> {
  await manager.query('UPDATE search.writes SET count = count + 1 WHERE kind = $1', [kind]);
  const indexed = await manager.query<(Omit<IndexedRecord, 'revision'> & { revision: string })[]>(
    `SELECT record_id AS "recordId", max(revision) AS revision, array_agg(key) AS keys
       FROM ${table} WHERE record_id = ANY($1::uuid[]) GROUP BY record_id`,
    [changes.map(({ recordId }) => recordId)],
  );
  const plan = planWrites(
    indexed.map((row) => ({ ...row, revision: Number(row.revision) })),
    changes,
    force,
  );
  if (plan.changes.length === 0) return;
  await manager.query(`DELETE FROM ${table} WHERE record_id = ANY($1::uuid[])`, [
    plan.changes.map(({ recordId }) => recordId),
  ]);
  await insert(manager, table, plan.changes);
  await mergeWaiting(manager, table);
}
