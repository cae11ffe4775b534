import { describe, expect, it } from '@jest/globals';
import { dayAt, daysOf, endOf, periodOf, startOf } from './period.rules.js';

describe('days in China', () => {
  it('begin at sixteen o’clock UTC the day before', () => {
    expect(startOf('2026-03-01').toISOString()).toBe('2026-02-28T16:00:00.000Z');
    expect(endOf('2026-03-01')).toEqual(startOf('2026-03-02'));
    expect(dayAt(new Date('2026-02-28T15:59:59.999Z'))).toBe('2026-02-28');
    expect(dayAt(new Date('2026-02-28T16:00:00.000Z'))).toBe('2026-03-01');
  });

  it('are counted with both ends', () => {
    expect(daysOf({ from: '2024-02-28', to: '2024-03-01' })).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    expect(daysOf({ from: '2026-03-01', to: '2026-03-01' })).toEqual(['2026-03-01']);
  });

  it.each([
    [{}, { from: '2026-10-24', to: '2026-11-22' }],
    [{ to: '2026-03-30' }, { from: '2026-03-01', to: '2026-03-30' }],
    [{ from: '2026-11-01' }, { from: '2026-11-01', to: '2026-11-22' }],
    [{ from: '2027-01-01' }, { from: '2027-01-01', to: '2027-01-01' }],
  ])('%j asked on the 22nd is %j', (asked, period) => {
    expect(periodOf(asked, new Date('2026-11-22T02:00:00Z'))).toEqual(period);
  });
});
