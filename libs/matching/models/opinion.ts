import { type Evidence, type MatchLevel } from '../match.js';

/** What one model says of one pair. */
export interface Voice {
  /** Log-odds that the achievement answers the need, as far as this model can tell. */
  points: number;
  /** Its share in the common judgement; the words have what the models leave. */
  weight: number;
  evidence: Evidence;
}

/** What the models say of one pair. */
export type Opinion = readonly Voice[];

// No calibration is known for a model that an operator chose. So the shares are small, and bounded below: a model may
// correct the words, it may not silence them.
const SIMILARITY_WEIGHT = 0.2;
const RELEVANCE_WEIGHT = 0.35;
const FURTHEST_DOWN = -1;
const FURTHEST_UP = 3;
// Candidates that share words lie about two deviations above the usual likeness, good answers above three.
const ANSWER_DEVIATIONS = 3;
const MOST_SIMILARITY_POINTS = 3;
const MOST_RELEVANCE = 0.98;
// A pair without a common word has a text value of 0, whose log-odds are infinite.
const LEAST_TEXT = 0.02;

const logOdds = (share: number) => Math.log(share / (1 - share));
const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const rounded = (value: number) => Math.round(value * 1000) / 1000;

/**
 * The voice of an embedder. A cosine means something only beside what is usual: of one model everything lies above .7,
 * of another hardly anything. So it is counted in deviations from the cosines of the need with the whole library.
 */
export function similarityVoice(
  model: string,
  cosine: number,
  usual: { mean: number; deviation: number },
): Voice {
  const deviations = usual.deviation > 0 ? (cosine - usual.mean) / usual.deviation : 0;
  return {
    points: within(deviations - ANSWER_DEVIATIONS, -MOST_SIMILARITY_POINTS, MOST_SIMILARITY_POINTS),
    weight: SIMILARITY_WEIGHT,
    evidence: { type: 'model', measure: 'similarity', model, score: rounded(cosine) },
  };
}

/** The voice of a reranker; `score` is 0–1. */
export function relevanceVoice(model: string, score: number): Voice {
  return {
    points: logOdds(within(score, 1 - MOST_RELEVANCE, MOST_RELEVANCE)),
    weight: RELEVANCE_WEIGHT,
    evidence: { type: 'model', measure: 'relevance', model, score: rounded(score) },
  };
}

/** The text value (0–1) after the models were heard: the log-odds of all, each by its share. */
export function joinOpinion(text: number, opinion: Opinion): number {
  const own = logOdds(within(text, LEAST_TEXT, 1 - LEAST_TEXT));
  let shift = 0;
  for (const { points, weight } of opinion) shift += weight * (points - own);
  return 1 / (1 + Math.exp(-own - within(shift, FURTHEST_DOWN, FURTHEST_UP)));
}

/**
 * The level after the models were heard. Levels 3 and 4 are told to people, who must be able to check why: a model can
 * take such a level away, by one step, and cannot give it.
 */
export function joinLevels(byWords: MatchLevel, joined: MatchLevel): MatchLevel {
  return within(joined, byWords - 1, Math.max(byWords, 2)) as MatchLevel;
}
