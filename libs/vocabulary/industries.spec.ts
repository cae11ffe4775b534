import { describe, expect, it } from '@jest/globals';
import {
  findIndustry,
  industryNearness,
  industryPath,
  listIndustries,
  normalizeIndustryCode,
} from './industries.js';

describe('industries', () => {
  it('has the totals of GB/T 4754-2017', () => {
    const count = (level: string) => listIndustries().filter((industry) => industry.level === level).length;
    expect([count('section'), count('division'), count('group'), count('class')]).toEqual([
      20, 97, 473, 1381,
    ]);
    expect(new Set(listIndustries().map(({ code }) => code)).size).toBe(20 + 97 + 473 + 1381);
  });

  it('gives each code the parent its prefix names, listed before it', () => {
    const seen = new Set<string>();
    for (const { code, parent, level, en } of listIndustries()) {
      expect([code, parent ?? '']).toEqual([code, code.slice(0, -1).replace(/^([A-T])\d$/, '$1')]);
      expect([code, parent === undefined || seen.has(parent)]).toEqual([code, true]);
      expect([code, en !== undefined]).toEqual([code, level === 'section' || level === 'division']);
      seen.add(code);
    }
  });

  it('derives a group from its only class', () => {
    expect(findIndustry('C311')).toMatchObject({ zh: '炼铁', level: 'group', parent: 'C31' });
    expect(findIndustry('C3110')).toMatchObject({ zh: '炼铁', level: 'class', parent: 'C311' });
  });

  it.each([
    ['C30', 'C30'],
    ['30', 'C30'],
    [' c 3073 ', 'C3073'],
    ['Ｃ３０', 'C30'],
    ['C', 'C'],
    ['0111', 'A0111'],
    ['A30', null],
    ['98', null],
    ['3', null],
    ['', null],
  ])('normalizes %j to %j', (written, code) => {
    expect(normalizeIndustryCode(written)).toBe(code);
  });

  it('walks from the section down', () => {
    expect(industryPath('3741').map(({ code, zh }) => code + zh)).toEqual([
      'C制造业',
      'C37铁路、船舶、航空航天和其他运输设备制造业',
      'C374航空、航天器及设备制造',
      'C3741飞机制造',
    ]);
    expect(industryPath('nonsense')).toEqual([]);
  });

  it.each([
    ['C3073', '3073', 1],
    ['C3073', 'C3071', 0.8],
    ['C3073', 'C307', 0.8],
    ['C3073', 'C30', 0.6],
    ['C30', 'C30', 0.6],
    ['C30', 'C39', 0.2],
    ['C30', 'A01', 0],
    ['C30', 'X1', null],
  ])('measures %s and %s as %s', (left, right, nearness) => {
    expect(industryNearness(left, right)).toBe(nearness);
    expect(industryNearness(right, left)).toBe(nearness);
  });
});
