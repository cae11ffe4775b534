import { type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

export interface OnConflict<E> {
  /** The fields of the unique index. */
  of: readonly (keyof E & string)[];
  /** The fields that the row which is there takes over. */
  take: readonly (keyof E & string)[];
}

/**
 * Adds rows with one statement and one parameter, which the database takes apart by the types of the table. TypeORM's
 * builder makes a parameter of every value: for a thousand rows that takes longer than inserting them.
 * @param rows all with the same fields; columns that are no field of the first get their defaults.
 * @returns the primary keys, in the order of the rows.
 */
export async function insertRows<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly Partial<E>[],
  onConflict?: OnConflict<E>,
): Promise<Partial<E>[]> {
  const [first] = rows;
  if (!first) return [];
  const { columns, primaryColumns, tablePath } = manager.connection.getMetadata(entity);
  const written = columns.filter(({ propertyName }) => first[propertyName] !== undefined);
  const names = written.map(quoted).join(', ');
  const values = rows.map((row) =>
    Object.fromEntries(
      written.map(({ databaseName, propertyName }) => [databaseName, row[propertyName] as unknown]),
    ),
  );
  const columnOf = (field: string) => quoted(columns.find(({ propertyName }) => propertyName === field)!);
  const conflict = onConflict
    ? `ON CONFLICT (${onConflict.of.map(columnOf).join(', ')}) DO UPDATE
          SET ${onConflict.take.map((field) => `${columnOf(field)} = excluded.${columnOf(field)}`).join(', ')}`
    : '';
  const keys = primaryColumns.map((column) => `${quoted(column)} AS "${column.propertyName}"`);
  return manager.query<Partial<E>[]>(
    `INSERT INTO ${tablePath} (${names})
     SELECT ${names} FROM json_populate_recordset(NULL::${tablePath}, $1) ${conflict} RETURNING ${keys.join(', ')}`,
    [JSON.stringify(values)],
  );
}

const quoted = ({ databaseName }: ColumnMetadata) => `"${databaseName}"`;
