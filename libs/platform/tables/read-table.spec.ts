import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readTable } from './read-table.js';
import { type TableFormat, type TableRow } from './table.js';

async function read(content: string | Buffer, format?: TableFormat): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of readTable(Buffer.from(content as string), format)) rows.push(row);
  return rows;
}

/** Rows as [line, values or code], which is what the tests are about. */
async function outline(content: string | Buffer, format?: TableFormat) {
  return (await read(content, format)).map((row) => [row.line, row.error ? row.error.code : row.values]);
}

describe('csv', () => {
  it('gives each row by its headings, with or without a byte order mark', async () => {
    const text = '编号,标题\n1,耐磨涂层\n2,"含逗号,的标题"\n';
    const expected = [
      [2, { 编号: '1', 标题: '耐磨涂层' }],
      [3, { 编号: '2', 标题: '含逗号,的标题' }],
    ];
    expect(await outline(text)).toEqual(expected);
    expect(await outline(`\uFEFF${text}`)).toEqual(expected);
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('may be separated by %s', async (_name, separator) => {
    const text = ['标题', '正文'].join(separator) + '\n' + ['除尘', '粉尘,浓度高'].join(separator) + '\n';
    expect(await outline(text)).toEqual([[2, { 标题: '除尘', 正文: '粉尘,浓度高' }]]);
  });

  it('may be GBK, as Chinese Excel saves it', async () => {
    const gbk = 'b1eacce22cd5fdcec40d0acaafc4abcfa9b5e7b3d82ccce1b8dfd1adbbb7cad9c3fc0d0a';
    expect(await outline(Buffer.from(gbk, 'hex'))).toEqual([
      [2, { 标题: '石墨烯电池', 正文: '提高循环寿命' }],
    ]);
  });

  it('may be the UTF-16 of "Unicode text"', async () => {
    const bytes = Buffer.from('\uFEFF标题\t正文\r\n余热回收\t锅炉烟气\r\n', 'utf16le');
    expect(await outline(bytes)).toEqual([[2, { 标题: '余热回收', 正文: '锅炉烟气' }]]);
  });

  it.each([['\n'], ['\r\n'], ['\r']])('counts lines as an editor does (%j)', async (end) => {
    const lines = ['标题,正文', '甲,"第一行', '第二行"', '', '', '乙,x', ' , ', '丙,"1', '2', '3"', '丁,y'];
    const rows = await read(lines.join(end));
    expect(rows.map(({ line }) => line)).toEqual([2, 6, 8, 11]);
    expect(rows[0]).toMatchObject({ values: { 正文: '第一行\n第二行' } });
  });

  it('fills missing cells, drops empty ones beyond the headings and refuses full ones', async () => {
    expect(await outline('标题,正文\n甲\n乙,x,,\n丙,x,y\n丁,z\n')).toEqual([
      [2, { 标题: '甲', 正文: '' }],
      [3, { 标题: '乙', 正文: 'x' }],
      [4, 'too_many_cells'],
      [5, { 标题: '丁', 正文: 'z' }],
    ]);
  });

  it('keeps quotation marks inside a cell that is not quoted', async () => {
    expect(await outline('标题\n所谓"卡脖子"问题\n')).toEqual([[2, { 标题: '所谓"卡脖子"问题' }]]);
  });

  it('names the row whose quotation mark is never closed', async () => {
    expect(await outline('标题,正文\n甲,x\n\n乙,"没有结束\n丙,y\n丁,z\n')).toEqual([
      [2, { 标题: '甲', 正文: 'x' }],
      [4, 'unclosed_quote'],
    ]);
  });

  it('is refused when that is the row of the headings', async () => {
    await expect(read('标题,"正文\n甲,x\n', 'csv')).rejects.toMatchObject({
      code: 'unclosed_quote',
      line: 1,
    });
  });

  it('gives its headings before its rows, and also without any', async () => {
    const seen: unknown[] = [];
    const onHeadings = (headings: readonly string[], line: number) => seen.push([headings, line]);
    for await (const row of readTable(Buffer.from('\n标题,正文\n'), 'csv', { onHeadings })) seen.push(row);
    expect(seen).toEqual([[['标题', '正文'], 2]]);
  });

  it('is refused with two equal headings', async () => {
    await expect(read('标题,标题\n甲,乙\n')).rejects.toMatchObject({ code: 'duplicate_heading', line: 1 });
  });

  it('is refused when it is empty or blank', async () => {
    await expect(read('', 'csv')).rejects.toMatchObject({ code: 'empty_file' });
    await expect(read(' \n\n', 'csv')).rejects.toMatchObject({ code: 'empty_file' });
  });

  it('loses only the rows in which UTF-8 is damaged', async () => {
    const text = Buffer.from('标题\n完好的一行\n损坏的一行\n又一行\n');
    text[text.indexOf('损坏') + 1] = 0x41;
    expect(await outline(text)).toEqual([
      [2, { 标题: '完好的一行' }],
      [3, 'bad_encoding'],
      [4, { 标题: '又一行' }],
    ]);
  });

  it('is refused when it is text in no known encoding', async () => {
    await expect(read(Buffer.from('7469746c650aff80ff80ff80', 'hex'), 'csv')).rejects.toMatchObject({
      code: 'bad_encoding',
    });
  });

  it('reads a file larger than one chunk', async () => {
    const text =
      '标题,正文\n' +
      Array.from({ length: 3000 }, (_, i) => `第${i}项,"${'长'.repeat(300)}\n尾"`).join('\r\n');
    const rows = await read(text);
    expect(rows).toHaveLength(3000);
    expect(rows[2999]).toMatchObject({
      line: 6000,
      values: { 标题: '第2999项', 正文: `${'长'.repeat(300)}\n尾` },
    });
  });
});

describe('jsonl', () => {
  it('gives each object with the number of its line; a broken line does not end it', async () => {
    const text = '{"title":"甲","keywords":["a","b"]}\n\n{"title":\n[1]\n{"title":"乙\u2028丙"}';
    expect(await outline(text)).toEqual([
      [1, { title: '甲', keywords: ['a', 'b'] }],
      [3, 'broken_json'],
      [4, 'not_an_object'],
      [5, { title: '乙\u2028丙' }],
    ]);
  });

  it('goes on after a line that is too long', async () => {
    const text = `{"title":"甲"}\n{"title":"${'长'.repeat(8_000_000)}"}\n{"title":"乙"}\n`;
    expect(await outline(text)).toEqual([
      [1, { title: '甲' }],
      [2, 'row_too_long'],
      [3, { title: '乙' }],
    ]);
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const first = async (path: string) => {
    for await (const row of readTable(path)) return row;
    return undefined;
  };

  it('is read by the format of its name', async () => {
    const path = join(folder, '需求.JSONL');
    await writeFile(path, '{"title":"甲"}\n');
    expect(await first(path)).toEqual({ line: 1, values: { title: '甲' } });
  });

  it('is refused when it is not there or is a folder', async () => {
    await expect(first(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'file_not_found' });
    await expect(first(folder)).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});
