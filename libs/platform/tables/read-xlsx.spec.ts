import { describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';

import { readTable } from './read-table.js';
import { type TableFormat, type TableRow } from './table.js';

type SheetData = (string | number | boolean | null)[][];

const workbook = (rows: SheetData) => writeExcelFile(rows).toBuffer();

async function read(content: Buffer, format?: TableFormat): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of readTable(content, format)) rows.push(row);
  return rows;
}

/** A workbook whose first sheet is the given XML. */
async function withSheet(sheetData: string): Promise<Buffer> {
  const parts = unzipSync(await workbook([['标题']]));
  const xml = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`;
  return Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(xml) }));
}

const text = (place: string, words: string) => `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`;

describe('xlsx', () => {
  it('gives rows by their headings with the numbers of the sheet', async () => {
    const content = await workbook([
      ['编号', '标题', null, '成熟度'],
      [1, '超硬刀具', '没有标题的列', 6],
      [null, null, null, null],
      [2, '=不是公式', null, null],
    ]);
    expect(await read(content)).toEqual([
      { line: 2, values: { 编号: 1, 标题: '超硬刀具', 成熟度: 6 } },
      { line: 4, values: { 编号: 2, 标题: '=不是公式', 成熟度: null } },
    ]);
  });

  it('is recognised under another name', async () => {
    expect(await read(await workbook([['标题'], ['甲']]), 'csv')).toEqual([
      { line: 2, values: { 标题: '甲' } },
    ]);
  });

  it('keeps line numbers where rows are left out, and reads dates and several text runs', async () => {
    const runs = '<c r="A7" t="inlineStr"><is><r><t>耐高温</t></r><r><t>轴承</t></r></is></c>';
    const content = await withSheet(
      `<row r="3">${text('A3', '标题')}${text('C3', '年份')}</row><row r="7">${runs}<c r="C7"><v>2024</v></c></row>`,
    );
    expect(await read(content)).toEqual([{ line: 7, values: { 标题: '耐高温轴承', 年份: 2024 } }]);
  });

  it('is refused with two equal headings', async () => {
    await expect(read(await workbook([['标题', '标题']]))).rejects.toMatchObject({
      code: 'duplicate_heading',
      line: 1,
    });
  });

  it('is refused when its sheet is empty', async () => {
    await expect(read(await workbook([[null]]))).rejects.toMatchObject({ code: 'empty_file' });
  });

  it.each([
    ['is text', () => Promise.resolve(Buffer.from('标题\n甲\n'))],
    ['is cut short', async () => (await workbook([['标题'], ['甲']])).subarray(0, 900)],
    ['is another archive', () => Promise.resolve(Buffer.from(zipSync({ 'a.xml': strToU8('<a/>') })))],
    [
      'holds no XML',
      async () =>
        Buffer.from(zipSync({ ...unzipSync(await workbook([['a']])), 'xl/workbook.xml': strToU8('不是') })),
    ],
    ['has a sheet that breaks off', () => withSheet('<row r="1"><c r="A1"><v>1')],
    ['misnames a row', () => withSheet('<row r="4e9"></row>')],
  ])('is refused when it %s', async (_case, make) => {
    await expect(read(await make(), 'xlsx')).rejects.toMatchObject({
      code: 'broken_xlsx',
      name: 'TableError',
    });
  });

  it('is refused when it is of the old kind or has a password', async () => {
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]);
    await expect(read(compound)).rejects.toMatchObject({ code: 'xls_not_supported' });
    const encrypted = Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]);
    await expect(read(encrypted)).rejects.toMatchObject({ code: 'password_protected' });
  });
});

describe('an xlsx as Excel writes it', () => {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

  /** A workbook whose parts are written here; the first of its two sheets is hidden. */
  function packed(sheetData: string, parts: Record<string, string> = {}): Buffer {
    const relation = (id: string, type: string, target: string) =>
      `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
    const files = {
      'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><workbookPr date1904="0"/><sheets><sheet name="藏" state="hidden" r:id="a"/><sheet name="表" r:id="b"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships>${relation('a', 'worksheet', 'worksheets/hidden.xml')}${relation('b', 'worksheet', '/xl/worksheets/shown.xml')}${relation('c', 'sharedStrings', 'strings.xml')}${relation('d', 'styles', 'styles.xml')}</Relationships>`,
      'xl/worksheets/shown.xml': `<worksheet ${main}><sheetData>${sheetData}</sheetData></worksheet>`,
      'xl/worksheets/hidden.xml': `<worksheet ${main}><sheetData><row><c t="inlineStr"><is><t>不读</t></is></c></row></sheetData></worksheet>`,
      ...parts,
    };
    return Buffer.from(
      zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(xml)]))),
    );
  }

  it('reads shared texts without their pronunciation, and what XML cannot hold', async () => {
    const strings = `<sst ${main}><si><t>标题</t></si><si><r><t>金刚石 &amp; </t></r><r><t>砂轮</t></r><rPh sb="0" eb="1"><t>jingang</t></rPh></si><si><t>一行_x000D_
二行 _x005F_x000D_</t></si></sst>`;
    const cells = [0, 1, 2].map(
      (text, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>${text}</v></c></row>`,
    );
    expect(await read(packed(cells.join(''), { 'xl/strings.xml': strings }))).toEqual([
      { line: 2, values: { 标题: '金刚石 & 砂轮' } },
      { line: 3, values: { 标题: '一行\r\n二行 _x000D_' } },
    ]);
  });

  it('reads numbers as dates where their format shows one, and formulas by their results', async () => {
    const styles = `<styleSheet ${main}><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="[Red]0.0&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`;
    const head = ['甲', '乙', '丙', '丁', '戊', '己', '庚'].map(
      (word) => `<c t="inlineStr"><is><t>${word}</t></is></c>`,
    );
    const row =
      '<c s="1"><v>45413</v></c><c s="2"><v>45413.5</v></c><c s="3"><v>2.5</v></c><c t="b"><v>1</v></c>' +
      '<c t="str"><f>A1&amp;B1</f><v>合成</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2024-05-01</v></c>';
    const [read1] = await read(
      packed(`<row>${head.join('')}</row><row>${row}</row>`, { 'xl/styles.xml': styles }),
    );
    expect(read1?.error ?? read1?.values).toEqual({
      甲: new Date('2024-05-01T00:00:00Z'),
      乙: new Date('2024-05-01T12:00:00Z'),
      丙: 2.5,
      丁: true,
      戊: '合成',
      己: '#N/A',
      庚: new Date('2024-05-01T00:00:00Z'),
    });
  });

  it('is refused when a text in it never ends, long before memory does', async () => {
    const endless = packed(`<row><c t="inlineStr"><is><t>${'x'.repeat(9_000_000)}`);
    expect(endless.length).toBeLessThan(20_000);
    await expect(read(endless)).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  it('does not expand entities of its own', async () => {
    const bomb = packed('', {
      'xl/worksheets/shown.xml': `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet ${main}><sheetData><row><c t="inlineStr"><is><t>标题</t></is></c></row><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`,
    });
    const rows = await read(bomb).catch((error: unknown) => [error]);
    expect(JSON.stringify(rows)).not.toContain('haha');
  });
});

describe('an xlsx that would cost too much', () => {
  it('is refused by its size before it is unpacked', async () => {
    const large = Buffer.alloc(41 << 20);
    (await workbook([['标题']])).copy(large);
    await expect(read(large)).rejects.toMatchObject({
      code: 'file_too_large',
      message: expect.stringContaining('41 MB'),
    });
  });

  /** A workbook whose sheet is a megabyte of zeros and claims to have another size. */
  async function withSizeSaid(size: number): Promise<Buffer> {
    const real = Buffer.alloc(4);
    real.writeUInt32LE(1_000_003);
    const parts = unzipSync(await workbook([['标题']]));
    const archive = Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': new Uint8Array(1_000_003) }));
    expect(archive.length).toBeLessThan(10_000);
    // The size stands in front of the part and in the central directory.
    for (let at = archive.indexOf(real); at >= 0; at = archive.indexOf(real, at + 1))
      archive.writeUInt32LE(size, at);
    return archive;
  }

  it('is refused when it says that it unpacks to too much', async () => {
    await expect(read(await withSizeSaid(600 << 20))).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  it('is refused when it unpacks to more than it says', async () => {
    await expect(read(await withSizeSaid(10))).rejects.toMatchObject({ code: 'broken_xlsx' });
  });

  it('is refused when it has too many parts', async () => {
    const parts = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`xl/${i}.xml`, new Uint8Array()]),
    );
    await expect(read(Buffer.from(zipSync(parts)))).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  it.each([
    ['row', `<row r="4000000000">${text('A4000000000', '甲')}</row>`],
    ['cell', `<row r="1">${text('ZZZZZZZ1', '甲')}</row>`],
    ['row in disguise', `<row r="&#52;000000000"></row>`],
    ['namespaced row', `<x:row x:r='4000000000'></x:row>`],
    ['row behind a marked-up attribute', `<row a=">" r="4000000000"></row>`],
    ['rectangle', `<row r="1">${text('XFD1', '甲')}</row><row r="1000000">${text('A1000000', '乙')}</row>`],
  ])('is refused when a %s lies far out', async (_case, sheet) => {
    await expect(read(await withSheet(sheet))).rejects.toMatchObject({ code: 'archive_too_large' });
  });
});
