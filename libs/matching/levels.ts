import { type MatchLevel } from './match.js';
import { type LevelsTable } from './weights.js';

/** What the level of a pair is read from. */
export interface Standing {
  /** 0–100. */
  score: number;
  /** See `Common`. */
  focus: number;
  named: number;
  /** ln of what the two share, over what texts that do not answer the need usually share with it. */
  aboveUsual: number;
  /** The text speaks of the like of what the need asks for, and not of it. */
  ofAnother: boolean;
  /** The need says too little, or too much, to be understood; no match of it is above 2. */
  sparse: boolean;
}

/**
 * A text that shares much with a need is of the same field. It is an answer worth telling if it also names what the need
 * is about and shares far more with it than the crowd of texts of that field does: many words in common with a need about
 * steel say little where a hundred texts have them.
 */
export function levelOf(pair: Standing, { field, answer }: LevelsTable): MatchLevel {
  const share = Math.min(0.999, Math.max(0.001, pair.score / 100));
  const odds = Math.log(share / (1 - share));
  if (odds + field.focus * pair.focus < field.from) return 1;
  if (pair.sparse || pair.ofAnother) return 2;
  const points =
    answer.score * odds +
    answer.focus * pair.focus +
    answer.named * pair.named +
    answer.standing * pair.aboveUsual;
  const [three, four] = answer.from;
  return points >= four ? 4 : points >= three ? 3 : 2;
}
