import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareIndicators } from './compare-indicators.js';
import { extractIndicators } from './extract-indicators.js';
import { LABELLED_PAIRS } from './labelled-pairs.js';

const compare = (need: string, achievement: string) =>
  compareIndicators(extractIndicators(need), extractIndicators(achievement));

describe('compareIndicators', () => {
  it.each(LABELLED_PAIRS.map(([need, achievement, ...verdicts]) => ({ need, achievement, verdicts })))(
    '$need $achievement',
    ({ need, achievement, verdicts }) => {
      expect(compare(need, achievement).map((result) => result.verdict)).toEqual(verdicts);
    },
  );

  it('gives the margin as a signed share of the requirement', () => {
    expect(compare('抗拉强度≥500MPa', '抗拉强度达到600MPa')[0]?.margin).toBeCloseTo(0.2);
    expect(compare('抗拉强度≥500MPa', '抗拉强度达到400MPa')[0]?.margin).toBeCloseTo(-0.2);
    expect(compare('含水率≤60%', '含水率为45%')[0]?.margin).toBeCloseTo(0.25);
    expect(compare('闪点≥160℃', '闪点为200℃')[0]?.margin).toBeCloseTo(0.25);
    expect(compare('抗拉强度≥500MPa', '硬度达到60HRC')[0]).not.toHaveProperty('achievement');
  });

  it('is in doubt where two statements of equal likeness disagree', () => {
    expect(compare('抗拉强度≥500MPa', '抗拉强度为600MPa，抗拉强度为400MPa')[0]?.verdict).toBe('unknown');
  });

  it('does not depend on the unit in which either side is written', () => {
    const units = [
      ['MPa', 1],
      ['GPa', 1e-3],
      ['kPa', 1e3],
      ['bar', 10],
    ] as const;
    const signs = ['≥', '≤', '>', '<', '达到', '约'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom(...signs),
        fc.constantFrom(...signs),
        fc.constantFrom(...units),
        fc.constantFrom(...units),
        (asked, offered, needSign, offerSign, [needUnit, needFactor], [offerUnit, offerFactor]) => {
          const write = (value: number, sign: string, unit: string, factor: number) =>
            `抗拉强度${sign}${Number((value * factor).toPrecision(12))}${unit}`;
          const plain = compare(write(asked, needSign, 'MPa', 1), write(offered, offerSign, 'MPa', 1));
          const mixed = compare(
            write(asked, needSign, needUnit, needFactor),
            write(offered, offerSign, offerUnit, offerFactor),
          );
          expect(mixed.map((result) => result.verdict)).toEqual(plain.map((result) => result.verdict));
          expect(mixed[0]?.margin ?? 0).toBeCloseTo(plain[0]?.margin ?? 0, 6);
        },
      ),
    );
  });
});
