import { describe, expect, it } from '@jest/globals';
import { joinLevels, joinOpinion, relevanceVoice, similarityVoice } from './opinion.js';

const usual = { mean: 0.7, deviation: 0.02 };

describe('opinions', () => {
  it('move the text value the way they point, and not far down', () => {
    const value = (text: number, ...scores: number[]) =>
      joinOpinion(
        text,
        scores.map((score) => relevanceVoice('r', score)),
      );
    expect(value(0.6, 0.95)).toBeGreaterThan(0.6);
    expect(value(0.6, 0.05)).toBeLessThan(0.6);
    expect(value(0.9, 0)).toBeGreaterThan(0.75);
    expect(value(0, 1)).toBeGreaterThan(0.1);
    expect(value(0, 1)).toBeLessThan(0.3);
    for (const text of [0, 0.3, 1]) for (const score of [0, 1]) expect(value(text, score)).toBeGreaterThan(0);
  });

  it('count a cosine by how unusual it is', () => {
    const points = (cosine: number) => similarityVoice('e', cosine, usual).points;
    expect(points(0.7)).toBe(-3);
    expect(points(0.76)).toBeCloseTo(0);
    expect(points(0.99)).toBe(3);
    expect(similarityVoice('e', 0.9, { mean: 0.9, deviation: 0 }).points).toBe(-3);
  });

  it('take a level away by one step, and give none that is told', () => {
    expect([1, 2, 3, 4].map((joined) => joinLevels(1, joined as 1))).toEqual([1, 2, 2, 2]);
    expect([1, 2, 3, 4].map((joined) => joinLevels(2, joined as 1))).toEqual([1, 2, 2, 2]);
    expect([1, 2, 3, 4].map((joined) => joinLevels(3, joined as 1))).toEqual([2, 2, 3, 3]);
    expect([1, 2, 3, 4].map((joined) => joinLevels(4, joined as 1))).toEqual([3, 3, 3, 4]);
  });
});
