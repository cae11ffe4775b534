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
    ['misnames a row', () => withSheet('<row r="&#52;000000000"></row>')],
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

describe('an xlsx that would cost too much', () => {
  it('is refused by its size before it is unpacked', async () => {
    const large = Buffer.alloc(40 << 20);
    (await workbook([['标题']])).copy(large);
    await expect(read(large)).rejects.toMatchObject({
      code: 'file_too_large',
      message: expect.stringContaining('40 MB'),
    });
  });

  /** An archive with one part of a megabyte of zeros that claims to have another size. */
  async function withSizeSaid(size: number): Promise<Buffer> {
    const real = Buffer.alloc(4);
    real.writeUInt32LE(1_000_003);
    const parts = unzipSync(await workbook([['标题']]));
    const archive = Buffer.from(zipSync({ ...parts, 'xl/a.xml': new Uint8Array(1_000_003) }));
    expect(archive.length).toBeLessThan(10_000);
    // The size stands in front of the part and in the central directory.
    for (let at = archive.indexOf(real); at >= 0; at = archive.indexOf(real, at + 1))
      archive.writeUInt32LE(size, at);
    return archive;
  }

  it('is refused when it says that it unpacks to too much', async () => {
    await expect(read(await withSizeSaid(300 << 20))).rejects.toMatchObject({ code: 'archive_too_large' });
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
    ['namespaced row', `<x:row x:r='4000000000'></x:row>`],
    ['row behind a marked-up attribute', `<row a=">" r="4000000000"></row>`],
    ['rectangle', `<row r="1">${text('XFD1', '甲')}</row><row r="1000000">${text('A1000000', '乙')}</row>`],
  ])('is refused when a %s lies far out', async (_case, sheet) => {
    await expect(read(await withSheet(sheet))).rejects.toMatchObject({ code: 'archive_too_large' });
  });
});
