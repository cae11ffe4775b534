import { describe, expect, it } from '@jest/globals';

import { beside, percentile, sentenceOf, tableOf } from './measurement.js';

describe('beside', () => {
  it('is above 1 where ours is faster', () => {
    expect(beside({ name: 'run', value: 2, unit: 's' }, 'other', 10)).toEqual({
      name: 'run',
      value: 2,
      unit: 's',
      peer: 'other',
      peerValue: 10,
      ratio: 5,
    });
  });

  it('is above 1 where ours is right more often', () => {
    expect(beside({ name: 'hit1', value: 0.6, unit: 'share' }, 'other', 0.3).ratio).toBe(2);
  });
});

describe('percentile', () => {
  it('takes the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_none, place) => 100 - place);
    expect([0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([50, 95, 100]);
    expect(percentile([3], 0.95)).toBe(3);
  });
});

describe('sentenceOf', () => {
  it('says the same in a line', () => {
    expect(sentenceOf(beside({ name: 'run', value: 2, unit: 's' }, 'other', 10))).toBe(
      'run: 2 s (other: 10 s, 5 ×)',
    );
    expect(sentenceOf({ name: 'hit1', value: 0.5, unit: 'share' })).toBe('hit1: 0.500');
  });
});

describe('tableOf', () => {
  it('lines up what is here and what is beside', () => {
    const table = tableOf([
      beside({ name: 'run', value: 2, unit: 's' }, 'other', 10),
      { name: 'memory', value: 3 * 2 ** 20, unit: 'bytes' },
    ]);
    expect(table.split('\n')).toEqual([
      'name    here   peer         times better',
      '------  -----  -----------  ------------',
      'run     2 s    other: 10 s  5 ×',
      'memory  3 MiB',
    ]);
  });
});
