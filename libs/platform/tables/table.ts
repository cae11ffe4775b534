/** What one cell can hold. Lists and objects come from jsonl only; dates from xlsx only. */
export type Cell =
  string | number | boolean | Date | null | readonly Cell[] | { readonly [key: string]: Cell };

export const TABLE_FORMATS = ['csv', 'jsonl', 'xlsx'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Stable: imports store them and the command line prints them, so a code is never renamed. */
export type TableErrorCode =
  | 'file_not_found'
  | 'file_unreadable'
  | 'empty_file'
  | 'file_too_large'
  | 'archive_too_large'
  | 'broken_xlsx'
  | 'password_protected'
  | 'xls_not_supported'
  | 'bad_encoding'
  | 'missing_heading'
  | 'duplicate_heading'
  | 'too_many_cells'
  | 'unclosed_quote'
  | 'row_too_long'
  | 'broken_json'
  | 'not_an_object'
  | 'too_many_rows';

/** A file, or one row of it, that cannot be used. The message is one sentence for the person who made the file. */
export class TableError extends Error {
  constructor(
    readonly code: TableErrorCode,
    message: string,
    /** The line of the file, or the row of the sheet, counted from 1. */
    readonly line?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'TableError';
  }
}

/**
 * One row. `line` is what an editor or a spreadsheet program shows beside it, so it counts blank lines and the lines
 * inside quoted cells. A row that cannot be read has an error instead of values, and the rows after it still come.
 */
export type TableRow =
  { line: number; values: Record<string, Cell>; error?: undefined } | { line: number; error: TableError };

/** Whether there is nothing to read in a cell: spreadsheets are full of cells that hold only blanks. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** A cell as one text; dates as ISO 8601, lists and objects as JSON, nothing as ''. */
export function textOfCell(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
