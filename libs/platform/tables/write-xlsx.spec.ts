import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import readExcelFile from 'read-excel-file/node';

import { readTable } from './read-table.js';
import { type Cell } from './table.js';
import { writeXlsx, type WrittenSheet } from './write-xlsx.js';

async function write(...sheets: WrittenSheet[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeXlsx(sheets)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const partOf = (workbook: Buffer, name: string) => strFromU8(unzipSync(workbook)[name]!);

describe('writeXlsx', () => {
  const texts = ['=cmd|calc', '<b>&"\'', '_x000D_', '两行\n\t缩进', ' 前后空格 ', '坏\u0001\u0000字符', '😀'];

  it('writes what another reader reads', async () => {
    const rows: Cell[][] = [...texts.slice(0, 5).map((text) => [text]), [81.5], [true], [-0.001]];
    const workbook = await write({ name: '表', headings: ['标题'], rows });
    const [sheet] = await readExcelFile(workbook, { trim: false });
    expect(sheet?.sheet).toBe('表');
    expect(sheet?.data).toEqual([['标题'], ...rows]);
  });

  it.each(texts)('gives the text %j back as it was', async (text) => {
    const rows = [];
    for await (const row of readTable(await write({ name: '表', headings: ['标题'], rows: [[text]] }))) {
      rows.push(row.error ?? row.values['标题']);
    }
    expect(rows).toEqual([text]);
  });

  it('marks a text like a formula, so that it stays a text when it is edited', async () => {
    const xml = partOf(
      await write({ name: '表', headings: ['标题'], rows: [['=1+1', '安']] }),
      'xl/worksheets/sheet1.xml',
    );
    expect(xml).toContain('<c r="A2" t="inlineStr" s="2">');
    expect(xml).toContain('<c r="B2" t="inlineStr"><is>');
    expect(xml).not.toContain('<f>');
  });

  it('offers the choices of another sheet', async () => {
    const workbook = await write(
      {
        name: '成果',
        headings: ['标题', '区域'],
        rows: [],
        choiceRows: 500,
        choices: [
          { column: 1, list: { sheet: "选'项", column: 27, length: 3 }, hint: '选一项，或写 "A；B"' },
        ],
      },
      { name: "选'项", headings: ['区域'], rows: [['甲'], ['乙'], ['丙']] },
    );
    const xml = partOf(workbook, 'xl/worksheets/sheet1.xml');
    expect(xml).toContain(
      `sqref="B2:B501"><formula1>'选''项'!$AB$2:$AB$4</formula1></dataValidation></dataValidations></worksheet>`,
    );
    expect(xml).toContain('prompt="选一项，或写 &quot;A；B&quot;"');
    const sheets = await readExcelFile(workbook);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['成果', "选'项"]);
  });

  it('takes rows as the reader takes bytes', async () => {
    let written = 0;
    function* many() {
      for (; written < 200_000; written += 1) yield [`第 ${written} 行 ${'字'.repeat(50)}`];
    }
    let chunks = 0;
    for await (const chunk of writeXlsx([{ name: '表', headings: ['标题'], rows: many() }])) {
      chunks += chunk.length > 0 ? 1 : 0;
      if (chunks > 12) break;
    }
    expect(written).toBeLessThan(100_000);
  });
});
