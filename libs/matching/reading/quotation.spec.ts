import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_QUOTATION, quote, sentenceAround } from './quotation.js';

describe('quotation', () => {
  it('finds the sentence around a place and does not stop at a decimal point', () => {
    const text = '第一句。密度为1.82 g/cm3的单晶；第三句';
    const { start, end } = sentenceAround(text, text.indexOf('单晶'));
    expect(text.slice(start, end)).toBe('密度为1.82 g/cm3的单晶；');
  });

  it('never quotes more than it may, and holds the place of interest', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 600, unit: fc.constantFrom('电', '池', '，', ' ', 'a') }),
        fc.nat(599),
        (text, at) => {
          if (at >= text.length) return;
          expect(quote(text, 0, text.length, at).length).toBeLessThanOrEqual(LONGEST_QUOTATION);
        },
      ),
    );
    const long = `${'前面的话，'.repeat(60)}关键所在${'，后面的话'.repeat(60)}`;
    expect(quote(long, 0, long.length, long.indexOf('关键'))).toContain('关键所在');
  });
});
