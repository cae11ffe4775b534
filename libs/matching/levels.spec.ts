import { describe, expect, it } from '@jest/globals';
import { levelOf, type Standing } from './levels.js';
import { type MatchLevel } from './match.js';
import { WEIGHTS_4 } from './weights.js';

const answer = {
  score: 75,
  focus: 0.9,
  sparse: false,
  shareOfText: 0.1,
  computes: false,
  ahead: 0,
  ofAnother: false,
};

function level(change: Partial<typeof answer>): MatchLevel {
  const { shareOfText, computes, ahead, ofAnother, ...pair } = { ...answer, ...change };
  const standing: Standing = {
    ...pair,
    shareOfText: () => shareOfText,
    computes: () => computes,
    ahead: () => ahead,
    ofAnother: () => ofAnother,
  };
  return levelOf(standing, WEIGHTS_4.levels);
}

describe('levelOf', () => {
  it('tells of a pair that covers the subject, when few texts share more', () => {
    expect(level({})).toBe(4);
    expect(level({ score: 45, focus: 0.4 })).toBe(3);
  });

  it('leaves in its field what is one of a crowd', () => {
    expect(level({ score: 60, ahead: 30 })).toBe(2);
  });

  it('tells of a need its first answer more readily than a second', () => {
    expect(level({ score: 25, focus: 0.25 })).toBe(3);
    expect(level({ score: 25, focus: 0.25, ahead: 1 })).toBe(2);
  });

  it('leaves in its field a text that has the words of the need in passing', () => {
    expect(level({ score: 45, focus: 0.4, ahead: 1 })).toBe(3);
    expect(level({ score: 45, focus: 0.4, ahead: 1, shareOfText: 0.02 })).toBe(2);
  });

  it('takes what computes for an answer sooner', () => {
    expect(level({ score: 40, focus: 0.4, ahead: 4 })).toBe(2);
    expect(level({ score: 40, focus: 0.4, ahead: 4, computes: true })).toBe(3);
  });

  it('never tells of another component than the one that is asked for', () => {
    expect(level({ ofAnother: true })).toBe(2);
  });

  it('never tells of a need that cannot be understood', () => {
    expect(level({ sparse: true, score: 100 })).toBe(2);
  });

  it('asks for a search only where it decides', () => {
    const searched = () => {
      throw new Error('searched');
    };
    const weak: Standing = {
      score: 25,
      focus: 0.1,
      sparse: false,
      shareOfText: () => 0.05,
      computes: () => false,
      ahead: searched,
      ofAnother: searched,
    };
    expect(levelOf(weak, WEIGHTS_4.levels)).toBe(2);
  });

  it('gives 1 where little is shared, and bears the ends of the scale', () => {
    expect(level({ score: 8, focus: 0.1 })).toBe(1);
    expect(level({ score: 0, focus: 0, ahead: 200 })).toBe(1);
    expect(level({ score: 100 })).toBe(4);
  });
});
