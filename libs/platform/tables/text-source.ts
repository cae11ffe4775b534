import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

import { TableError } from './table.js';

/** A path, or the bytes themselves. */
export type TableSource = string | Buffer;

const CHUNK_BYTES = 1 << 20;

/** How the bytes of a text file are to be read. */
interface TextEncoding {
  label: 'utf-8' | 'utf-16le' | 'gb18030';
  /** True when the file is plainly UTF-8 but not everywhere; the places are read as U+FFFD. */
  damaged: boolean;
}

/** A text file as characters, with line ends made `\n`. */
export interface TextSource {
  text: AsyncIterable<string>;
  damaged: boolean;
}

/**
 * Opens a text file of unknown encoding. Chinese Excel saves "CSV" as GBK and "Unicode text" as UTF-16, so anything
 * that is not UTF-8 is tried as GB18030, which contains GBK. The whole file is read once to decide: a file can be
 * plain ASCII for megabytes before its first Chinese word.
 */
export async function openText(source: TableSource): Promise<TextSource> {
  const { label, damaged } = await detectEncoding(source);
  return { text: withUnixLineEnds(decode(source, label)), damaged };
}

/** The bytes of a file or a buffer, piece by piece. */
export async function* readBytes(source: TableSource): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(source)) {
    for (let start = 0; start < source.length; start += CHUNK_BYTES) {
      yield source.subarray(start, start + CHUNK_BYTES);
    }
    return;
  }
  try {
    for await (const chunk of createReadStream(source, { highWaterMark: CHUNK_BYTES })) yield chunk as Buffer;
  } catch (cause) {
    throw fileError(cause);
  }
}

/** Says in one sentence why a file cannot be opened. */
export function fileError(cause: unknown): TableError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT')
    return new TableError('file_not_found', 'There is no such file.', undefined, { cause });
  if (code === 'EISDIR')
    return new TableError('file_unreadable', 'This is a folder, not a file.', undefined, { cause });
  return new TableError('file_unreadable', `The file cannot be read (${code ?? String(cause)}).`, undefined, {
    cause,
  });
}

async function detectEncoding(source: TableSource): Promise<TextEncoding> {
  if (await isUtf16(source)) return { label: 'utf-16le', damaged: false };
  if (await isValid(source, 'utf-8')) return { label: 'utf-8', damaged: false };
  if (await isMostlyUtf8(source)) return { label: 'utf-8', damaged: true };
  if (await isValid(source, 'gb18030')) return { label: 'gb18030', damaged: false };
  throw new TableError(
    'bad_encoding',
    'The text is neither UTF-8 nor GBK; save it as "CSV UTF-8" and try again.',
  );
}

/** Excel writes a byte order mark in front of UTF-16. */
async function isUtf16(source: TableSource): Promise<boolean> {
  for await (const chunk of readBytes(source)) return chunk[0] === 0xff && chunk[1] === 0xfe;
  return false;
}

async function isValid(source: TableSource, label: string): Promise<boolean> {
  const decoder = new TextDecoder(label, { fatal: true });
  for await (const chunk of readBytes(source)) {
    if (!succeeds(() => decoder.decode(chunk, { stream: true }))) return false;
  }
  return succeeds(() => decoder.decode());
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** GBK read as UTF-8 hardly ever yields a whole character, so many of them mean UTF-8 with a few bad bytes. */
async function isMostlyUtf8(source: TableSource): Promise<boolean> {
  let broken = 0;
  let whole = 0;
  for await (const text of decode(source, 'utf-8')) {
    broken += text.match(/\uFFFD/gu)?.length ?? 0;
    whole += text.match(/[\u0800-\uFFFC]/gu)?.length ?? 0;
  }
  return whole > broken;
}

async function* decode(source: TableSource, label: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(label);
  for await (const chunk of readBytes(source)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Line numbers have to be counted in one way by everything that comes after. */
async function* withUnixLineEnds(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of text) {
    let piece = held + chunk;
    held = piece.endsWith('\r') ? '\r' : '';
    piece = held === '' ? piece : piece.slice(0, -1);
    yield piece.replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}
