import { type Readable } from 'node:stream';

import { readXml } from './read-xml.js';
import { type Cell, TableError } from './table.js';
import { tooLarge } from './xlsx-archive.js';
import { type XlsxParts } from './xlsx-parts.js';
import { unescapeText } from './xlsx-text.js';

/** Excel's own limits, and what a rectangle of cells may cost, however few of them are filled. */
const LIMITS = { rows: 1_048_576, columns: 16_384, cells: 20_000_000 } as const;

const DAY = 86_400_000;
/** Days from the first of each way of counting to 1970; both hold Excel's day that never was, 29 February 1900. */
const DAYS_TO_1970 = { from1900: 25_569, from1904: 24_107 } as const;

/** A row of a sheet with the number that a spreadsheet program shows beside it. */
export interface SheetRow {
  line: number;
  cells: Cell[];
}

/** Reads the rows of a sheet as they arrive; rows that the file leaves out are left out here too. */
export async function* readSheetRows(stream: Readable, parts: XlsxParts): AsyncGenerator<SheetRow> {
  const reader = new SheetReader(parts);
  for await (const _ of readXml(stream, reader)) yield* reader.take();
}

class SheetReader {
  private rows: SheetRow[] = [];
  private line = 0;
  private column = -1;
  private widest = 0;
  private cells: Cell[] = [];
  private type = '';
  private style = 0;
  private value = '';
  private readonly path: string[] = [];

  constructor(private readonly parts: XlsxParts) {}

  /** The rows that have become whole since the last call. */
  take(): SheetRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  readonly open = (name: string, attribute: (name: string) => string | undefined): void => {
    this.path.push(name);
    if (name === 'row') {
      const place = attribute('r');
      if (place !== undefined && !/^\d+$/u.test(place)) throw misnamed();
      this.line = place === undefined ? this.line + 1 : Number(place);
      this.column = -1;
      this.cells = [];
      this.assertExtent();
    } else if (name === 'c') {
      const letters = attribute('r');
      this.column = letters === undefined ? this.column + 1 : columnNumber(letters) - 1;
      this.type = attribute('t') ?? 'n';
      this.style = Number(attribute('s') ?? 0);
      this.value = '';
      this.assertExtent();
    }
  };

  readonly text = (piece: string): void => {
    const name = this.path.at(-1);
    if (name === 'v' || (name === 't' && !this.path.includes('rPh'))) this.value += piece;
  };

  readonly close = (name: string): void => {
    this.path.pop();
    if (name === 'row') {
      for (let i = 0; i < this.cells.length; i += 1) this.cells[i] ??= null;
      this.rows.push({ line: this.line, cells: this.cells });
    } else if (name === 'c') {
      const cell = this.cellValue();
      if (cell !== null) this.cells[this.column] = cell;
    }
  };

  private cellValue(): Cell {
    const { value } = this;
    if (value === '') return null;
    switch (this.type) {
      case 's':
        return this.parts.texts[Number(value)] || null;
      case 'inlineStr':
      case 'str':
        return unescapeText(value);
      case 'b':
        return value === '1' || value === 'true';
      case 'd':
        return validDate(new Date(value)) ?? value;
      case 'n': {
        const number = Number(value);
        if (Number.isNaN(number)) return value;
        return (this.parts.dateStyles[this.style] && validDate(this.dateOf(number))) || number;
      }
      // What a broken formula shows, such as #N/A.
      default:
        return value;
    }
  }

  private dateOf(serial: number): Date {
    const days = serial - (this.parts.from1904 ? DAYS_TO_1970.from1904 : DAYS_TO_1970.from1900);
    // To a second: the fraction of a day is not exact.
    return new Date(Math.round(days * (DAY / 1000)) * 1000);
  }

  /** Stops a sheet whose few bytes claim a huge rectangle, such as a single cell in row 4,000,000,000. */
  private assertExtent(): void {
    this.widest = Math.max(this.widest, this.column + 1);
    const { rows, columns, cells } = LIMITS;
    if (this.line > rows || this.widest > columns || this.line * this.widest > cells) throw tooLarge();
  }
}

const validDate = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date);

const misnamed = () => new TableError('broken_xlsx', 'The workbook misnames a row or a cell.');

/** The number of a cell's column by its place: 1 for A7, 28 for AB7. */
function columnNumber(place: string): number {
  const letters = /^([A-Z]+)\d*$/u.exec(place)?.[1];
  if (!letters) throw misnamed();
  let number = 0;
  for (const letter of letters.slice(0, 8)) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
