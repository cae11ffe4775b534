import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '#platform/search/edit-distance.js';
import { mendRun } from './spelling.service.js';

describe('spelling', () => {
  it.each([
    ['立方氮化棚', ['立方氮化硼', '氮化硅'], ['立方氮化硼']],
    ['高温立方氮化棚单晶', ['立方氮化硼'], ['高温立方氮化硼单晶']],
    ['立方氮化硼', ['立方氮化硼'], []],
    ['豆腐', ['豆浆'], []],
    ['完全不同', ['立方氮化硼'], []],
    ['二氧化炭焊接装置', ['焊接装备', '二氧化碳', '二氧化硫'], ['二氧化碳焊接装置', '二氧化硫焊接装置']],
  ])('mends %s with %j', (run, near, expected) => {
    expect(mendRun(run, near, new Set(['二氧化', '焊接', '装置']))).toEqual(expected);
  });

  it('leaves alone what is made of known words', () => {
    expect(mendRun('焊接的装置', ['焊接地装置'], new Set(['焊接', '装置']))).toEqual([]);
  });

  it.each([
    ['lithium', 'lithuim', 1],
    ['lithium', 'lithim', 1],
    ['lithium', 'lithhium', 1],
    ['lithium', 'litium', 1],
    ['kitten', 'sitting', 3],
    ['', 'ab', 2],
  ])('counts from %s to %s %i slips', (left, right, distance) => {
    expect(editDistance(left, right, 5)).toBe(distance);
  });

  it('counts both ways alike, and stops where enough is counted', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right, 9);
        expect(editDistance(right, left, 9)).toBe(distance);
        expect(distance === 0).toBe(left === right);
        expect(editDistance(left, right, 1) <= 1).toBe(distance <= 1);
      }),
    );
  });
});
