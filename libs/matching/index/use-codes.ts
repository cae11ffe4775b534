/**
 * How often a text uses a term and how long the text is, in one byte: what a search needs to know of a posting, so that it
 * looks nowhere else. Three bits say how often, five how long, both in steps; what is found is scored by the exact numbers.
 */
export const USE_CODES = 256;

const LENGTH_BITS = 5;
const LENGTHS = 1 << LENGTH_BITS;
/** In quarters of a use; a broader concept counts two. */
const USES = [2, 4, 6, 8, 12, 16, 24, 40] as const;
const SHORTEST = 16;
// A step is 14 %, and the last is for texts of a thousand terms and more.
const STEPS_PER_E = (LENGTHS - 1) / Math.log(64);

const useSteps = Uint8Array.from({ length: 256 }, (_, quarters) => {
  let step = 0;
  while (step < USES.length - 1 && quarters >= (USES[step]! + USES[step + 1]!) / 2) step += 1;
  return step;
});

/** @param length of the text, in terms. */
export function lengthStep(length: number): number {
  const step = Math.round(STEPS_PER_E * Math.log(Math.max(1, length) / SHORTEST));
  return Math.max(0, Math.min(LENGTHS - 1, step));
}

/** @param quarters how often the term is used, 1–255 quarters. */
export const useCode = (quarters: number, step: number): number =>
  (useSteps[quarters]! << LENGTH_BITS) | step;

export const quartersOfCode = (code: number): number => USES[code >> LENGTH_BITS]!;

export const lengthOfCode = (code: number): number =>
  SHORTEST * Math.exp((code & (LENGTHS - 1)) / STEPS_PER_E);
