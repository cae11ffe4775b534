import { describe, expect, it } from '@jest/globals';
import { findRegion, isWithin, listRegions, regionNearness, regionPath, resolveRegion } from './regions.js';

const LUOYANG = '410300';
const JIANXI = '410305';
const JIYUAN = '419001';

describe('regions', () => {
  it('lists 34 provincial units, 18 cities and, with Jiyuan, 157 county-level units of Henan', () => {
    const count = (level: string) => listRegions().filter((region) => region.level === level).length;
    expect([count('province'), count('city'), count('county')]).toEqual([34, 18, 156]);
    expect(new Set(listRegions().map(({ code }) => code)).size).toBe(34 + 18 + 156);
  });

  it('gives every region but a province a listed parent, and English down to the cities', () => {
    for (const { code, parent, level, en } of listRegions()) {
      expect([code, parent === undefined || findRegion(parent) !== undefined]).toEqual([code, true]);
      expect([code, parent === undefined]).toEqual([code, level === 'province']);
      expect([code, en !== undefined]).toEqual([code, level !== 'county']);
    }
  });

  it('walks from the province down', () => {
    expect(regionPath(JIANXI).map(({ zh }) => zh)).toEqual(['河南省', '洛阳市', '涧西区']);
    expect(regionPath('999999')).toEqual([]);
  });

  it('puts Jiyuan directly under the province', () => {
    expect(findRegion(JIYUAN)).toMatchObject({ level: 'city', parent: '410000', en: 'Jiyuan' });
  });

  it('knows what lies in what', () => {
    expect(isWithin(JIANXI, LUOYANG)).toBe(true);
    expect(isWithin(LUOYANG, LUOYANG)).toBe(true);
    expect(isWithin(LUOYANG, JIANXI)).toBe(false);
    expect(isWithin(JIYUAN, '410000')).toBe(true);
    expect(isWithin('110108', '110000')).toBe(false);
  });

  it('resolves a place it does not list to the one above', () => {
    expect(resolveRegion('110108')?.zh).toBe('北京市');
    expect(resolveRegion('410322')?.zh).toBe('洛阳市');
    expect(resolveRegion('990000')).toBeUndefined();
    expect(resolveRegion('4103')).toBeUndefined();
  });

  it.each([
    [JIANXI, JIANXI, 1],
    [JIYUAN, JIYUAN, 1],
    [JIANXI, '410302', 0.8],
    [JIANXI, LUOYANG, 0.8],
    [LUOYANG, LUOYANG, 0.8],
    [JIANXI, '410105', 0.5],
    [JIYUAN, LUOYANG, 0.5],
    ['410000', JIANXI, 0.5],
    [JIANXI, '110108', 0.2],
    [JIANXI, '000000', null],
  ])('measures %s and %s as %s, either way round', (left, right, nearness) => {
    expect(regionNearness(left, right)).toBe(nearness);
    expect(regionNearness(right, left)).toBe(nearness);
  });
});
