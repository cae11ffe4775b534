import { readFile, stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';

import { zipSync } from 'fflate';
import { fromBufferPromise } from 'yauzl';

import { TableError } from './table.js';
import { fileError, type TableSource } from './text-source.js';

const MEGABYTE = 1 << 20;

/**
 * What a workbook may cost. A spreadsheet program's own files stay far below; beyond, csv or jsonl is the format, for
 * those are streamed.
 */
const LIMITS = {
  fileBytes: 32 * MEGABYTE,
  unpackedBytes: 160 * MEGABYTE,
  entries: 2_000,
  rows: 1_048_576,
  columns: 16_384,
  /** Rows times columns: the reader lays a sheet out as a rectangle, however few of its cells are filled. */
  cells: 20_000_000,
} as const;

const ROW_OR_CELL = /<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^"'>])*)/gu;
const PLACE = /\s(?:[\w.-]+:)?r\s*=\s*["']?([^"'\s>]*)/gu;

/** Whether bytes begin like a zip archive, which a workbook is. */
export function isArchive(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt16BE(0) === 0x504b && start.readUInt8(2) < 8;
}

/** Whether bytes begin like an OLE compound file: a workbook of before 2007, or one under a password. */
export function isCompoundFile(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32BE(0) === 0xd0cf11e0;
}

/**
 * Loads a workbook and returns an archive that is safe to parse: checked for its sizes while it is unpacked, without
 * pictures and macros, and packed again without compression, so that the parser reads exactly what was checked.
 */
export async function loadWorkbook(source: TableSource): Promise<Buffer> {
  const archive = await load(source);
  if (isCompoundFile(archive)) throw compoundFileError(archive);
  if (!isArchive(archive)) throw new TableError('broken_xlsx', 'The file is not an xlsx workbook.');
  const files = await unpack(archive);
  // A workbook may keep its sheets under any name, so every part is looked at.
  for (const content of Object.values(files)) checkExtent(content);
  return Buffer.from(zipSync(files, { level: 0 }));
}

async function load(source: TableSource): Promise<Buffer> {
  let size: number;
  try {
    size = Buffer.isBuffer(source) ? source.length : (await stat(source)).size;
    if (size <= LIMITS.fileBytes) return Buffer.isBuffer(source) ? source : await readFile(source);
  } catch (error) {
    throw fileError(error);
  }
  throw new TableError(
    'file_too_large',
    `The workbook has ${Math.ceil(size / MEGABYTE)} MB; at most ${LIMITS.fileBytes / MEGABYTE} MB are read. Save it as CSV or split it.`,
  );
}

/** Office keeps a workbook with a password as an encrypted stream of this name inside a compound file. */
function compoundFileError(file: Buffer): TableError {
  return file.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? new TableError('password_protected', 'The workbook has a password; save it without one.')
    : new TableError(
        'xls_not_supported',
        'This is a workbook of the old .xls kind; save it as .xlsx or CSV.',
      );
}

async function unpack(archive: Buffer): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  let left: number = LIMITS.unpackedBytes;
  try {
    const zip = await fromBufferPromise(archive);
    if (zip.entryCount > LIMITS.entries) throw tooLarge();
    for await (const entry of zip.eachEntry()) {
      if (!/\.(xml|rels)$/iu.test(entry.fileName)) continue;
      if (entry.isEncrypted()) throw new TableError('password_protected', 'The workbook has a password.');
      if (entry.uncompressedSize > left) throw tooLarge();
      // yauzl ends the stream with an error as soon as an entry turns out larger than it said.
      const content = await readAll(await zip.openReadStreamPromise(entry));
      left -= content.length;
      files[entry.fileName] = content;
    }
  } catch (cause) {
    if (cause instanceof TableError) throw cause;
    throw new TableError('broken_xlsx', 'The workbook is damaged and cannot be opened.', undefined, {
      cause,
    });
  }
  return files;
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function tooLarge(): TableError {
  return new TableError('archive_too_large', 'The workbook unpacks to more than is safe to read.');
}

/**
 * Refuses a sheet whose few bytes claim a huge rectangle, such as a single cell in row 4,000,000,000: the parser fills
 * every gap, and running out of memory cannot be caught.
 */
function checkExtent(content: Buffer): void {
  let rows = 0;
  let columns = 0;
  let row = 0;
  let column = 0;
  for (const [, tag, attributes = ''] of content.toString('latin1').matchAll(ROW_OR_CELL)) {
    if (tag === 'row') row += 1;
    column = tag === 'row' ? 0 : column + 1;
    for (const [, place = ''] of attributes.matchAll(PLACE)) {
      const [known, letters = '', digits = ''] = /^([A-Z]*)(\d*)$/u.exec(place) ?? [];
      if (known === undefined) throw new TableError('broken_xlsx', 'The workbook misnames a row or a cell.');
      row = Math.max(row, Number(digits));
      column = Math.max(column, columnNumber(letters));
    }
    rows = Math.max(rows, row);
    columns = Math.max(columns, column);
    if (rows > LIMITS.rows || columns > LIMITS.columns || rows * columns > LIMITS.cells) throw tooLarge();
  }
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.slice(0, 8)) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
