import { describe, expect, it } from '@jest/globals';
import { normalise } from '../reading/normalise.js';
import { broaderConcepts, conceptLines, findConceptWords, siblingConcepts } from './concepts.js';

describe('concepts', () => {
  it('is a table that can be read as it is written', () => {
    const seen = new Set<string>();
    for (const { name, words, broader } of conceptLines()) {
      expect(seen.has(name)).toBe(false);
      seen.add(name);
      for (const word of [...words, ...broader]) {
        expect(normalise(word)).toBe(word);
        expect(word).not.toBe('');
      }
      expect(broader).not.toContain(name);
    }
    expect(seen.size).toBeGreaterThan(400);
  });

  it('takes the longest word at a place', () => {
    expect(findConceptWords('永磁同步电机').map(({ word }) => word)).toEqual(['永磁同步电机']);
  });

  it('knows what is broader', () => {
    expect(broaderConcepts('立方氮化硼')).toEqual(['超硬材料']);
    expect(broaderConcepts('没有的概念')).toEqual([]);
  });

  it('knows what is of the same kind', () => {
    expect(siblingConcepts('电解液')).toContain('正极材料');
    expect(siblingConcepts('电解液')).not.toContain('电解液');
    expect(siblingConcepts('没有的概念')).toEqual([]);
  });
});
