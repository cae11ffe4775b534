import { describe, expect, it } from '@jest/globals';
import { TermIds } from '../index/term-ids.js';
import { readAchievement, readNeed } from '../profile.js';
import { WEIGHTS_4 } from '../weights.js';
import { Overlaps } from './overlap.js';
import { shareOfText } from './share-of-text.js';

const passing =
  '研究了不同施肥方式对玉米产量、土壤养分和根系形态的影响，并用石墨烯加热膜控制苗床温度。'.repeat(3);

function shareOf(need: string, achievement: string): number {
  const termIds = new TermIds();
  const profile = readNeed({ id: 'n', title: need }, termIds, WEIGHTS_4, true);
  const { vector } = readAchievement({ id: 'a', title: achievement }, termIds, true);
  return shareOfText(profile, new Overlaps().of(profile, vector, 1, termIds.size), vector.length);
}

describe('shareOfText', () => {
  it('is larger for a text about what the need speaks of than for one that names it in passing', () => {
    const need = '石墨烯加热膜的制备';
    expect(shareOf(need, '石墨烯加热膜及其制备方法')).toBeGreaterThan(3 * shareOf(need, passing));
  });

  it('does not count a long description against a text', () => {
    const need = '石墨烯加热膜的制备';
    const text = (times: number) => `石墨烯加热膜及其制备方法。${passing.repeat(times)}`;
    expect(shareOf(need, text(20))).toBe(shareOf(need, text(10)));
  });

  it('is small and above 0 where a few words are all there is, and where nothing is shared', () => {
    expect(shareOf('石墨烯加热膜', '石墨烯加热膜')).toBeLessThan(0.2);
    expect(shareOf('石墨烯加热膜', '玉米')).toBeGreaterThan(0);
  });
});
