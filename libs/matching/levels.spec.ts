import { describe, expect, it } from '@jest/globals';
import { levelOf, type Standing } from './levels.js';
import { WEIGHTS_3 } from './weights.js';

const answer: Standing = { score: 75, focus: 0.9, ahead: 0, ofAnother: false, sparse: false };
const level = (change: Partial<Standing>) => levelOf({ ...answer, ...change }, WEIGHTS_3.levels);

describe('levelOf', () => {
  it('tells of a pair that covers the subject, when few texts share more', () => {
    expect(level({})).toBe(4);
    expect(level({ score: 50, focus: 0.6 })).toBe(3);
  });

  it('leaves in its field what is one of a crowd', () => {
    expect(level({ score: 60, ahead: 30 })).toBe(2);
  });

  it('never tells of another component than the one that is asked for', () => {
    expect(level({ ofAnother: true })).toBe(2);
  });

  it('never tells of a need that cannot be understood', () => {
    expect(level({ sparse: true, score: 100 })).toBe(2);
  });

  it('gives 1 where little is shared, and bears the ends of the scale', () => {
    expect(level({ score: 8, focus: 0.1 })).toBe(1);
    expect(level({ score: 0, focus: 0, ahead: 200 })).toBe(1);
    expect(level({ score: 100 })).toBe(4);
  });
});
