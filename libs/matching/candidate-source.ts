import { type NeedQuery } from './factors/need-query.js';
import { type AchievementRecord } from './records.js';

/** A word to find achievements by, and what it weighs in its need. */
export interface TellingWord {
  word: string;
  weight: number;
}

/**
 * Finds achievements for a need where they do not fit in memory. The engine then holds a sample of them, which shows how
 * rare each word is, and scores what the source finds as it scores its own.
 */
export interface CandidateSource {
  /** The achievements that the words together find best, at most so many. */
  find(words: readonly TellingWord[], most: number): Promise<readonly AchievementRecord[]>;
  /** The achievements of these ids, those that are there. */
  load(ids: readonly string[]): Promise<readonly AchievementRecord[]>;
}

const MOST_WORDS = 20;

/** The need's heaviest words and names, as a search engine can be asked for them. */
export function tellingWords({ profile, weights }: NeedQuery): TellingWord[] {
  const heaviest = new Map<string, number>();
  [...profile.terms].forEach(({ kind, written }, place) => {
    if (kind !== 'word' && kind !== 'latin' && kind !== 'concept') return;
    heaviest.set(written, Math.max(weights[place]!, heaviest.get(written) ?? 0));
  });
  return [...heaviest]
    .map(([word, weight]) => ({ word, weight }))
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_WORDS);
}
