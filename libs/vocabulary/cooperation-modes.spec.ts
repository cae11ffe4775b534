import { describe, expect, it } from '@jest/globals';
import {
  COOPERATION_MODES,
  findCooperationMode,
  isCooperationMode,
  modesCompatible,
  parseCooperationMode,
} from './cooperation-modes.js';

describe('cooperation modes', () => {
  it('reads every mode from its own code, Chinese and English', () => {
    expect(COOPERATION_MODES).toHaveLength(16);
    for (const { code, zh, en } of COOPERATION_MODES) {
      expect([code, zh, en].map(parseCooperationMode)).toEqual([code, code, code]);
    }
  });

  it('finds by code', () => {
    expect(findCooperationMode('equity')?.zh).toBe('作价入股');
    expect(isCooperationMode('equity')).toBe(true);
    expect(isCooperationMode('作价入股')).toBe(false);
  });

  it.each([
    ['技术转让', 'assignment'],
    ['专利权转让', 'assignment'],
    ['技术入股', 'equity'],
    ['作价投资', 'equity'],
    ['产学研合作', 'joint_development'],
    ['合作研发', 'joint_development'],
    ['技术合作', 'joint_development'],
    ['许可使用', 'licence'],
    ['专利许可', 'licence'],
    ['非独占许可', 'licence'],
    ['独占实施许可', 'exclusive_licence'],
    ['独家许可', 'sole_licence'],
    ['专利开放许可', 'open_licence'],
    ['先用后付', 'use_first'],
    ['先免费试用后付费', 'use_first'],
    ['委托研发', 'commissioned_development'],
    ['中试合作', 'pilot_cooperation'],
    ['共建研发中心', 'joint_platform'],
    ['股权融资', 'financing'],
    [' 双方 面谈 ', 'negotiable'],
    ['技术开发', null],
    ['独立研发', null],
    ['', null],
  ])('reads %j as %j', (written, mode) => {
    expect(parseCooperationMode(written)).toBe(mode);
  });

  it.each([
    ['licence', 'licence', 'same'],
    ['negotiable', 'negotiable', 'same'],
    ['licence', 'negotiable', 'negotiable'],
    ['licence', 'assignment', 'related'],
    ['equity', 'financing', 'related'],
    ['commissioned_development', 'technical_service', 'related'],
    ['assignment', 'training', 'different'],
  ] as const)('compares %s with %s as %s', (left, right, result) => {
    expect(modesCompatible(left, right)).toBe(result);
    expect(modesCompatible(right, left)).toBe(result);
  });
});
