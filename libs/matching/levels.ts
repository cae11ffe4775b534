import { type MatchLevel } from './match.js';
import { type LevelsTable } from './weights.js';

/** What the level of a pair is read from. What takes a search or a walk is a function, and asked only where it decides. */
export interface Standing {
  /** 0–100. */
  score: number;
  /** See `Common`. */
  focus: number;
  /** The need says too little, or too much, to be understood; no match of it is above 2. */
  sparse: boolean;
  /** See `shareOfText`. */
  shareOfText: () => number;
  /** The text is about an algorithm, a model, a simulation or a program; see `computes`. */
  computes: () => boolean;
  /** So many texts of the library share more with the need. */
  ahead: () => number;
  /** The text speaks of the like of what the need asks for, and not of it. */
  ofAnother: () => boolean;
}

/**
 * A text that shares much with a need is of the same field. It is an answer worth telling if it also covers what the need
 * is about, if the need speaks of much that is in it, and if few texts share more: a hundred texts have many words in
 * common with a need about steel, and those after the first few are seldom what was asked for.
 */
export function levelOf(pair: Standing, { field, answer }: LevelsTable): MatchLevel {
  const share = Math.min(0.999, Math.max(0.001, pair.score / 100));
  const odds = Math.log(share / (1 - share));
  if (odds + field.focus * pair.focus < field.from) return 1;
  if (pair.sparse) return 2;
  const [three, four] = answer.from;
  let points =
    answer.score * odds + answer.focus * pair.focus + answer.shareOfText * Math.log(pair.shareOfText());
  if (points + answer.computes + answer.first < three) return 2;
  if (pair.computes()) points += answer.computes;
  else if (points + answer.first < three) return 2;
  const ahead = pair.ahead();
  points += answer.ahead * Math.log(1 + ahead);
  if (points + (ahead === 0 ? answer.first : 0) < three || pair.ofAnother()) return 2;
  return points >= four ? 4 : 3;
}
