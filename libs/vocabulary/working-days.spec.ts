import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterWorkingDays } from './working-days.js';

describe('working days', () => {
  it.each([
    ['Monday noon and three days', '2026-11-16T04:00:00Z', 3, '2026-11-19T16:00:00.000Z'],
    ['Friday and one day, over the weekend', '2026-11-20T04:00:00Z', 1, '2026-11-23T16:00:00.000Z'],
    ['Saturday and one day', '2026-11-21T04:00:00Z', 1, '2026-11-23T16:00:00.000Z'],
    ['Sunday evening in London is Monday in China', '2026-11-22T20:00:00Z', 1, '2026-11-24T16:00:00.000Z'],
    ['ten days are two weeks', '2026-11-18T01:00:00Z', 10, '2026-12-02T16:00:00.000Z'],
  ])('%s', (_, from, days, expected) => {
    expect(afterWorkingDays(new Date(from), days).toISOString()).toBe(expected);
  });

  it('ends at midnight in China after a day that is no weekend, and later for more days', () => {
    const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 60 }), (from, days) => {
        const due = afterWorkingDays(from, days);
        expect(due.getUTCHours()).toBe(16);
        const lastDay = new Date(due.getTime() + 8 * 3_600_000 - 1).getUTCDay();
        expect([0, 6]).not.toContain(lastDay);
        expect(afterWorkingDays(from, days + 1).getTime()).toBeGreaterThan(due.getTime());
      }),
    );
  });
});
