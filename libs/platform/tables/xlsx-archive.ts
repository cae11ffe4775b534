import { open, stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';

import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';

import { TableError } from './table.js';
import { fileError, type TableSource } from './text-source.js';

const MEGABYTE = 1 << 20;

/** What a workbook may cost. A spreadsheet program's own files stay far below. */
const LIMITS = {
  fileBytes: 40 * MEGABYTE,
  unpackedBytes: 512 * MEGABYTE,
  entries: 2_000,
} as const;

/** Whether bytes begin like a zip archive, which a workbook is. */
export function isArchive(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt16BE(0) === 0x504b && start.readUInt8(2) < 8;
}

/** Whether bytes begin like an OLE compound file: a workbook of before 2007, or one under a password. */
export function isCompoundFile(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32BE(0) === 0xd0cf11e0;
}

/** The parts of a workbook, each of which is unpacked only while it is read. */
export class XlsxArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws TableError where it is none, too large, or says that it unpacks to too much. */
  static async open(source: TableSource): Promise<XlsxArchive> {
    await refuseOthers(source);
    try {
      const options = { autoClose: false };
      const zip = await (Buffer.isBuffer(source)
        ? fromBufferPromise(source, options)
        : openPromise(source, options));
      if (zip.entryCount > LIMITS.entries) throw tooLarge();
      const entries = new Map<string, Entry>();
      let left: number = LIMITS.unpackedBytes;
      for await (const entry of zip.eachEntry()) {
        if (!/\.(xml|rels)$/iu.test(entry.fileName)) continue;
        if (entry.isEncrypted()) throw new TableError('password_protected', 'The workbook has a password.');
        left -= entry.uncompressedSize;
        if (left < 0) throw tooLarge();
        entries.set(entry.fileName, entry);
      }
      return new XlsxArchive(zip, entries);
    } catch (cause) {
      throw asTableError(cause);
    }
  }

  /**
   * The bytes of a part, piece by piece; null where there is no such part. yauzl ends the stream with an error as soon
   * as a part turns out larger than it said, so the sum that was checked holds.
   */
  async part(name: string): Promise<Readable | null> {
    const entry = this.entries.get(name.replace(/^\//u, ''));
    return entry ? this.zip.openReadStreamPromise(entry) : null;
  }

  close(): void {
    this.zip.close();
  }
}

/** What goes wrong inside a workbook, in words for the person who made it. */
export function asTableError(cause: unknown): TableError {
  if (cause instanceof TableError) return cause;
  return new TableError('broken_xlsx', 'The workbook is damaged and cannot be read.', undefined, { cause });
}

export function tooLarge(): TableError {
  return new TableError('archive_too_large', 'The workbook unpacks to more than is safe to read.');
}

async function refuseOthers(source: TableSource): Promise<void> {
  const size = await sizeOf(source);
  if (size > LIMITS.fileBytes) {
    throw new TableError(
      'file_too_large',
      `The workbook has ${Math.ceil(size / MEGABYTE)} MB; at most ${LIMITS.fileBytes / MEGABYTE} MB are read. Save it as CSV or split it.`,
    );
  }
  const start = await bytesOf(source, 8);
  if (isCompoundFile(start)) throw compoundFileError(await bytesOf(source, size));
  if (!isArchive(start)) throw new TableError('broken_xlsx', 'The file is not an xlsx workbook.');
}

async function sizeOf(source: TableSource): Promise<number> {
  if (Buffer.isBuffer(source)) return source.length;
  try {
    return (await stat(source)).size;
  } catch (error) {
    throw fileError(error);
  }
}

/** The first bytes of a file or a buffer, as many as there are up to `count`. */
export async function bytesOf(source: TableSource, count: number): Promise<Buffer> {
  if (Buffer.isBuffer(source)) return source.subarray(0, count);
  try {
    const file = await open(source);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error);
  }
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
