import { describe, expect, it } from '@jest/globals';
import { TermIds } from '../index/term-ids.js';
import { readAchievement } from '../profile.js';
import { computes } from './computing.js';

function isComputing(title: string): boolean {
  const termIds = new TermIds();
  return computes(readAchievement({ id: 'a', title }, termIds, true).vector, termIds);
}

describe('computes', () => {
  it('knows an algorithm, a model, a simulation and a program, within longer words and in other spellings', () => {
    for (const title of ['路径规划算法', '电池数学模型的建立', '流场模拟', '計算機輔助設計', '控制软件']) {
      expect(isComputing(title)).toBe(true);
    }
  });

  it('does not see one in a material, a measurement or a machine', () => {
    for (const title of [
      '石墨烯加热膜及其制备方法',
      '冷轧板硬度的测定',
      '模具的加工',
      '型号齐全的拟南芥种子',
    ]) {
      expect(isComputing(title)).toBe(false);
    }
  });

  it('bears a library in which no text computes', () => {
    const termIds = new TermIds();
    const { vector } = readAchievement({ id: 'a', title: '仿真平台' }, termIds, false);
    expect(computes(vector, termIds)).toBe(false);
  });
});
