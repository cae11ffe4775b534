import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FACTOR_NAMES } from '../match.js';
import { FACTOR_PLACES, SideColumns } from './side-columns.js';
import { sideFactors } from './side-factors.js';

const some = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const list = (...values: string[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }), { nil: undefined });
const shared = {
  id: fc.constant('x'),
  title: fc.constant('题'),
  chainCodes: list('superhard-materials', 'copper-materials', 'no-chain'),
  industryCodes: list('C3073', 'C3039', 'C30', 'A01', '?'),
  disciplineCodes: list('430', '43010', '460'),
  fieldName: some('新材料', ' 新材料 ', '农业', ''),
  regionCode: some('410102', '410103', '410300', '110000', 'nowhere'),
  cooperationModes: list('licence', 'assignment', 'negotiable', 'training', 'something'),
};
const amount = fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined });
const money = fc.option(fc.record({ min: amount, max: amount }), { nil: undefined });
const date = some('2024-05-01', '2031-01-01T08:00:00Z', 'soon', '1999-12-31');
const trl = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
const need = fc.record({ ...shared, trl, budget: money, deadline: date });
const achievement = fc.record({
  ...shared,
  trl,
  price: money,
  publishedAt: date,
  patentNumbers: list('ZL202211250898.9'),
});

describe('SideColumns', () => {
  it('hold in numbers what the factors say in words, from either side of the library', () => {
    fc.assert(
      fc.property(need, fc.array(achievement, { minLength: 1, maxLength: 5 }), (asked, records) => {
        const columns = new SideColumns();
        records.forEach((record, slot) => columns.put(slot, record));
        records.forEach((record, slot) => {
          for (const sides of [columns.at(slot), columns.ofAchievement(record)]) {
            const values = new Float64Array(FACTOR_NAMES.length);
            columns.compare(columns.ofNeed(asked), sides, values, 0);
            for (const [name, compare] of Object.entries(sideFactors)) {
              const value = values[FACTOR_PLACES[name as keyof typeof sideFactors]]!;
              expect([name, Number.isNaN(value) ? null : value]).toEqual([
                name,
                compare(asked, record).value,
              ]);
            }
          }
        });
      }),
    );
  });
});
