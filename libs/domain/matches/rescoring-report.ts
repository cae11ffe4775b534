import { type MatchLevel } from '#matching/match.js';
import { LOWEST_TOLD } from './match.rules.js';

/** One pair before and after; a side is null where the pair was not kept. */
export interface RescoredPair {
  needId: string;
  achievementId: string;
  before: { score: number; level: MatchLevel } | null;
  after: { score: number; level: MatchLevel } | null;
}

type Rung = MatchLevel | 0;

/** What a rescoring changes, in numbers. */
export interface RescoringReport {
  pairs: number;
  /** How many pairs went from one level to another; level 0 stands for "not kept". */
  moves: { from: Rung; to: Rung; count: number }[];
  /** Pairs at a level that people are told of. */
  told: { before: number; after: number; begin: number; end: number };
  /** Mean change of the score of pairs kept on both sides, in points. */
  meanShift: number;
  /** The pairs whose score changed most, largest first. */
  largest: RescoredPair[];
}

const rungOf = (side: RescoredPair['before']): Rung => side?.level ?? 0;
const shiftOf = ({ before, after }: RescoredPair): number => (after?.score ?? 0) - (before?.score ?? 0);
const isTold = (rung: Rung): boolean => rung >= LOWEST_TOLD;

/** Sums up pairs; `most` says how many of the largest changes are listed. */
export function reportRescoring(pairs: readonly RescoredPair[], most: number): RescoringReport {
  const moves = new Map<string, { from: Rung; to: Rung; count: number }>();
  const told = { before: 0, after: 0, begin: 0, end: 0 };
  let shift = 0;
  let both = 0;
  for (const pair of pairs) {
    const from = rungOf(pair.before);
    const to = rungOf(pair.after);
    const move = moves.get(`${from}${to}`) ?? { from, to, count: 0 };
    moves.set(`${from}${to}`, { ...move, count: move.count + 1 });
    told.before += Number(isTold(from));
    told.after += Number(isTold(to));
    told.begin += Number(!isTold(from) && isTold(to));
    told.end += Number(isTold(from) && !isTold(to));
    if (pair.before && pair.after) {
      shift += shiftOf(pair);
      both += 1;
    }
  }
  const changed = pairs.filter((pair) => shiftOf(pair) !== 0);
  return {
    pairs: pairs.length,
    moves: [...moves.values()].sort((a, b) => b.from - a.from || b.to - a.to),
    told,
    meanShift: both === 0 ? 0 : shift / both,
    largest: changed.sort((a, b) => Math.abs(shiftOf(b)) - Math.abs(shiftOf(a))).slice(0, most),
  };
}
