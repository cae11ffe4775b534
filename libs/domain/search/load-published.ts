import { type DataSource } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { runPrepared } from '#platform/database/run-prepared.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { type Need } from '../needs/need.entity.js';

/** JSON has no number that holds these exactly, and the entities have them as text. */
const KEPT_AS_TEXT = new Set(['numeric', 'bigint']);
const INSTANTS = new Set(['timestamptz']);

/**
 * The published records of these ids with their organisations, in the order of the ids. A page of results is read as
 * one JSON value: that takes a third of the time of loading entities, and a search loads little else.
 * @param properties what is read of each; everything where nothing is named.
 */
export async function loadPublished<E extends Achievement | Need, K extends keyof E = keyof E>(
  dataSource: DataSource,
  entity: new () => E,
  ids: readonly string[],
  properties?: readonly K[],
): Promise<Pick<E, K | 'organisation'>[]> {
  if (ids.length === 0) return [];
  const { columns: all, tableName } = dataSource.getMetadata(entity);
  const columns = all.filter(({ propertyName }) => properties?.includes(propertyName as K) ?? true);
  const [row] = await runPrepared<{ records: E[] | null }>(
    dataSource,
    `SELECT json_agg(found ORDER BY place) AS records
       FROM (SELECT ${columnsOf(columns)},
                    json_build_object('id', owner.id, 'name', owner.name, 'kind', owner.kind) AS organisation,
                    wanted.place
               FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place)
               JOIN ${tableName} AS record ON record.id = wanted.id
               JOIN organisations AS owner ON owner.id = record.organisation_id
              WHERE record.state = 'published') AS found`,
    [ids],
  );
  const records = row?.records ?? [];
  for (const record of records) restoreInstants(record, columns);
  return records;
}

const isOf = (types: ReadonlySet<string>, { type }: ColumnMetadata) => types.has(String(type));

function columnsOf(columns: readonly ColumnMetadata[]): string {
  return columns
    .map((column) => {
      const cast = isOf(KEPT_AS_TEXT, column) ? '::text' : '';
      return `record.${column.databaseName}${cast} AS "${column.propertyName}"`;
    })
    .join(', ');
}

function restoreInstants(record: object, columns: readonly ColumnMetadata[]): void {
  for (const column of columns) {
    const value: unknown = isOf(INSTANTS, column) ? column.getEntityValue(record) : null;
    if (typeof value === 'string') column.setEntityValue(record, new Date(value));
  }
}
