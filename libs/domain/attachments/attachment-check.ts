import { fileTypeFromFile } from 'file-type';
import { openPromise } from 'yauzl';
import { ATTACHMENT_TYPES, type AttachmentType } from '#contracts/attachments.js';
import { DomainError } from '#contracts/domain-error.js';
import { openText } from '#platform/tables/text-source.js';
import { bytesOf } from '#platform/tables/xlsx-archive.js';
import { TableError } from '#platform/tables/table.js';

/** What an office file may unpack to; whoever opens one pays for it. */
const UNPACKED_BYTES = 300 * 1024 * 1024;
const UNPACKED_PER_BYTE = 200;
const PARTS = 10_000;

/** What browsers say of files that they do not know, and Windows of csv. */
const SAYS_NOTHING = ['', 'application/octet-stream'];
const ALSO_CALLED: Readonly<Partial<Record<AttachmentType, readonly string[]>>> = {
  'text/csv': ['application/vnd.ms-excel', 'text/plain', 'application/csv'],
  'image/jpeg': ['image/jpg', 'image/pjpeg'],
};

/**
 * Finds out what a file is by its content, and refuses it where its name or its sender say otherwise: what looks like a
 * picture and is a program must not be kept.
 * @param said the type that the sender named.
 * @throws DomainError `file_type_refused`, `file_unusable`
 */
export async function checkAttachment(path: string, name: string, said: string): Promise<AttachmentType> {
  const extension = /\.([A-Za-z0-9]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = await typeOfContent(path, extension);
  const extensions: readonly string[] = type ? ATTACHMENT_TYPES[type] : [];
  if (!type || !extensions.includes(extension)) {
    const allowed = Object.values(ATTACHMENT_TYPES).flat().join(', ');
    throw refused(`The content must be one of ${allowed}, and the name must end accordingly.`);
  }
  const believable = [type, ...SAYS_NOTHING, ...(ALSO_CALLED[type] ?? [])];
  if (!believable.includes(said.split(';')[0]!.trim().toLowerCase())) {
    throw refused(`The file was sent as ${said.slice(0, 100)} and is ${type}.`);
  }
  if (type.includes('openxmlformats')) await refuseBomb(path);
  return type;
}

const refused = (message: string) =>
  new DomainError('file_type_refused', message, [{ field: 'file', code: 'file_type_refused', message }]);

const isKnown = (type: string | undefined): type is AttachmentType =>
  type !== undefined && type in ATTACHMENT_TYPES;

async function typeOfContent(path: string, extension: string): Promise<AttachmentType | undefined> {
  const found = (await fileTypeFromFile(path))?.mime;
  if (found !== undefined) return isKnown(found) ? found : undefined;
  if (!(await isText(path))) return undefined;
  return extension === 'csv' ? 'text/csv' : 'text/plain';
}

/** Whether there is nothing in the file but text in UTF-8, GBK or UTF-16. */
async function isText(path: string): Promise<boolean> {
  const start = await bytesOf(path, 2);
  if (start.length === 0) throw empty();
  try {
    const { text, damaged } = await openText(path);
    if (damaged) return false;
    for await (const piece of text) {
      // eslint-disable-next-line no-control-regex -- these are what text does not hold
      if (/[\u0000-\u0008\u000e-\u001f]/u.test(piece)) return false;
      // A page would be run by whoever opens it.
      if (/<(!doctype|html|script|svg)\b/iu.test(piece)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof TableError) return false;
    throw error;
  }
}

const empty = () =>
  new DomainError('file_unusable', 'The file is empty.', [
    { field: 'file', code: 'empty_file', message: 'must not be empty' },
  ]);

async function refuseBomb(path: string): Promise<void> {
  let unpacked = 0;
  let packed = 0;
  try {
    const zip = await openPromise(path, { autoClose: false });
    try {
      if (zip.entryCount > PARTS) throw bomb();
      for await (const entry of zip.eachEntry()) {
        unpacked += entry.uncompressedSize;
        packed += entry.compressedSize;
        if (unpacked > UNPACKED_BYTES) throw bomb();
        if (/vbaProject\.bin$/iu.test(entry.fileName)) throw refused('The document holds macros.');
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('file_unusable', 'The document is damaged and cannot be opened.', [
      { field: 'file', code: 'damaged', message: 'must be a document that can be opened' },
    ]);
  }
  if (unpacked > 1_000_000 && unpacked > packed * UNPACKED_PER_BYTE) throw bomb();
}

const bomb = () =>
  new DomainError('file_unusable', 'The document unpacks to more than is safe to open.', [
    { field: 'file', code: 'archive_too_large', message: 'unpacks to more than is safe' },
  ]);
