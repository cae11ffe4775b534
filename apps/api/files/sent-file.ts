import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

const TYPES: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Makes a browser keep the file instead of showing it; names in any script, as RFC 5987 writes them. */
export function attachmentHeader(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A file as the answer of a route. Nothing in it may be run or taken for another type (helmet sends `nosniff`). */
export const sentFile = (content: Readable, name: string, type: string, length?: number): StreamableFile =>
  new StreamableFile(content, { type, disposition: attachmentHeader(name), length });

/**
 * A file that is made while it is sent. Its first piece is made before anything is answered, so that what stops it at
 * once, such as a wrong filter or a search engine that is away, still is an error with its own status.
 */
export async function sentTable(
  pieces: AsyncGenerator<Buffer>,
  name: string,
  format: 'xlsx' | 'csv',
): Promise<StreamableFile> {
  const first = await pieces.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* pieces;
  }
  return sentFile(Readable.from(all()), name, TYPES[format]!);
}
