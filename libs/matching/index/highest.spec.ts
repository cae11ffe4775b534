import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highest } from './highest.js';

describe('highest', () => {
  it('gives the places that sorting all numbers gives', () => {
    // Few distinct numbers, so that many are equal.
    const numbers = fc.array(fc.integer({ min: -1, max: 12 }), { maxLength: 400 });
    fc.assert(
      fc.property(numbers, fc.nat(40), fc.nat(20), (values, k, beyond) => {
        const expected = values
          .map((value, place) => ({ value, place }))
          .filter(({ value }) => value > 0)
          .sort((a, b) => b.value - a.value || a.place - b.place)
          .slice(0, k)
          .map(({ place }) => place)
          .sort((a, b) => a - b);
        const longer = Float32Array.from([...values, ...Array<number>(beyond).fill(100)]);
        expect([...highest(longer, values.length, k)]).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
