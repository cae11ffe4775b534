import { describe, expect, it } from '@jest/globals';

import { describeProblems, matchRowSchema, toAchievement, toNeed } from './match-row.js';

const problems = (row: object) => {
  const { error } = matchRowSchema.safeParse(row);
  return error && describeProblems(error).map(({ reason, code }) => [reason.split(' ')[0], code]);
};
const unknown: [string, string][] = [];
const note = (column: string, value: string) => unknown.push([column, value]);

describe('a row', () => {
  it('needs a title only', () => {
    expect(toNeed(matchRowSchema.parse({ title: '  废水脱盐 ' }), '3', note)).toEqual({
      id: '3',
      title: '废水脱盐',
    });
  });

  it.each([
    [{}, ['title', 'title_missing']],
    [{ title: ' \u3000 ' }, ['title', 'title_missing']],
    [{ title: '长'.repeat(501) }, ['title', 'too_long']],
    [{ title: ['甲'] }, ['title', 'wrong_type']],
    [{ title: '甲', text: '长'.repeat(200_001) }, ['text', 'too_long']],
    [{ title: '甲', trl: 12 }, ['trl', 'trl_out_of_range']],
    [{ title: '甲', trl: 0 }, ['trl', 'trl_out_of_range']],
    [{ title: '甲', trl: '5.5' }, ['trl', 'trl_out_of_range']],
    [{ title: '甲', trl: 'TRL 10' }, ['trl', 'trl_out_of_range']],
    [{ title: '甲', keywords: { a: 1 } }, ['keywords', 'wrong_type']],
    [{ title: '甲', budget: [30, 50] }, ['budget', 'wrong_type']],
    [{ title: '甲', budget: { min: 50, max: 30 } }, ['budget', 'wrong_type']],
    [{ title: '甲', budget: { max: -1 } }, ['budget', 'wrong_type']],
  ])('is refused: %#', (row, problem) => {
    expect(problems(row)).toEqual([problem]);
  });

  it('names every problem', () => {
    expect(problems({ trl: 12 })).toEqual([
      ['title', 'title_missing'],
      ['trl', 'trl_out_of_range'],
    ]);
  });

  it.each([
    ['石墨烯；锂电池、 负极', ['石墨烯', '锂电池', '负极']],
    ['石墨烯 锂电池', ['石墨烯', '锂电池']],
    ['石墨烯　锂电池', ['石墨烯', '锂电池']],
    ['deep learning, 缺陷检测', ['deep learning', '缺陷检测']],
    ['Rodrigues 参数', ['Rodrigues 参数']],
    [
      ['氮化硼', ' ', 2024],
      ['氮化硼', '2024'],
    ],
  ])('may hold the keywords %j', (keywords, words) => {
    expect(matchRowSchema.parse({ title: '甲', keywords }).keywords).toEqual(words);
  });

  it('becomes a record in the codes of the vocabulary', () => {
    const row = matchRowSchema.parse({
      id: 1001,
      title: '立方氮化硼单晶',
      field: '新材料；兵器科学与技术',
      industry: ['C30', '超硬材料'],
      region: '郑州市',
      trl: '通过中试',
      modes: '技术转让/合作开发、中试/验证合作',
      budget: '30-50万',
    });
    expect(toAchievement(row, row.id ?? '', note)).toEqual({
      id: '1001',
      title: '立方氮化硼单晶',
      fieldCodes: ['4'],
      fieldName: '兵器科学与技术',
      industryCodes: ['C30'],
      chainCodes: ['superhard-materials'],
      regionCode: '410100',
      trl: 7,
      cooperationModes: ['assignment', 'joint_development', 'pilot_cooperation'],
      price: { min: 30, max: 50 },
    });
  });

  it('has a price that may be negotiable, and a budget that bounds from above', () => {
    const row = (budget: unknown) => matchRowSchema.parse({ title: '甲', budget });
    expect(toAchievement(row('面议'), '1', note).price).toEqual({});
    expect(toNeed(row('面议'), '1', note).budget).toBeUndefined();
    expect(toNeed(row(80), '1', note).budget).toEqual({ max: 80 });
    expect(toNeed(row({ min: '30', max: 50 }), '1', note).budget).toEqual({ min: 30, max: 50 });
  });

  it('leaves out what is not understood, and says so', () => {
    unknown.length = 0;
    const row = matchRowSchema.parse({
      title: '甲',
      industry: '各行各业',
      region: '全国',
      trl: '其他',
      modes: '未定',
      budget: '自筹',
    });
    expect(toNeed(row, '1', note)).toEqual({ id: '1', title: '甲' });
    expect(unknown.sort()).toEqual([
      ['budget', '自筹'],
      ['industry', '各行各业'],
      ['modes', '未定'],
      ['region', '全国'],
      ['trl', '其他'],
    ]);
  });
});
