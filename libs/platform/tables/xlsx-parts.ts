import { posix } from 'node:path';

import { readWholeXml, type XmlHandlers } from './read-xml.js';
import { TableError } from './table.js';
import { tooLarge, type XlsxArchive } from './xlsx-archive.js';
import { unescapeText } from './xlsx-text.js';

const WORKBOOK = 'xl/workbook.xml';

/** Texts that a workbook may share between its cells; they are held in memory while the sheet is read. */
const MOST_TEXTS = 4_000_000;
const MOST_CHARACTERS = 120_000_000;

/** What a reader of a sheet must have read before. */
export interface XlsxParts {
  sheet: string;
  texts: readonly string[];
  /** By the number of a cell's style: whether its number is a date. */
  dateStyles: readonly boolean[];
  /** Days are counted from 1904 instead of 1900. */
  from1904: boolean;
}

/** Finds the first sheet that is not hidden, and reads what its cells refer to. */
export async function readParts(archive: XlsxArchive): Promise<XlsxParts> {
  const { sheetIds, from1904 } = await readWorkbook(archive);
  const relations = await readRelations(archive);
  const target = (type: string) => relations.find((relation) => relation.type === type)?.target;
  const sheet = relations.find(({ id }) => id === sheetIds[0])?.target ?? target('worksheet');
  if (!sheet) throw new TableError('broken_xlsx', 'The workbook has no sheet.');
  return {
    sheet,
    texts: await readTexts(archive, target('sharedStrings')),
    dateStyles: await readDateStyles(archive, target('styles')),
    from1904,
  };
}

/** Reads a part where it is there. */
async function readPart(
  archive: XlsxArchive,
  name: string | undefined,
  handlers: XmlHandlers,
): Promise<boolean> {
  const stream = name === undefined ? null : await archive.part(name);
  if (!stream) return false;
  await readWholeXml(stream, handlers);
  return true;
}

async function readWorkbook(archive: XlsxArchive): Promise<{ sheetIds: string[]; from1904: boolean }> {
  const sheetIds: string[] = [];
  let from1904 = false;
  const found = await readPart(archive, WORKBOOK, {
    open: (name, attribute) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/u.test(attribute('date1904') ?? '');
      if (name !== 'sheet' || (attribute('state') ?? 'visible') !== 'visible') return;
      // Both `id` of the workbook's own and `r:id` exist; the relation is the one with a prefix.
      const id = attribute('r:id') ?? attribute('id');
      if (id !== undefined) sheetIds.push(id);
    },
  });
  if (!found) throw new TableError('broken_xlsx', 'The archive is not a workbook.');
  return { sheetIds, from1904 };
}

async function readRelations(archive: XlsxArchive): Promise<{ id: string; type: string; target: string }[]> {
  const relations: { id: string; type: string; target: string }[] = [];
  await readPart(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, attribute) => {
      if (name !== 'Relationship') return;
      relations.push({
        id: attribute('Id') ?? '',
        type: attribute('Type')?.split('/').at(-1) ?? '',
        target: posix.resolve('/', posix.dirname(WORKBOOK), attribute('Target') ?? ''),
      });
    },
  });
  return relations;
}

async function readTexts(archive: XlsxArchive, name: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  const open: string[] = [];
  let text = '';
  let characters = 0;
  await readPart(archive, name, {
    open: (tag) => {
      open.push(tag);
      if (tag === 'si') text = '';
    },
    text: (piece) => {
      // Above the words may stand how they are spoken, which is no part of them.
      if (open.at(-1) === 't' && !open.includes('rPh')) text += piece;
    },
    close: (tag) => {
      open.pop();
      if (tag !== 'si') return;
      texts.push(unescapeText(text));
      characters += text.length;
      if (texts.length > MOST_TEXTS || characters > MOST_CHARACTERS) throw tooLarge();
    },
  });
  return texts;
}

/** Formats that Excel knows by number alone and that show a date, the Chinese ones among them. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format of the workbook's own shows a date: it names a part of one outside quotes and brackets. */
const showsDate = (format: string): boolean =>
  /[ymdhs]/iu.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|general/giu, ''));

async function readDateStyles(archive: XlsxArchive, name: string | undefined): Promise<boolean[]> {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await readPart(archive, name, {
    open: (tag, attribute) => {
      const id = Number(attribute('numFmtId'));
      if (tag === 'numFmt') formats.set(id, attribute('formatCode') ?? '');
      if (tag === 'cellXfs') inCells = true;
      if (tag !== 'xf' || !inCells) return;
      const format = formats.get(id);
      styles.push(format === undefined ? isDateFormat(id) : showsDate(format));
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return styles;
}
