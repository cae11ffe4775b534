import { describe, expect, it } from '@jest/globals';
import { parseMaturity, READINESS_STAGES, REGISTRATION_STAGES, TRLS } from './maturity.js';

describe('maturity', () => {
  it('names the nine levels', () => {
    expect(TRLS.map(({ trl }) => trl)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each([
    ['TRL 6', 6, 'TRL6'],
    ['trl6级', 6, 'trl6级'],
    ['ＴＲＬ７', 7, 'TRL7'],
    ['TRL 4-5', 4, 'TRL4'],
    ['技术成熟度:第8级', 8, '技术成熟度:第8级'],
    ['6级', 6, '6级'],
    ['六级', 6, '六级'],
    ['6', 6, '6'],
    ['小试', 5, '小试'],
    ['中试', 7, '中试'],
    ['已完成小试和中试', 7, '中试'],
    ['小试已完成，未进行中试', 5, '小试'],
    ['样机，待中试', 5, '样机'],
    ['已产业化', 8, '产业化'],
    ['实验室阶段，产业化前景好', 4, '实验室'],
    ['在研', 2, '在研'],
    ['TRL 5，已产业化', 5, 'TRL5'],
  ])('reads %j as %i from %j', (written, trl, from) => {
    expect(parseMaturity(written)).toEqual({ trl, from });
  });

  it.each(['', '0', '10', 'TRL 10', '6.5', '未量产', '国际领先', '安全等级3级'])(
    'recognises nothing in %j',
    (written) => {
      expect(parseMaturity(written)).toBeNull();
    },
  );

  it.each([...READINESS_STAGES, ...REGISTRATION_STAGES])(
    'reads the stage $zh inside its range',
    ({ zh, from, to }) => {
      expect(parseMaturity(zh)?.trl).toBe(Math.floor((from + to) / 2));
    },
  );
});
