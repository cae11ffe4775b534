import { describe, expect, it } from '@jest/globals';
import { type RescoredPair, reportRescoring } from './rescoring-report.js';

const pair = (
  before: [number, 1 | 2 | 3 | 4] | null,
  after: [number, 1 | 2 | 3 | 4] | null,
): RescoredPair => ({
  needId: 'n',
  achievementId: 'a',
  before: before && { score: before[0], level: before[1] },
  after: after && { score: after[0], level: after[1] },
});

describe('the report of a rescoring', () => {
  it('counts moves, what is told, and the mean shift of what was kept on both sides', () => {
    const report = reportRescoring(
      [
        pair([50, 3], [40, 2]),
        pair([40, 2], [60, 3]),
        pair(null, [70, 4]),
        pair([30, 2], null),
        pair([20, 2], [20, 2]),
      ],
      2,
    );
    expect(report.moves).toEqual([
      { from: 3, to: 2, count: 1 },
      { from: 2, to: 3, count: 1 },
      { from: 2, to: 2, count: 1 },
      { from: 2, to: 0, count: 1 },
      { from: 0, to: 4, count: 1 },
    ]);
    expect(report.told).toEqual({ before: 1, after: 2, begin: 2, end: 1 });
    expect(report.meanShift).toBeCloseTo(10 / 3);
    expect(report.largest.map(({ after }) => after?.score)).toEqual([70, undefined]);
  });

  it('is calm about nothing', () => {
    expect(reportRescoring([], 5)).toEqual({
      pairs: 0,
      moves: [],
      told: { before: 0, after: 0, begin: 0, end: 0 },
      meanShift: 0,
      largest: [],
    });
  });
});
