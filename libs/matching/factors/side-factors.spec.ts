import { describe, expect, it } from '@jest/globals';
import { type AchievementRecord, type NeedRecord } from '../records.js';
import { sideFactors } from './side-factors.js';

const need = (fields: Partial<NeedRecord>): NeedRecord => ({ id: 'n', title: '需求', ...fields });
const achievement = (fields: Partial<AchievementRecord>): AchievementRecord => ({
  id: 'a',
  title: '成果',
  ...fields,
});

describe('sideFactors', () => {
  it('are unknown, not zero, where a side does not say', () => {
    for (const compare of Object.values(sideFactors)) {
      expect(compare(need({}), achievement({})).value).toBeNull();
    }
    expect(sideFactors.maturity(need({}), achievement({ trl: 6 })).value).toBeNull();
  });

  it('take a quarter for each readiness level that is missing', () => {
    expect(sideFactors.maturity(need({ trl: 6 }), achievement({ trl: 8 })).value).toBe(1);
    expect(sideFactors.maturity(need({ trl: 8 }), achievement({ trl: 6 })).value).toBe(0.5);
    expect(sideFactors.maturity(need({ trl: 9 }), achievement({ trl: 1 })).value).toBe(0);
  });

  it('lay money side by side', () => {
    expect(
      sideFactors.budget(need({ budget: { max: 100 } }), achievement({ price: { min: 80, max: 200 } })).value,
    ).toBe(1);
    expect(
      sideFactors.budget(need({ budget: { max: 50 } }), achievement({ price: { min: 100 } })).value,
    ).toBe(0.5);
    expect(sideFactors.budget(need({ budget: { max: 50 } }), achievement({ price: {} })).value).toBeNull();
  });

  it('use the nearest of several codes', () => {
    const reading = sideFactors.field(
      need({ chainCodes: ['superhard-materials'], industryCodes: ['C3073'] }),
      achievement({ chainCodes: ['copper-materials'], industryCodes: ['C3073'] }),
    );
    expect(reading.value).toBe(1);
    expect(reading.evidence).toEqual([
      { type: 'values', field: 'industryCodes', need: 'C3073', achievement: 'C3073', relation: 'same' },
    ]);
  });

  it('measure age from date to date', () => {
    const dated = need({ deadline: '2030-01-01' });
    expect(sideFactors.timeliness(dated, achievement({ publishedAt: '2028-06-01' })).value).toBe(1);
    expect(sideFactors.timeliness(dated, achievement({ publishedAt: '2017-01-01' })).value).toBeCloseTo(
      0.5,
      1,
    );
    expect(
      sideFactors.timeliness(need({ deadline: 'soon' }), achievement({ publishedAt: '2017-01-01' })).value,
    ).toBeNull();
  });
});
