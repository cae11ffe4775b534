import { once } from 'node:events';
import { type Writable } from 'node:stream';

import { stringify } from 'csv-stringify';
import { unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';

import { type Cell, TableError, type TableFormat, textOfCell } from './table.js';

/** A column of a table that is written; csv and xlsx show the heading, jsonl uses it as the name of the field. */
export interface WrittenColumn<Row> {
  heading: string;
  cell: (row: Row) => Cell | undefined;
  /** Width in characters, for xlsx. */
  width?: number;
}

/** What Excel holds in one sheet, headings included, and in one cell. */
const SHEET_ROWS = 1_048_576;
const CELL_CHARACTERS = 32_767;

/**
 * Writes a table to a stream and leaves the stream open. Equal rows give equal bytes in every format. In csv a text
 * that a spreadsheet program would run as a formula gets an apostrophe in front; numbers stay numbers.
 */
export async function writeTable<Row>(
  sink: Writable,
  format: TableFormat,
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): Promise<void> {
  const encode = { jsonl: encodeJsonl, csv: encodeCsv, xlsx: encodeXlsx }[format];
  let failure: Error | undefined;
  const onError = (error: Error) => (failure = error);
  sink.on('error', onError);
  try {
    for await (const chunk of encode(columns, rows)) {
      if (failure) throw failure;
      if (!sink.write(chunk)) await once(sink, 'drain');
    }
  } finally {
    sink.off('error', onError);
  }
}

async function* encodeJsonl<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  for await (const row of rows) {
    yield `${JSON.stringify(Object.fromEntries(columns.map(({ heading, cell }) => [heading, cell(row)])))}\n`;
  }
}

async function* encodeCsv<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Buffer> {
  const writer = stringify({
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    header: true,
    columns: columns.map(({ heading }) => ({ key: heading, header: heading })),
  });
  const feed = async () => {
    for await (const row of rows) {
      const ready = writer.write(columns.map(({ cell }) => flatCell(cell(row))));
      if (!ready) await once(writer, 'drain');
    }
    writer.end();
  };
  feed().catch((error: unknown) => writer.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const chunk of writer) yield chunk as Buffer;
}

async function* encodeXlsx<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Buffer> {
  const sheet: (string | number | boolean | null | { value: string; fontWeight: 'bold' })[][] = [
    columns.map(({ heading }) => ({ value: heading, fontWeight: 'bold' })),
  ];
  for await (const row of rows) {
    if (sheet.length >= SHEET_ROWS) {
      throw new TableError(
        'too_many_rows',
        `A sheet holds ${SHEET_ROWS - 1} rows; write csv or jsonl instead.`,
      );
    }
    sheet.push(columns.map(({ cell }) => sheetCell(cell(row))));
  }
  const workbook = await writeExcelFile(sheet, {
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer();
  yield withoutTimes(workbook);
}

/** The package stamps every part of the archive with the time of writing; equal tables must be equal files. */
function withoutTimes(workbook: Buffer): Buffer {
  return Buffer.from(zipSync(unzipSync(workbook), { mtime: new Date(1980, 0, 1) }));
}

function flatCell(cell: Cell | undefined): string | number | boolean | null {
  if (cell === undefined || cell === null) return null;
  return typeof cell === 'object' ? textOfCell(cell) : cell;
}

function sheetCell(cell: Cell | undefined): string | number | boolean | null {
  const flat = flatCell(cell);
  if (typeof flat !== 'string' || flat.length <= CELL_CHARACTERS) return flat;
  return `${flat.slice(0, CELL_CHARACTERS - 1)}…`;
}
