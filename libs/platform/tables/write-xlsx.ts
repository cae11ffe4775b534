import { Zip, ZipDeflate } from 'fflate';

import { type Cell, TableError, textOfCell } from './table.js';
import { CELL_STYLE, fixedParts, sheetEnd, type SheetLayout, sheetStart } from './xlsx-layout.js';
import { columnName, escapeText } from './xlsx-text.js';

/** What Excel holds in one sheet, headings included, and in one cell. */
const SHEET_ROWS = 1_048_576;
const CELL_CHARACTERS = 32_767;

/** As much XML is gathered before it is compressed. */
const PIECE_CHARACTERS = 32_768;

/** The archive's clock begins here; equal tables must be equal files. */
const NO_TIME = new Date(1980, 0, 1);

export interface WrittenSheet extends SheetLayout {
  headings: readonly string[];
  rows: AsyncIterable<readonly (Cell | undefined)[]> | Iterable<readonly (Cell | undefined)[]>;
}

/** Writes a workbook as its rows arrive; nothing but the piece in hand is held. */
export async function* writeXlsx(sheets: readonly WrittenSheet[]): AsyncGenerator<Buffer> {
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  function* take(): Generator<Buffer> {
    if (failure) throw failure;
    for (const chunk of ready.splice(0)) if (chunk.length > 0) yield Buffer.from(chunk);
  }
  const addPart = (name: string): ZipDeflate => {
    const part = new ZipDeflate(name, { level: 6 });
    part.mtime = NO_TIME;
    zip.add(part);
    return part;
  };

  for (const [name, content] of Object.entries(fixedParts(sheets))) {
    addPart(name).push(Buffer.from(content), true);
  }
  yield* take();
  for (const [index, sheet] of sheets.entries()) {
    const part = addPart(`xl/worksheets/sheet${index + 1}.xml`);
    for await (const xml of sheetXml(sheet)) {
      part.push(Buffer.from(xml), false);
      yield* take();
    }
    part.push(new Uint8Array(), true);
    yield* take();
  }
  zip.end();
  yield* take();
}

async function* sheetXml(sheet: WrittenSheet): AsyncGenerator<string> {
  let held = sheetStart(sheet) + rowXml(1, sheet.headings, CELL_STYLE.heading);
  let line = 1;
  for await (const cells of sheet.rows) {
    line += 1;
    if (line > SHEET_ROWS) {
      throw new TableError('too_many_rows', `A sheet holds ${SHEET_ROWS - 1} rows; write csv instead.`);
    }
    held += rowXml(line, cells, CELL_STYLE.plain);
    if (held.length < PIECE_CHARACTERS) continue;
    yield held;
    held = '';
  }
  yield held + sheetEnd(sheet);
}

function rowXml(line: number, cells: readonly (Cell | undefined)[], style: number): string {
  return `<row r="${line}">${cells.map((cell, column) => cellXml(`${columnName(column)}${line}`, cell, style)).join('')}</row>`;
}

function cellXml(place: string, cell: Cell | undefined, style: number): string {
  if (cell === undefined || cell === null || cell === '') return '';
  const styled = (number: number) => (number === CELL_STYLE.plain ? '' : ` s="${number}"`);
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"${styled(style)}><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number' && Number.isFinite(cell)) {
    return `<c r="${place}"${styled(style)}><v>${cell}</v></c>`;
  }
  const text = cutText(textOfCell(cell));
  // The apostrophe that Excel shows none of: a text like a formula stays a text when somebody edits the cell.
  const quoted = startsLikeFormula(text) ? CELL_STYLE.quoted : style;
  return `<c r="${place}" t="inlineStr"${styled(quoted)}><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}

/** Whether a spreadsheet program may take the text for something to run. Full-width forms count in Chinese Excel. */
export const startsLikeFormula = (text: string): boolean => /^[=+\-@\t\r＝＋－＠]/u.test(text);

const cutText = (text: string): string =>
  text.length <= CELL_CHARACTERS ? text : `${text.slice(0, CELL_CHARACTERS - 1)}…`;
