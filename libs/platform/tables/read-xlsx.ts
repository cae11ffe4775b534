import { readSheet } from 'read-excel-file/node';

import { readHeadings } from './headings.js';
import { type Cell, isBlank, TableError, type TableRow } from './table.js';
import { type TableSource } from './text-source.js';
import { loadWorkbook } from './xlsx-archive.js';

/** Reads the first sheet of a workbook; its first row that is not blank has the headings. */
export async function* readXlsx(
  source: TableSource,
  onHeadings: (headings: readonly string[], line: number) => void,
): AsyncGenerator<TableRow> {
  const rows = await parseFirstSheet(await loadWorkbook(source));
  let headings: string[] | undefined;
  for (const [index, cells] of rows.entries()) {
    const line = index + 1;
    if (cells.every(isBlank)) continue;
    if (!headings) {
      headings = readHeadings(cells, line);
      onHeadings(headings, line);
      continue;
    }
    const entries = headings.map((heading, i) => [heading, cells[i] ?? null] as const);
    yield { line, values: Object.fromEntries(entries.filter(([heading]) => heading !== '')) };
  }
  if (!headings) throw new TableError('empty_file', 'The first sheet of the workbook is empty.');
}

async function parseFirstSheet(workbook: Buffer): Promise<Cell[][]> {
  try {
    // The package declares dates as the constructor's type rather than as Date.
    return (await readSheet(workbook, { trim: false })) as unknown as Cell[][];
  } catch (cause) {
    throw new TableError('broken_xlsx', 'The workbook is damaged and cannot be read.', undefined, { cause });
  }
}
