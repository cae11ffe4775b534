import { DomainError } from '#contracts/domain-error.js';
import { type Locale } from '#contracts/accounts.js';
import { type ImportKind } from '#contracts/imports.js';
import { readTable } from '#platform/tables/read-table.js';
import { TableError } from '#platform/tables/table.js';
import { RowReader } from './row-reader.js';

/**
 * Reads a spreadsheet as far as its first row: a file of which nothing can come is refused while its person is still
 * there.
 * @throws DomainError `file_unusable` with the reason of the table's reader as its detail.
 */
export async function assertUsable(path: string, kind: ImportKind, locale: Locale): Promise<void> {
  const reader = new RowReader(kind, locale);
  try {
    for await (const _ of readTable(path, 'csv', { onHeadings: reader.setHeadings })) return;
    throw new TableError('empty_file', 'There are no rows below the headings.');
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw unusable(error);
  }
}

export const unusable = ({ code, message, line }: TableError): DomainError =>
  new DomainError(code === 'file_too_large' ? 'file_too_large' : 'file_unusable', message, [
    { field: 'file', code, message: line === undefined ? message : `line ${line}: ${message}` },
  ]);
