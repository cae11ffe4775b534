import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvertedIndex, type TermVector, type WeightedTerms } from './inverted-index.js';
import { packed } from './posting-lists.js';

const vector = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 })), {
    selector: ([id]) => id,
    maxLength: 25,
  })
  .map((entries): TermVector => {
    const sorted = entries.sort(([a], [b]) => a - b);
    return {
      entries: Uint32Array.from(sorted, ([id, quarters]) => packed(id, quarters)),
      start: 0,
      end: sorted.length,
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

interface Sum {
  slot: number;
  sum: number;
}

const slotsOfHighest = (sums: Sum[], k: number) =>
  sums
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum || a.slot - b.slot)
    .slice(0, k)
    .map(({ slot }) => slot)
    .sort((a, b) => a - b);

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
          const sums: Sum[] = [];
          for (let slot = 0; slot < index.slotCount; slot += 1) {
            const text = index.vector(slot);
            sums.push({ slot, sum: index.sumOf(terms, text) });
          }
          expect([...index.search(terms, k)]).toEqual(slotsOfHighest(sums, k));
        },
      ),
    );
  });

  it('finds the same when terms were too common to be listed for a while', () => {
    const texts = fc.sample(vector, { numRuns: 3000, seed: 7 });
    const index = new InvertedIndex();
    const slots = texts.map((text) => index.add(text));
    const expectExact = () => {
      for (const terms of fc.sample(query, { numRuns: 20, seed: 8 })) {
        const searched = Array.from(terms.ids, (id, i) => ({ id, weight: terms.weights[i]! })).filter(
          ({ id }) => index.frequency(id) <= index.mostSearched,
        );
        const asked = {
          ids: Int32Array.from(searched, ({ id }) => id),
          weights: Float64Array.from(searched, ({ weight }) => weight),
        };
        const sums = slots.map((slot) => ({ slot, sum: index.sumOf(asked, index.vector(slot)) }));
        expect([...index.search(asked, 50)]).toEqual(slotsOfHighest(sums, 50));
      }
    };
    const everywhere: TermVector = { entries: Uint32Array.of(packed(3, 4)), start: 0, end: 1, length: 1 };
    const more = Array.from({ length: 2000 }, () => index.add(everywhere));
    slots.push(...more);
    expect(index.frequency(3)).toBeGreaterThan(1.25 * index.mostSearched);
    expectExact();
    for (const slot of slots.splice(500)) index.remove(slot);
    expect(index.frequency(3)).toBeLessThan(index.mostSearched);
    expectExact();
  });
});
