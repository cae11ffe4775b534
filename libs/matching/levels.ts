import { type MatchLevel } from './match.js';
import { type WeightsTable } from './weights.js';

/** The level of a score; a need that says too little to be understood gets no match above 2. */
export function levelOf(score: number, sparse: boolean, table: WeightsTable): MatchLevel {
  const [two, three, four] = table.levels;
  const level = score >= four ? 4 : score >= three ? 3 : score >= two ? 2 : 1;
  return sparse && level > 2 ? 2 : level;
}
