import { type MatchingEngine } from '#matching/engine.js';

import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { fillEngine, TOP } from '../filled-engine.js';
import { mean, percentile } from '../measurement.js';
import { Province } from '../province/province.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const WARM_UP = 80;
const NEEDS = 160;

interface Timed {
  name: string;
  engine: MatchingEngine;
  full: number[];
  pasted: number[];
}

/**
 * What the same needs cost when the library has ten times as many achievements. Every need goes to each library in
 * turn, so that whatever else the machine does weighs on all of them alike.
 */
export const growth: BenchCase = {
  name: 'growth',
  measures: [
    'growth.full_run',
    'growth.preview',
    ...SIZES.flatMap((size) => [`growth.full_run.${nameOf(size)}`, `growth.preview.${nameOf(size)}`]),
  ],
  async run({ note }) {
    const province = new Province();
    const libraries: Timed[] = [];
    for (const size of SIZES) {
      libraries.push({ name: nameOf(size), engine: await fillEngine(province, size), full: [], pasted: [] });
    }
    for (const need of province.needs(WARM_UP)) {
      for (const { engine } of libraries) await engine.matchNeed(need, { top: TOP });
    }
    let turn = 0;
    for (const need of province.needs(NEEDS, WARM_UP)) {
      turn += 1;
      for (let i = 0; i < libraries.length; i += 1) {
        // Whoever comes first finds the caches of the words cold, so each does in its turn.
        const { engine, full, pasted } = libraries[(turn + i) % libraries.length]!;
        full.push(await timed(() => engine.matchNeed(need, { top: TOP })));
        pasted.push(await timed(() => engine.matchNeed(need, { top: 20 })));
      }
    }
    note(
      `${NEEDS} needs against each library in turn, one core; the ratios are from 10k to 100k achievements`,
    );
    const [, small, large] = libraries as [Timed, Timed, Timed];
    return [
      { name: 'growth.full_run', value: mean(large.full) / mean(small.full), unit: 'times' },
      {
        name: 'growth.preview',
        value: percentile(large.pasted, 0.95) / percentile(small.pasted, 0.95),
        unit: 'times',
      },
      ...libraries.flatMap(({ name, full, pasted }) => [
        { name: `growth.full_run.${name}`, value: mean(full), unit: 'ms/need' },
        { name: `growth.preview.${name}`, value: percentile(pasted, 0.95), unit: 'ms' },
      ]),
    ];
  },
};

function nameOf(size: number): string {
  return `${size / 1000}k`;
}
