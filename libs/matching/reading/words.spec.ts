import { describe, expect, it } from '@jest/globals';
import { normalise } from './normalise.js';
import { cutTerms, spell, type TermKind } from './words.js';

function terms(text: string, kind: TermKind): string[] {
  const found: string[] = [];
  cutTerms(normalise(text), (of, key) => {
    if (of === kind) found.push(spell(of, key));
  });
  return found;
}

describe('cutTerms', () => {
  it('keeps names, formulas and models, and drops amounts', () => {
    expect(
      terms('ＳｉＣ与Al2O3涂层，60Si2Mn弹簧钢，硬度58HRC，厚0.5mm，PM2.5，3D打印，2019年', 'latin'),
    ).toEqual(['sic', 'al2o3', '60si2mn', 'pm2.5', '3d']);
  });

  it('makes pairs within a run of characters, never over a word that only joins', () => {
    expect(terms('电池的隔膜', 'pair')).toEqual(['电池', '隔膜']);
    expect(terms('电池的隔膜', 'character')).toEqual(['电', '池', '隔', '膜']);
  });

  it('names concepts by any of their words and implies the broader ones', () => {
    expect(terms('采用PMSM驱动', 'concept')).toEqual(['永磁同步电机']);
    expect(terms('永磁同步电动机', 'broader')).toContain('电机');
    expect(terms('5ppm的杂质', 'concept')).not.toContain('聚丙烯');
    expect(terms('低压电力线路', 'concept')).not.toContain('压电陶瓷');
  });

  it('reads traditional and full-width writing as simplified', () => {
    expect(terms('開發鋰離子電池', 'concept')).toEqual(terms('开发锂离子电池', 'concept'));
    expect(normalise('ＬｉＦｅＰＯ₄\u200b電池')).toBe('lifepo4电池');
  });
});
