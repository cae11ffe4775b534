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
  /** How much a use of a term counts in a need by where it stands. */
  title: number;
  keywords: number;
  sections: Readonly<Record<SectionKind, number>>;
  /** How much a term counts by what it is. */
  kinds: Readonly<Record<TermKind, number>>;
  /** What is left of a word that half of all records could use. */
  generic: number;
  /** Uses of a term in a need count by this power. */
  repetition: number;
  /**
   * The text value is the logistic function of fit × ln(what is shared) + size × ln(what the need asks) + focus × how
   * well the need's subject is covered + offset, fitted on pairs graded by readers.
   */
  text: Readonly<{ fit: number; size: number; focus: number; offset: number }>;
  /**
   * Levels 2, 3 and 4 begin where the log-odds of the score / 100 + `focus` × the coverage of the subject reach these
   * points. That a text covers the whole subject tells a good answer from a good neighbour better than it ranks.
   */
  levels: Readonly<{ focus: number; points: readonly [number, number, number] }>;
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
  title: 1,
  keywords: 1,
  sections: { ask: 1, goal: 0.8, background: 0.6, basis: 0.15, terms: 0.1 },
  kinds: { word: 1, latin: 1.3, pair: 0.45, character: 0.6, concept: 1.4, broader: 0.45 },
  generic: 0.5,
  repetition: 0.5,
  text: { fit: 4, size: -2.52, focus: 1.5, offset: -1.8 },
  levels: { focus: 1, points: [-1.15, 0.2, 0.9] },
};
