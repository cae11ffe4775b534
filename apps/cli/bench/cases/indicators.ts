import { measureIndicators } from '#matching/indicators/score-indicators.js';

import { type BenchCase } from '../bench-case.js';

/** Reading of quantities, on the labelled sentences that were not used to write the reader. */
export const indicators: BenchCase = {
  name: 'indicators',
  measures: ['indicators.precision', 'indicators.recall'],
  run({ note }) {
    const { precision, recall, sentences, expected } = measureIndicators('reserved');
    note(`${sentences} labelled sentences kept apart, ${expected} indicators in them`);
    return Promise.resolve([
      { name: 'indicators.precision', value: precision, unit: 'share' },
      { name: 'indicators.recall', value: recall, unit: 'share' },
    ]);
  },
};
