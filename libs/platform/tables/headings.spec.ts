import { describe, expect, it } from '@jest/globals';

import { mapHeadings, readHeadings } from './headings.js';

const known = [
  { name: 'title', headings: ['title', '成果名称'] },
  { name: 'trl', headings: ['trl', '成熟度'] },
  { name: 'budget', headings: ['预算', '预算(万元)'] },
] as const;

describe('headings', () => {
  it('are trimmed, and a column without one keeps its place', () => {
    expect(readHeadings([' 标题 ', null, 2024, ''], 1)).toEqual(['标题', '', '2024', '']);
  });

  it('are refused when two are equal', () => {
    expect(() => readHeadings(['标题', '正文', '标题 '], 3)).toThrow(
      expect.objectContaining({ code: 'duplicate_heading', line: 3 }),
    );
  });

  it('are found whatever their case, blanks, width and marks', () => {
    const { columns, unknown } = mapHeadings(known, ['成果 名称*', 'ＴＲＬ', '预算（万元）', '', '联系人']);
    expect([...columns]).toEqual([
      ['title', '成果 名称*'],
      ['trl', 'ＴＲＬ'],
      ['budget', '预算（万元）'],
    ]);
    expect(unknown).toEqual(['联系人']);
  });

  it('are found with a remark that they must be filled in, but not with another unit', () => {
    const { columns, unknown } = mapHeadings(known, ['成果名称（必填）', '预算(元)']);
    expect(columns.get('title')).toBe('成果名称（必填）');
    expect(unknown).toEqual(['预算(元)']);
  });

  it('are refused when two mean the same column', () => {
    expect(() => mapHeadings(known, ['title', '成果名称'], 1)).toThrow(
      expect.objectContaining({ code: 'duplicate_heading', line: 1 }),
    );
  });
});
