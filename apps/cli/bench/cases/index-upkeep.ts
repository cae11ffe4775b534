import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { fillEngine, TOP } from '../filled-engine.js';
import { percentile } from '../measurement.js';
import { Province } from '../province/province.js';

const SEARCH_EVERY = 50;

/**
 * Changes to a full library. An update is counted with its share of whatever searches must do because of it: one in
 * fifty updates is followed by a search, and what that takes beyond a search before is the updates' cost.
 */
export const indexUpkeep: BenchCase = {
  name: 'index',
  measures: ['index.update', 'index.update.longest', 'index.catch_up'],
  async run({ size, note }) {
    const province = new Province();
    const engine = await fillEngine(province, size);
    const need = province.need(3);
    const search = () => timed(() => engine.matchNeed(need, { top: TOP }));
    const before: number[] = [];
    for (let i = 0; i < 60; i += 1) before.push(await search());
    const usual = percentile(before.slice(20), 0.5);

    const updates = Math.ceil(size / 24);
    let total = 0;
    let longest = 0;
    for (let i = 0; i < updates; i += 1) {
      // The text of a record that is not in the library, under the id of one that is.
      const changed = { ...province.achievement(size + i), id: `a${(i * 7919) % size}` };
      let spent = await timed(() => engine.achievements.upsert(changed));
      if (i % SEARCH_EVERY === 0) spent += Math.max(0, (await search()) - usual);
      total += spent;
      longest = Math.max(longest, spent);
    }

    const behind = Math.ceil(size / 100);
    const news = [...province.achievements(behind, 2 * size)];
    const catchUp = await timed(async () => {
      for (const [i, record] of news.entries()) {
        if (i % 10 === 9) engine.achievements.remove(`a${i}`);
        else engine.achievements.upsert({ ...record, id: `a${i}` });
      }
      await engine.matchNeed(need, { top: TOP });
    });
    note(
      `${updates} records changed one by one; catch-up: ${behind} changes (a tenth removals) and one search`,
    );
    return [
      { name: 'index.update', value: total / updates, unit: 'ms' },
      { name: 'index.update.longest', value: longest, unit: 'ms' },
      { name: 'index.catch_up', value: catchUp, unit: 'ms' },
    ];
  },
};
