import { describe, expect, it } from '@jest/globals';
import { levelOf, type Standing } from './levels.js';
import { WEIGHTS_2 } from './weights.js';

const answer: Standing = {
  score: 60,
  focus: 0.8,
  named: 1,
  aboveUsual: 1.2,
  ofAnother: false,
  sparse: false,
};
const level = (change: Partial<Standing>) => levelOf({ ...answer, ...change }, WEIGHTS_2.levels);

describe('levelOf', () => {
  it('tells of a pair that covers the subject and stands out', () => {
    expect(level({})).toBe(4);
    expect(level({ score: 50, focus: 0.4, aboveUsual: 0.9 })).toBe(3);
  });

  it('leaves in its field what shares no more than the crowd', () => {
    expect(level({ aboveUsual: 0.3 })).toBe(2);
  });

  it('wants the subject named', () => {
    const border = { score: 50, focus: 0.3, aboveUsual: 0.85 };
    expect(level({ ...border, named: 1 })).toBe(3);
    expect(level({ ...border, named: 0 })).toBe(2);
  });

  it('never tells of another component than the one that is asked for', () => {
    expect(level({ ofAnother: true })).toBe(2);
  });

  it('never tells of a need that cannot be understood', () => {
    expect(level({ sparse: true, score: 100 })).toBe(2);
  });

  it('gives 1 where little is shared, and bears the ends of the scale', () => {
    expect(level({ score: 8, focus: 0.1 })).toBe(1);
    expect(level({ score: 0, focus: 0, aboveUsual: -Infinity })).toBe(1);
    expect(level({ score: 100 })).toBe(4);
  });
});
