import { describe, expect, it } from '@jest/globals';
import { chainNearness, CHAINS, CLUSTERS, findChain } from './chains.js';

describe('chains', () => {
  it('has seven clusters and 28 chains, nine of them in new materials', () => {
    expect(CLUSTERS.map(({ code }) => CHAINS.filter(({ cluster }) => cluster === code).length)).toEqual([
      9, 4, 6, 1, 2, 4, 2,
    ]);
    expect(new Set([...CLUSTERS, ...CHAINS].map(({ code }) => code)).size).toBe(7 + 28);
  });

  it('marks as confirmed only what a source names', () => {
    expect(CHAINS.filter(({ confirmed }) => confirmed).map(({ code }) => code)).toEqual([
      'superhard-materials',
      'nylon-materials',
      'chemical-materials',
      'sensors-semiconductors',
      'cold-chain-food',
    ]);
  });

  it('knows chains, not clusters, as codes', () => {
    expect(findChain('superhard-materials')?.zh).toBe('超硬材料');
    expect(findChain('materials')).toBeUndefined();
  });

  it('measures same chain, same cluster, other cluster and unknown', () => {
    expect(chainNearness('refractories', 'refractories')).toBe(1);
    expect(chainNearness('refractories', 'superhard-materials')).toBe(0.5);
    expect(chainNearness('refractories', 'beverages')).toBe(0);
    expect(chainNearness('refractories', 'unknown')).toBeNull();
  });
});
