import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { fillEngine, TOP } from '../filled-engine.js';
import { mean, type Measurement, percentile } from '../measurement.js';
import { Province } from '../province/province.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const NEEDS = 120;
const WARM_UP = 60;

const nameOf = (size: number) => `${size / 1000}k`;

/** What the same needs cost when the library has ten times as many achievements. */
export const growth: BenchCase = {
  name: 'growth',
  measures: [
    'growth.full_run',
    'growth.preview',
    ...SIZES.flatMap((size) => [`growth.full_run.${nameOf(size)}`, `growth.preview.${nameOf(size)}`]),
  ],
  async run({ note }) {
    const province = new Province();
    const needs = [...province.needs(WARM_UP + NEEDS)];
    const curve: Measurement[] = [];
    const fullRun = new Map<number, number>();
    const previews = new Map<number, number>();
    for (const size of SIZES) {
      const engine = await fillEngine(province, size);
      for (const need of needs.slice(0, WARM_UP)) await engine.matchNeed(need, { top: TOP });
      const full: number[] = [];
      const pasted: number[] = [];
      for (const need of needs.slice(WARM_UP)) {
        full.push(await timed(() => engine.matchNeed(need, { top: TOP })));
        pasted.push(await timed(() => engine.matchNeed(need, { top: 20 })));
      }
      fullRun.set(size, mean(full));
      previews.set(size, percentile(pasted, 0.95));
      curve.push(
        { name: `growth.full_run.${nameOf(size)}`, value: mean(full), unit: 'ms/need' },
        { name: `growth.preview.${nameOf(size)}`, value: percentile(pasted, 0.95), unit: 'ms' },
      );
    }
    const ratio = (times: Map<number, number>) => times.get(100_000)! / times.get(10_000)!;
    note(`${NEEDS} needs against each library, one core; the ratios are from 10k to 100k achievements`);
    return [
      { name: 'growth.full_run', value: ratio(fullRun), unit: 'times' },
      { name: 'growth.preview', value: ratio(previews), unit: 'times' },
      ...curve,
    ];
  },
};
