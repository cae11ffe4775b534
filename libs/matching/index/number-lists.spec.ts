import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NumberLists } from './number-lists.js';

const listAt = (lists: NumberLists, slot: number) => {
  const { numbers, start, end } = lists.at(slot);
  return [...numbers.subarray(start, end)];
};

describe('NumberLists', () => {
  it('hold the list that each slot was given last, whoever reads them', () => {
    const step = fc.record({ slot: fc.nat(20), list: fc.array(fc.nat(), { maxLength: 40 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const lists = new NumberLists();
        const expected = new Map<number, number[]>();
        for (const { slot, list } of steps) {
          if (expected.has(slot)) lists.remove(slot);
          lists.put(slot, list);
          expected.set(slot, list);
        }
        const elsewhere = new NumberLists(lists.state);
        for (const [slot, list] of expected) {
          expect(listAt(lists, slot)).toEqual(list);
          expect(listAt(elsewhere, slot)).toEqual(list);
        }
      }),
    );
  });
});
