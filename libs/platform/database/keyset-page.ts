import { type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { decodeCursor, encodeCursor } from './keyset.js';

/**
 * One page of a query, highest `column` first unless told otherwise, ties by id. A page begins after the last row of the page before, so rows
 * that arrive meanwhile neither repeat nor hide others.
 * @param column a property path of the query's own alias, such as `record.createdAt`: a timestamp of millisecond
 * precision or a double, which JavaScript and PostgreSQL hold alike.
 * @param valueOf the same value of a loaded row.
 * @throws DomainError `malformed_cursor`.
 */
export async function keysetPage<E extends ObjectLiteral & { id: string }>(
  builder: SelectQueryBuilder<E>,
  { cursor, limit }: PageQuery,
  column: string,
  valueOf: (row: E) => Date | number,
  direction: 'ASC' | 'DESC' = 'DESC',
): Promise<Page<E>> {
  const alias = column.split('.')[0] ?? '';
  if (cursor !== undefined) {
    const after = readCursor(cursor);
    builder.andWhere(
      `(${column}, ${alias}.id) ${direction === 'DESC' ? '<' : '>'} (:cursorValue, :cursorId)`,
      {
        cursorValue: after.value,
        cursorId: after.id,
      },
    );
  }
  const rows = await builder
    .orderBy(column, direction)
    .addOrderBy(`${alias}.id`, direction)
    .take(limit + 1)
    .getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(valueOf(last), last.id) : null };
}

function writeCursor(value: Date | number, id: string): string {
  return encodeCursor({ value: value instanceof Date ? value.toISOString() : String(value), id });
}

export function readCursor(cursor: string): { value: Date | number; id: string } {
  const keyset = decodeCursor(cursor);
  const value = keyset && (keyset.value.includes('T') ? new Date(keyset.value) : Number(keyset.value));
  if (!keyset || value === null || Number.isNaN(Number(value))) {
    throw new DomainError('malformed_cursor', 'The cursor is not one that this list gave.', [
      { field: 'cursor', code: 'malformed_cursor', message: 'must be the nextCursor of the page before' },
    ]);
  }
  return { value, id: keyset.id };
}
