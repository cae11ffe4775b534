/** 4 introduce them tomorrow, 3 worth a call, 2 same field only, 1 not. */
export type MatchLevel = 1 | 2 | 3 | 4;

/** The reasons a match can have, in the order in which they are shown. */
export const FACTOR_NAMES = [
  'text',
  'indicators',
  'maturity',
  'field',
  'mode',
  'budget',
  'region',
  'timeliness',
  'evidence',
] as const;
export type FactorName = (typeof FACTOR_NAMES)[number];

/** Which of the two records a piece of evidence was taken from. */
export type Side = 'need' | 'achievement';

/**
 * Something that a person can check with both records in hand. It is data, not prose: the interface words it in the
 * reader's language.
 */
export type Evidence =
  /** Words that both sides share, heaviest first; `share` is the part of the need's weight that the word carries. */
  | { type: 'terms'; terms: readonly { term: string; share: number }[] }
  /** A sentence quoted from one side, at most 160 characters, cut at a boundary. */
  | { type: 'sentence'; side: Side; text: string }
  /** A quantity the need asks for, beside what the achievement says of it. */
  | {
      type: 'indicator';
      verdict: 'met' | 'missed' | 'unknown';
      name: string;
      required: string;
      offered?: string;
      /** How far beyond (positive) or short of (negative) the requirement, as a share of it. */
      margin?: number;
    }
  /** Two values laid side by side: codes, regions, modes, amounts, levels, dates. */
  | { type: 'values'; field: string; need?: string; achievement?: string; relation: string }
  /** What a model had to say: the cosine of the two texts' vectors, or how well one text answers the other (0–1). */
  | { type: 'model'; measure: 'similarity' | 'relevance'; model: string; score: number };

/** One scored reason. `value` is 0–1, or null where one side does not say: unknown is shown and is not zero. */
export interface Factor {
  name: FactorName;
  /** Share of the whole score, 0–1; the weights of one table add up to 1. */
  weight: number;
  value: number | null;
  evidence: readonly Evidence[];
}

/** One achievement and one need with everything a reader needs in order to believe or reject it. */
export interface ScoredMatch {
  needId: string;
  achievementId: string;
  /** 0–100, one decimal. A function of the two records and the libraries' statistics only, not of other candidates. */
  score: number;
  level: MatchLevel;
  factors: readonly Factor[];
  /** The words of the text factor, heaviest first. */
  matchedTerms: readonly string[];
  /** Version of the weights table that scored it. */
  weightsVersion: string;
}
