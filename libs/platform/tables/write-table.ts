import { once } from 'node:events';
import { type Writable } from 'node:stream';

import { stringify } from 'csv-stringify';

import { type Cell, type TableFormat, textOfCell } from './table.js';
import { writeXlsx } from './write-xlsx.js';

/** A column of a table that is written; csv and xlsx show the heading, jsonl uses it as the name of the field. */
export interface WrittenColumn<Row> {
  heading: string;
  cell: (row: Row) => Cell | undefined;
  /** Width in characters, for xlsx. */
  width?: number;
}

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
  let failure: Error | undefined;
  const onError = (error: Error) => (failure = error);
  sink.on('error', onError);
  try {
    for await (const chunk of encodeTable(format, columns, rows)) {
      if (failure) throw failure;
      if (!sink.write(chunk)) await once(sink, 'drain');
    }
  } finally {
    sink.off('error', onError);
  }
}

/** The bytes of a table, piece by piece as its rows come; see `writeTable`. */
export async function* encodeTable<Row>(
  format: TableFormat,
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Buffer> {
  const encode = { jsonl: encodeJsonl, csv: encodeCsv, xlsx: encodeXlsx }[format];
  for await (const chunk of encode(columns, rows))
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
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

function encodeXlsx<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Buffer> {
  async function* cells() {
    for await (const row of rows) yield columns.map(({ cell }) => cell(row));
  }
  return writeXlsx([
    {
      name: 'Sheet1',
      headings: columns.map(({ heading }) => heading),
      widths: columns.map(({ width }) => width),
      rows: cells(),
    },
  ]);
}

function flatCell(cell: Cell | undefined): string | number | boolean | null {
  if (cell === undefined || cell === null) return null;
  return typeof cell === 'object' ? textOfCell(cell) : cell;
}
