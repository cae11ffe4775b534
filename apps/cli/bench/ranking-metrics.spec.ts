import { describe, expect, it } from '@jest/globals';

import { type Grade, hitShare, meanReciprocalRank, measureTold, ndcg10, rankOf } from './ranking-metrics.js';

const judged = (grades: Record<string, Grade>) => new Map(Object.entries(grades));

describe('hits and reciprocal ranks', () => {
  const ranks = [1, 2, null, 10, 11];

  it('counts places up to the bound', () => {
    expect(rankOf(['a', 'b', 'c'], 'c')).toBe(3);
    expect(rankOf(['a'], 'c')).toBeNull();
    expect(hitShare(ranks, 1)).toBe(0.2);
    expect(hitShare(ranks, 10)).toBe(0.6);
  });

  it('gives nothing for an answer that did not come', () => {
    expect(meanReciprocalRank(ranks)).toBeCloseTo((1 + 1 / 2 + 1 / 10 + 1 / 11) / 5, 12);
  });
});

describe('ndcg10', () => {
  const grades = judged({ a: 4, b: 3, c: 2, d: 1 });

  it('is 1 for the best order, whatever comes behind', () => {
    expect(ndcg10(['a', 'b', 'c', 'd', 'unjudged'], grades)).toBe(1);
  });

  it('discounts by the place and counts the unjudged as nothing', () => {
    const ideal = 7 + 3 / Math.log2(3) + 1 / 2;
    expect(ndcg10(['x', 'b', 'a'], grades)).toBeCloseTo((3 / Math.log2(3) + 7 / 2) / ideal, 12);
    expect(ndcg10(['d'], grades)).toBe(0);
  });

  it('reads ten places', () => {
    const others = Array.from({ length: 10 }, (_none, place) => `x${place}`);
    expect(ndcg10([...others, 'a'], grades)).toBe(0);
  });
});

describe('measureTold', () => {
  it('reads levels 3 and 4 of what was judged', () => {
    const judgements = new Map([
      ['n1', judged({ a: 4, b: 1 })],
      ['n2', judged({ a: 3 })],
      ['n3', judged({ a: 2 })],
    ]);
    const measure = measureTold(
      [
        { needId: 'n1', level: 4, grade: 4 },
        { needId: 'n1', level: 3, grade: 1 },
        { needId: 'n2', level: 2, grade: 3 },
        { needId: 'n3', level: 3, grade: 2 },
        { needId: 'n3', level: 4, grade: undefined },
      ],
      judgements,
    );
    expect(measure).toEqual({ told: 3, precision: 1 / 3, needsServed: 1 / 2 });
  });

  it('has no precision where nothing is told', () => {
    expect(measureTold([], new Map([['n', judged({ a: 4 })]]))).toEqual({
      told: 0,
      precision: 0,
      needsServed: 0,
    });
  });
});
