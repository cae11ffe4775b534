import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvertedIndex, type TermVector, type WeightedTerms } from './inverted-index.js';

const vector = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 })), {
    selector: ([id]) => id,
    maxLength: 25,
  })
  .map((entries): TermVector => {
    const sorted = entries.sort(([a], [b]) => a - b);
    return {
      ids: Uint32Array.from(sorted, ([id]) => id),
      quarters: Uint8Array.from(sorted, ([, quarters]) => quarters),
      length: sorted.reduce((sum, [, quarters]) => sum + quarters / 4, 0),
    };
  });

const query = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -1, max: 45 }), fc.integer({ min: 1, max: 1000 })), {
    selector: ([id]) => id,
    maxLength: 20,
  })
  .map((terms): WeightedTerms => ({
    ids: Int32Array.from(terms, ([id]) => id),
    weights: Float64Array.from(terms, ([, weight]) => weight / 100),
  }));

const step = fc.oneof(
  { weight: 4, arbitrary: vector.map((added) => ({ added })) },
  { weight: 1, arbitrary: fc.nat(60).map((removed) => ({ removed })) },
);

describe('InvertedIndex', () => {
  it('finds exactly what adding up every text finds, whatever was added and removed before', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        query,
        fc.integer({ min: 1, max: 12 }),
        (steps, terms, k) => {
          const index = new InvertedIndex();
          for (const change of steps) {
            if ('added' in change) index.add(change.added);
            else index.remove(change.removed);
          }
          const expected: { id: number; score: number }[] = [];
          for (let slot = 0; slot < index.slotCount; slot += 1) {
            const text = index.vector(slot);
            const score = text ? index.scoreOf(terms, text) : 0;
            if (score > 0) expected.push({ id: slot, score });
          }
          expected.sort((a, b) => b.score - a.score || a.id - b.id);
          expect(index.search(terms, k)).toEqual(expected.slice(0, k));
        },
      ),
    );
  });

  it('answers the same from built postings as from waiting texts', () => {
    const texts = fc.sample(vector, { numRuns: 3000, seed: 7 });
    const built = new InvertedIndex();
    texts.forEach((text) => built.add(text));
    for (const terms of fc.sample(query, { numRuns: 20, seed: 8 })) {
      const found = built.search(terms, 50);
      const expected = texts
        .map((text, id) => ({ id, score: built.scoreOf(terms, text) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, 50);
      expect(found).toEqual(expected);
    }
  });
});
