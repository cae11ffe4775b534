import { pipeline, Readable } from 'node:stream';

import { type CsvError, type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

import { readHeadings } from './headings.js';
import { badBytes } from './read-jsonl.js';
import { isBlank, TableError, type TableRow } from './table.js';
import { type TextSource } from './text-source.js';

const DELIMITERS = [',', ';', '\t'] as const;

/** Enough for a text of 200,000 characters and its neighbours; an unclosed quotation mark runs into it sooner or later. */
const MAX_ROW_CHARACTERS = 4_000_000;

const PARSER_OPTIONS = {
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  record_delimiter: ['\n'],
};

/** Reads separated values whose first row has the headings; the separator is the one that makes most headings. */
export async function* readCsv(
  { text, damaged }: TextSource,
  onHeadings: (headings: readonly string[], line: number) => void,
): AsyncGenerator<TableRow> {
  const { start, rest } = await peek(text);
  let broken: CsvError | undefined;
  const parser = parse({
    ...PARSER_OPTIONS,
    info: true,
    delimiter: findDelimiter(start),
    max_record_size: MAX_ROW_CHARACTERS,
    // Throwing would lose the good rows that the parser still holds.
    skip_records_with_error: true,
    on_skip: (error) => {
      broken ??= error;
      return undefined;
    },
  });
  // The parser passes the errors of the source on, so there is nothing left for the callback to do.
  pipeline(Readable.from(rest), parser, () => undefined);

  let headings: string[] | undefined;
  let last = { lines: 0, empty_lines: 0 };
  const firstLine = (emptyLines: number) => last.lines + 1 + emptyLines - last.empty_lines;
  for await (const item of parser) {
    const { record, info } = item as { record: string[]; info: Info };
    // After a mark that is never closed, text and cells have changed places.
    if (broken && info.records > Number(broken.records)) break;
    const line = firstLine(info.empty_lines);
    last = { lines: info.lines, empty_lines: info.empty_lines };
    if (record.every(isBlank)) continue;
    if (!headings) {
      headings = readHeadings(record, line);
      onHeadings(headings, line);
    } else {
      yield damaged && record.some((cell) => cell.includes('\uFFFD'))
        ? { line, error: badBytes(line) }
        : toRow(headings, record, line);
    }
  }
  if (broken) {
    const line = firstLine(Number(broken.empty_lines));
    const error = unclosedQuote(broken, line);
    if (!headings) throw error;
    yield { line, error };
  }
}

function toRow(headings: readonly string[], record: readonly string[], line: number): TableRow {
  if (record.slice(headings.length).some((cell) => !isBlank(cell))) {
    const message = `The row has ${record.length} cells, but there are ${headings.length} headings.`;
    return { line, error: new TableError('too_many_cells', message, line) };
  }
  const entries = headings.map((heading, i) => [heading, record[i] ?? ''] as const);
  return { line, values: Object.fromEntries(entries.filter(([heading]) => heading !== '')) };
}

/** The parser reports only where the file ended; the person needs the row in which the quotation mark is. */
function unclosedQuote(cause: CsvError, line: number): TableError {
  return new TableError(
    'unclosed_quote',
    'A quotation mark in this row is never closed, so nothing after it could be read.',
    line,
    { cause },
  );
}

/** Takes enough of the text to see the first row, and gives it back in front of the rest. */
async function peek(text: AsyncIterable<string>): Promise<{ start: string; rest: AsyncIterable<string> }> {
  const iterator = text[Symbol.asyncIterator]();
  let start = '';
  let done = false;
  while (!done && start.length < 65_536) {
    const next = await iterator.next();
    if (next.done) done = true;
    else start += next.value;
  }
  async function* all(): AsyncGenerator<string> {
    yield start;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { start, rest: all() };
}

function findDelimiter(start: string): string {
  const headingsWith = (delimiter: string): number => {
    try {
      const rows = parseSync(start, { ...PARSER_OPTIONS, delimiter, to: 1 });
      return rows[0]?.length ?? 0;
    } catch {
      // A quotation mark that is never closed; the row is told of later, read with the separator it seems to have.
      return start.split('\n', 1).join('').split(delimiter).length;
    }
  };
  const counts = DELIMITERS.map((delimiter) => headingsWith(delimiter));
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
