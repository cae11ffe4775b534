import { type FactorName } from './match.js';
import { type SectionKind } from './reading/sections.js';
import { type TermKind } from './reading/words.js';

/** Where levels begin. Points are sums of log-odds; see `levelOf`. */
export interface LevelsTable {
  /** Level 2: the log-odds of the score / 100 + `focus` × the coverage of the subject reach `from`. */
  field: Readonly<{ focus: number; from: number }>;
  /**
   * Levels 3 and 4: `score` × the log-odds + `focus` × the coverage + `shareOfText` × the logarithm of that share +
   * `computes` for a text that does + `ahead` × ln(1 + how many texts share more) reach `from`. The text that shares most
   * is given `first` on its way to level 3: the first answer serves a need, and a second one serves it no more.
   */
  answer: Readonly<{
    score: number;
    focus: number;
    shareOfText: number;
    computes: number;
    ahead: number;
    first: number;
    from: readonly [number, number];
  }>;
}

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
  levels: LevelsTable;
}

export const WEIGHTS_4: WeightsTable = {
  version: '4',
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
  kinds: { word: 1, latin: 1.3, pair: 0.45, character: 0.6, concept: 1.4, broader: 0.6 },
  generic: 0.5,
  repetition: 0.5,
  text: { fit: 3.75, size: -2.36, focus: 0.94, offset: -1.79 },
  levels: {
    field: { focus: 1, from: -1.15 },
    answer: {
      score: 0.58,
      focus: 1.3,
      shareOfText: 0.55,
      computes: 0.7,
      ahead: -0.53,
      first: 0.4,
      from: [-1.55, -0.85],
    },
  },
};
