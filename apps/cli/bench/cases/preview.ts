import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { fillEngine } from '../filled-engine.js';
import { percentile } from '../measurement.js';
import { Province } from '../province/province.js';

const WARM_UP = 100;
const PASTED = 400;

/** One pasted need after the other, read, matched and explained. */
export const preview: BenchCase = {
  name: 'preview',
  measures: ['preview.p50', 'preview.p95'],
  async run({ size, note }) {
    const province = new Province();
    const engine = await fillEngine(province, size);
    const times: number[] = [];
    for (const need of province.needs(WARM_UP + PASTED)) {
      times.push(await timed(() => engine.matchNeed(need, { top: 20 })));
    }
    note(`${PASTED} needs pasted one after the other, one core, after ${WARM_UP} to warm up`);
    const measured = times.slice(WARM_UP);
    return [
      { name: 'preview.p50', value: percentile(measured, 0.5), unit: 'ms' },
      { name: 'preview.p95', value: percentile(measured, 0.95), unit: 'ms' },
    ];
  },
};
