import { FACTOR_PLACES } from './factors/side-columns.js';
import { FACTOR_NAMES } from './match.js';
import { type WeightsTable } from './weights.js';

export const FACTOR_COUNT = FACTOR_NAMES.length;

const INDICATORS = FACTOR_PLACES.indicators;
// The fields of a form can confirm what the texts say; they cannot make a match of texts that do not meet.
const BEYOND_TEXT = 0.2;

/**
 * 0–100, one decimal: the weighted mean of the text value and of the factors that are known, which stand in `values`
 * from `row` on in the order of FACTOR_NAMES, NaN where one side does not say.
 */
export function pairScore(
  text: number,
  values: Float64Array,
  row: number,
  { factors }: WeightsTable,
): number {
  let sum = factors.text * text;
  let weights = factors.text;
  for (let place = 1; place < FACTOR_COUNT; place += 1) {
    const value = values[row + place]!;
    if (Number.isNaN(value)) continue;
    const weight = factors[FACTOR_NAMES[place]!];
    sum += weight * Math.min(value, text + BEYOND_TEXT);
    weights += weight;
  }
  return Math.round((1000 * sum) / weights) / 10;
}

/** The most that the score can be, whatever the quantities of the two texts say. */
export function mostScore(text: number, values: Float64Array, row: number, table: WeightsTable): number {
  values[row + INDICATORS] = NaN;
  const unknown = pairScore(text, values, row, table);
  values[row + INDICATORS] = 1;
  const met = pairScore(text, values, row, table);
  values[row + INDICATORS] = NaN;
  return Math.max(unknown, met);
}
