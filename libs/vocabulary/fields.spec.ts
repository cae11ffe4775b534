import { describe, expect, it } from '@jest/globals';
import { fieldNearness, findField, listFields } from './fields.js';

describe('fields', () => {
  it('lists eight fields with 52 on the second level, numbered without gaps', () => {
    const children = (code: string) => listFields().filter(({ parent }) => parent === code);
    expect(['1', '2', '3', '4', '5', '6', '7', '8'].map((code) => children(code).length)).toEqual([
      8, 7, 2, 6, 8, 4, 8, 9,
    ]);
    for (const { code, parent } of listFields()) {
      if (parent) expect(children(parent)[Number(code.split('.')[1]) - 1]?.code).toBe(code);
    }
    expect(listFields().every(({ en }) => en)).toBe(true);
  });

  it('finds both levels', () => {
    expect(findField('4.2')).toMatchObject({ zh: '无机非金属材料', parent: '4' });
    expect(findField('9')).toBeUndefined();
  });

  it.each([
    ['4.2', '4.2', 1],
    ['4.2', '4.1', 0.5],
    ['4.2', '4', 0.5],
    ['4', '4', 0.5],
    ['4.2', '8.4', 0],
    ['4.2', '4.9', null],
  ])('measures %s and %s as %s', (left, right, nearness) => {
    expect(fieldNearness(left, right)).toBe(nearness);
    expect(fieldNearness(right, left)).toBe(nearness);
  });
});
