import { PassThrough, Writable } from 'node:stream';

import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { readTable } from './read-table.js';
import { type Cell, type TableFormat } from './table.js';
import { writeTable, type WrittenColumn } from './write-table.js';

interface Row {
  title: string;
  score: number | null;
  words: string[];
}

const columns: WrittenColumn<Row>[] = [
  { heading: '名称', cell: ({ title }) => title, width: 20 },
  { heading: '得分', cell: ({ score }) => score },
  { heading: '词', cell: ({ words }): Cell => words },
];
const rows: Row[] = [
  { title: '含"引号",逗号\n和换行', score: 81.5, words: ['电池', '石墨烯'] },
  { title: '=1+1', score: -3, words: [] },
  { title: '@SUM(A1)', score: null, words: ['\u0001坏字符'] },
];

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

async function write(format: TableFormat, items: readonly Row[] = rows): Promise<Buffer> {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on('data', (chunk: Buffer) => chunks.push(chunk));
  await writeTable(sink, format, columns, each(items));
  sink.end();
  return Buffer.concat(chunks);
}

async function readBack(bytes: Buffer) {
  const back: unknown[] = [];
  for await (const row of readTable(bytes)) back.push(row.error ?? row.values);
  return back;
}

describe('writeTable', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('writes one object a line with exactly the columns as fields', async () => {
    const lines = (await write('jsonl')).toString().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('{"名称":"=1+1","得分":-3,"词":[]}');
  });

  it('writes csv that Excel opens in Chinese and in which no text runs as a formula', async () => {
    const text = (await write('csv')).toString();
    expect(text).toBe(
      '\uFEFF名称,得分,词\r\n' +
        '"含""引号"",逗号\n和换行",81.5,"[""电池"",""石墨烯""]"\r\n' +
        "'=1+1,-3,[]\r\n" +
        `'@SUM(A1),,"[""\\u0001坏字符""]"\r\n`,
    );
  });

  it.each(['=1+1', '+86', '-复合', '@名', '\t制表', '＝全角'])(
    'writes the text %j of csv as text',
    async (title) => {
      const [row] = (await readBack(await write('csv', [{ title, score: 1, words: [] }]))) as {
        名称: string;
      }[];
      expect(row?.名称).toBe(`'${title}`);
    },
  );

  it('writes xlsx in which text is text and numbers are numbers', async () => {
    expect(await readBack(await write('xlsx'))).toEqual([
      { 名称: '含"引号",逗号\n和换行', 得分: 81.5, 词: '["电池","石墨烯"]' },
      { 名称: '=1+1', 得分: -3, 词: '[]' },
      { 名称: '@SUM(A1)', 得分: null, 词: '["\\u0001坏字符"]' },
    ]);
  });

  it('cuts a cell at what Excel holds', async () => {
    const [row] = (await readBack(
      await write('xlsx', [{ title: '长'.repeat(40_000), score: 1, words: [] }]),
    )) as {
      名称: string;
    }[];
    expect(row?.名称).toHaveLength(32_767);
    expect(row?.名称.endsWith('…')).toBe(true);
  });

  it.each(['jsonl', 'csv', 'xlsx'] as const)('writes equal bytes of %s at another time', async (format) => {
    const before = await write(format);
    jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2031, 5, 7, 8, 9, 10));
    expect(before.equals(await write(format))).toBe(true);
  });

  it.each(['jsonl', 'csv', 'xlsx'] as const)('writes a table of %s without rows', async (format) => {
    const bytes = await write(format, []);
    if (format === 'jsonl') expect(bytes).toHaveLength(0);
    else expect(await readBack(bytes)).toEqual([]);
  });

  it.each(['jsonl', 'csv'] as const)('stops taking rows of %s when the reader is gone', async (format) => {
    let taken = 0;
    async function* many(): AsyncGenerator<Row> {
      for (; taken < 1_000_000; taken += 1) yield await Promise.resolve(rows[0]!);
    }
    const sink = new Writable({
      highWaterMark: 1000,
      write: (_chunk, _encoding, done) =>
        setImmediate(() => done(Object.assign(new Error('gone'), { code: 'EPIPE' }))),
    });
    await expect(writeTable(sink, format, columns, many())).rejects.toMatchObject({ code: 'EPIPE' });
    expect(taken).toBeLessThan(10_000);
  });

  it.each(['jsonl', 'csv', 'xlsx'] as const)(
    'passes on what goes wrong in the rows of %s',
    async (format) => {
      async function* failing(): AsyncGenerator<Row> {
        yield await Promise.resolve(rows[0]!);
        throw new Error('no more');
      }
      await expect(writeTable(new PassThrough().resume(), format, columns, failing())).rejects.toThrow(
        'no more',
      );
    },
  );
});
