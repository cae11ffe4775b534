import { describe, expect, it } from '@jest/globals';
import { labelledSentences } from './labelled-sentences.js';
import { measureIndicators } from './score-indicators.js';

describe('measureIndicators', () => {
  it('has the labelled sentences it is said to have, each once', () => {
    const tuned = labelledSentences('tuned');
    const reserved = labelledSentences('reserved');
    const all = [...tuned, ...reserved];
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(reserved.length).toBeGreaterThanOrEqual(100);
    expect(all.filter((sentence) => sentence.expected.length === 0).length).toBeGreaterThanOrEqual(70);
    expect(new Set(all.map((sentence) => sentence.text)).size).toBe(all.length);
  });

  it.each([
    ['tuned', 0.98, 0.97],
    ['reserved', 0.95, 0.87],
  ] as const)('keeps precision and recall on the %s part', (part, precision, recall) => {
    const measure = measureIndicators(part);
    expect(measure.precision).toBeGreaterThanOrEqual(precision);
    expect(measure.recall).toBeGreaterThanOrEqual(recall);
    expect(measure.misses).toHaveLength(Math.round(measure.expected * (1 - measure.recall)));
  });
});
