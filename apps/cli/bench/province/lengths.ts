/** Lengths in characters as (share of texts below, length), measured on real texts; no text itself is kept. */
type Quantiles = readonly (readonly [share: number, value: number])[];

// prettier-ignore
export const LENGTHS = {
  needTitle: [[0, 4], [0.05, 7], [0.1, 9], [0.25, 11], [0.5, 15], [0.75, 20], [0.9, 24], [0.95, 29], [0.99, 51], [1, 78]],
  needText: [[0, 0], [0.01, 20], [0.05, 44], [0.1, 62], [0.25, 112], [0.5, 223], [0.75, 410], [0.9, 679], [0.95, 1001], [0.99, 1602], [1, 2725]],
  achievementTitle: [[0, 4], [0.05, 6], [0.1, 9], [0.25, 14], [0.5, 20], [0.75, 28], [0.9, 37], [0.99, 40], [1, 50]],
  achievementText: [[0, 50], [0.05, 77], [0.1, 97], [0.25, 141], [0.5, 201], [0.75, 274], [0.9, 345], [0.95, 411], [0.99, 574], [1, 1215]],
} as const satisfies Record<string, Quantiles>;
