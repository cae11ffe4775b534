import { MatchingEngine } from '#matching/engine.js';

import { type Province } from './province/province.js';

/** How many matches of a need are wanted in a full run. */
export const TOP = 50;

/** An engine with the first achievements of a province, searched once so that nothing is left to be built. */
export async function fillEngine(province: Province, size: number): Promise<MatchingEngine> {
  const engine = new MatchingEngine();
  for (const record of province.achievements(size)) engine.achievements.upsert(record);
  await engine.matchNeed(province.need(0), { top: TOP });
  return engine;
}
