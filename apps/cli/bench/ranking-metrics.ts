/** Place from 1 of what was sought in a ranking, or null. */
export function rankOf(ranking: readonly string[], sought: string): number | null {
  const place = ranking.indexOf(sought);
  return place < 0 ? null : place + 1;
}

/** Share of queries whose answer came at this place or before it. */
export function hitShare(ranks: readonly (number | null)[], within: number): number {
  return ranks.filter((rank) => rank !== null && rank <= within).length / ranks.length;
}

/** Mean of 1 / rank, 0 where the answer did not come. */
export function meanReciprocalRank(ranks: readonly (number | null)[]): number {
  return ranks.reduce<number>((sum, rank) => sum + (rank === null ? 0 : 1 / rank), 0) / ranks.length;
}

/** What a reader gave a pair: 4 introduce them tomorrow, 3 worth a call, 2 same field only, 1 not. */
export type Grade = 1 | 2 | 3 | 4;

/** Grades of the judged achievements of one need. */
export type Judgements = ReadonlyMap<string, Grade>;

const GAINS: Readonly<Record<Grade, number>> = { 1: 0, 2: 1, 3: 3, 4: 7 };
const DEPTH = 10;

const discounted = (grades: readonly Grade[]) =>
  grades.reduce((sum, grade, place) => sum + GAINS[grade] / Math.log2(place + 2), 0);

/** nDCG of the first ten with gains 1→0, 2→1, 3→3, 4→7; what nobody judged counts as 1. NaN where nothing has a gain. */
export function ndcg10(ranking: readonly string[], judged: Judgements): number {
  const found = ranking.slice(0, DEPTH).map((id) => judged.get(id) ?? 1);
  const ideal = [...judged.values()].sort((a, b) => b - a).slice(0, DEPTH);
  return discounted(found) / discounted(ideal);
}

/** One of the first ten matches of a need, with what a reader thought of it. */
export interface ToldMatch {
  needId: string;
  level: number;
  grade: Grade | undefined;
}

export interface ToldMeasure {
  /** Judged matches at level 3 or 4. */
  told: number;
  /** Share of those that a reader graded 3 or 4. */
  precision: number;
  /** Share of the needs with a good answer that were told one. */
  needsServed: number;
}

/** How true the levels 3 and 4 are, which are the ones that people are told of. */
export function measureTold(
  matches: readonly ToldMatch[],
  judgements: ReadonlyMap<string, Judgements>,
): ToldMeasure {
  const told = matches.filter(({ level, grade }) => level >= 3 && grade !== undefined);
  const right = told.filter(({ grade }) => grade! >= 3);
  const answerable = [...judgements].filter(([, judged]) => Math.max(...judged.values()) >= 3);
  const served = new Set(right.map(({ needId }) => needId));
  return {
    told: told.length,
    precision: told.length === 0 ? 0 : right.length / told.length,
    needsServed: answerable.filter(([needId]) => served.has(needId)).length / Math.max(1, answerable.length),
  };
}
