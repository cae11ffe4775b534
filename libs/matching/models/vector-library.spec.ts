import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cosine, normalised, VectorLibrary } from './vector-library.js';

const vectorOf = (seed: number) => normalised(Float32Array.from([1, 2, 3], (n) => Math.sin(seed * n) + 0.1));

describe('VectorLibrary', () => {
  it('holds what a map would hold, whatever comes and goes', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      seed: fc.nat(50),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const library = new VectorLibrary(3);
        const map = new Map<string, Float32Array>();
        for (const { id, seed, gone } of changes) {
          if (gone) {
            library.delete(id);
            map.delete(id);
          } else {
            library.set(id, vectorOf(seed));
            map.set(id, vectorOf(seed));
          }
        }
        expect(library.size).toBe(map.size);
        for (const id of 'abcde') expect(library.get(id)).toEqual(map.get(id));
        const asked = vectorOf(7);
        const best = library.nearest(asked, 2).map((id) => cosine(asked, map.get(id)!));
        const all = [...map.values()].map((vector) => cosine(asked, vector)).sort((a, b) => b - a);
        expect(best).toEqual(all.slice(0, 2));
      }),
    );
  });

  it('says what is usual by which records are there, not by the order in which they came', () => {
    const ids = Array.from({ length: 600 }, (_, i) => i);
    const filled = (order: number[]) => {
      const library = new VectorLibrary(3);
      for (const i of order) library.set(`record-${i}`, vectorOf(i));
      return library;
    };
    const usual = filled(ids).usual(vectorOf(3))!;
    expect(filled([...ids].reverse()).usual(vectorOf(3))).toEqual(usual);
    const whole = ids.map((i) => cosine(vectorOf(3), vectorOf(i)));
    const mean = whole.reduce((sum, value) => sum + value) / whole.length;
    expect(Math.abs(usual.mean - mean)).toBeLessThan(3 * (usual.deviation / 16));
    expect(filled(ids.slice(0, 29)).usual(vectorOf(3))).toBeUndefined();
  });

  it('gives a pair one cosine, whichever comes first', () => {
    for (let i = 0; i < 100; i += 1)
      expect(cosine(vectorOf(i), vectorOf(i + 1))).toBe(cosine(vectorOf(i + 1), vectorOf(i)));
  });
});
