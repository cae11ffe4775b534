import { extname } from 'node:path';

import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import { readXlsx } from './read-xlsx.js';
import { TableError, type TableFormat, type TableRow } from './table.js';
import { openText, type TableSource } from './text-source.js';
import { bytesOf, isArchive, isCompoundFile } from './xlsx-archive.js';

export interface ReadTableOptions {
  /**
   * Called before the first row with the headings of a csv or xlsx file, so that a column that must be there can be
   * missed at once, even in a table without rows. jsonl has no headings: each row brings its own.
   */
  onHeadings?: (headings: readonly string[], line: number) => void;
}

const EXTENSIONS: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'jsonl',
  '.xlsx': 'xlsx',
  '.xlsm': 'xlsx',
};

/** The format that a file's name promises, if it promises one. */
export function formatOfName(path: string): TableFormat | undefined {
  return EXTENSIONS[extname(path).toLowerCase()];
}

/**
 * Reads a table row by row. Files are streamed; a workbook is refused beyond the limits of xlsx-archive.ts. What makes the file useless is thrown as a TableError; what makes one
 * row useless comes as that row's error.
 *
 * A workbook is recognised by its first bytes whatever it is called, since people rename them to .csv.
 */
export async function* readTable(
  source: TableSource,
  format?: TableFormat,
  { onHeadings = () => undefined }: ReadTableOptions = {},
): AsyncGenerator<TableRow> {
  const start = await bytesOf(source, 512);
  if (start.length === 0) throw new TableError('empty_file', 'The file is empty.');
  const expected = format ?? (typeof source === 'string' ? formatOfName(source) : undefined);

  if (isArchive(start) || isCompoundFile(start) || expected === 'xlsx') {
    yield* readXlsx(source, onHeadings);
    return;
  }
  // Only UTF-16 has zeros between its letters, and says what it is in front of them.
  if (start.includes(0) && start.readUInt8(0) !== 0xff) {
    throw new TableError('bad_encoding', 'The file is neither a workbook nor text.');
  }
  const text = await openText(source);
  let empty = true;
  const seen = (headings: readonly string[], line: number) => {
    empty = false;
    onHeadings(headings, line);
  };
  const asJson = expected ? expected === 'jsonl' : /^\uFEFF?\s*\{/u.test(start.toString('utf8'));
  for await (const row of asJson ? readJsonl(text) : readCsv(text, seen)) {
    empty = false;
    yield row;
  }
  if (empty) throw new TableError('empty_file', 'There is nothing in the file but blank lines.');
}
