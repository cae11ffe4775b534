import { type FactorName } from './match.js';
import { type SectionKind } from './reading/sections.js';
import { type TermKind } from './reading/words.js';

/**
 * Everything that is set rather than computed. A table is never changed once matches were scored with it: a better one
 * is a new table with a new version.
 */
export interface WeightsTable {
  version: string;
  /** Share of each factor in the score; they add up to 1. */
  factors: Readonly<Record<FactorName, number>>;
  /** How much a word counts by where it stands. */
  title: number;
  keywords: number;
  sections: Readonly<Record<SectionKind, number>>;
  /** How much a term counts by what it is. */
  kinds: Readonly<Record<TermKind, number>>;
  generic: number;
  /** So many of a need's heaviest terms are searched for. */
  queryTerms: number;
  /** Text values, ascending, at which the levels 2, 3 and 4 begin. */
  levels: readonly [number, number, number];
}

export const WEIGHTS_1: WeightsTable = {
  version: '1',
  factors: {
    text: 0.62,
    indicators: 0.12,
    maturity: 0.06,
    field: 0.06,
    mode: 0.03,
    budget: 0.03,
    region: 0.03,
    timeliness: 0.02,
    evidence: 0.03,
  },
  title: 3,
  keywords: 2,
  sections: { ask: 1, goal: 0.8, background: 0.6, basis: 0.15, terms: 0.1 },
  kinds: { word: 1, part: 0.3, pair: 1, latin: 1 },
  generic: 0.3,
  queryTerms: 512,
  levels: [20, 42, 62],
};
