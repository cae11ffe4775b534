import { type MatchLevel } from './match.js';
import { type WeightsTable } from './weights.js';

/**
 * The level of a score (0–100) whose text covers the need's subject so far. A need that says too little to be understood
 * gets no match above 2.
 */
export function levelOf(score: number, focus: number, sparse: boolean, table: WeightsTable): MatchLevel {
  const share = Math.min(0.999, Math.max(0.001, score / 100));
  const points = Math.log(share / (1 - share)) + table.levels.focus * focus;
  const [two, three, four] = table.levels.points;
  const level = points >= four ? 4 : points >= three ? 3 : points >= two ? 2 : 1;
  return sparse && level > 2 ? 2 : level;
}
