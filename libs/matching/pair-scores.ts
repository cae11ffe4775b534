import { FACTOR_PLACES } from './factors/side-columns.js';
import { FACTOR_NAMES } from './match.js';
import { type WeightsTable } from './weights.js';

export const FACTOR_COUNT = FACTOR_NAMES.length;

const INDICATORS = FACTOR_PLACES.indicators;
// The fields of a form can confirm what the texts say; they cannot make a match of texts that do not meet.
const BEYOND_TEXT = 0.2;

/** The weights of the factors in the order of FACTOR_NAMES. */
export const factorWeights = ({ factors }: WeightsTable): Float64Array =>
  Float64Array.from(FACTOR_NAMES, (name) => factors[name]);

/**
 * 0–100, one decimal: the weighted mean of the text value and of the factors that are known, which stand in `values`
 * from `row` on in the order of FACTOR_NAMES, NaN where one side does not say. `factors` is from `factorWeights`.
 */
export function pairScore(text: number, values: Float64Array, row: number, factors: Float64Array): number {
  let sum = factors[0]! * text;
  let weights = factors[0]!;
  for (let place = 1; place < FACTOR_COUNT; place += 1) {
    const value = values[row + place]!;
    if (Number.isNaN(value)) continue;
    const weight = factors[place]!;
    sum += weight * Math.min(value, text + BEYOND_TEXT);
    weights += weight;
  }
  return Math.round((1000 * sum) / weights) / 10;
}

/** The most that the score can be, whatever the quantities of the two texts say. */
export function mostScore(text: number, values: Float64Array, row: number, factors: Float64Array): number {
  values[row + INDICATORS] = NaN;
  const unknown = pairScore(text, values, row, factors);
  values[row + INDICATORS] = 1;
  const met = pairScore(text, values, row, factors);
  values[row + INDICATORS] = NaN;
  return Math.max(unknown, met);
}
