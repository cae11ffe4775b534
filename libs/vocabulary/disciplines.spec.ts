import { describe, expect, it } from '@jest/globals';
import { disciplineNearness, findDiscipline, listDisciplines } from './disciplines.js';

describe('disciplines', () => {
  it('lists 62 first-level disciplines in five groups, all with English', () => {
    const groups = listDisciplines().filter(({ parent }) => parent === undefined);
    expect(groups.map(({ code }) => code).join('')).toBe('ABCDE');
    expect(listDisciplines()).toHaveLength(62 + 5);
    expect(listDisciplines().every(({ en }) => en)).toBe(true);
  });

  it('finds the discipline a deeper code belongs to', () => {
    for (const code of ['430', '43010', '430.10', '430.1020', '4301020']) {
      expect(findDiscipline(code)).toEqual({
        code: '430',
        parent: 'D',
        zh: '材料科学',
        en: 'Materials science',
      });
    }
    expect(findDiscipline('43')).toBeUndefined();
    expect(findDiscipline('999')).toBeUndefined();
  });

  it.each([
    ['430', '430.10', 1],
    ['430', '450', 0.3],
    ['430', 'D', 0.3],
    ['D', 'D', 0.3],
    ['430', '350', 0],
    ['430', '999', null],
  ])('measures %s and %s as %s', (left, right, nearness) => {
    expect(disciplineNearness(left, right)).toBe(nearness);
    expect(disciplineNearness(right, left)).toBe(nearness);
  });
});
