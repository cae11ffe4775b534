import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterFailure, type FailureRecord, isLocked, LOCK_MINUTES } from './login.rules.js';

const NOW = new Date('2026-11-22T08:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe('failures in a row', () => {
  it('lock at the allowed number and not before, and count anew after that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (allowed) => {
        let record: FailureRecord = { failures: 0, lockedUntil: null };
        for (let count = 1; count < allowed; count += 1) {
          record = afterFailure(record, allowed, NOW);
          expect(isLocked(record, NOW)).toBe(false);
        }
        record = afterFailure(record, allowed, NOW);
        expect(record).toEqual({ failures: 0, lockedUntil: later(LOCK_MINUTES) });
      }),
    );
  });

  it('are locked until the lock is over', () => {
    const record = { lockedUntil: later(LOCK_MINUTES) };
    expect(isLocked(record, later(LOCK_MINUTES - 1))).toBe(true);
    expect(isLocked(record, later(LOCK_MINUTES))).toBe(false);
  });
});
