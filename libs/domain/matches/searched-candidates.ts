import { type CandidateSource, type TellingWord } from '#matching/candidate-source.js';
import { type AchievementRecord } from '#matching/records.js';
import { type SearchEngine } from '#platform/search/search.port.js';

/** Published achievements by id, in any order. */
export type AchievementLoader = (ids: readonly string[]) => Promise<AchievementRecord[]>;

const HITS_PER_WORD = 50;

/**
 * Candidates from the search engine, for libraries that no process can hold: each of a need's telling words is searched
 * by itself, since one search for all of them finds only what has all of them.
 */
export class SearchedCandidates implements CandidateSource {
  constructor(
    private readonly engine: Pick<SearchEngine, 'findEach'>,
    readonly load: AchievementLoader,
  ) {}

  async find(words: readonly TellingWord[], most: number): Promise<AchievementRecord[]> {
    const hits = await this.engine.findEach(
      'achievement',
      words.map(({ word }) => word),
      HITS_PER_WORD,
    );
    const weights = new Map<string, number>();
    hits.forEach((ids, place) => {
      for (const id of ids) weights.set(id, (weights.get(id) ?? 0) + words[place]!.weight);
    });
    const best = [...weights].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)).slice(0, most);
    const rank = new Map(best.map(([id], place) => [id, place]));
    const records = await this.load([...rank.keys()]);
    return records.sort((a, b) => rank.get(a.id)! - rank.get(b.id)!);
  }
}

// Of so many achievements one is in the sample that shows how rare words are.
const SAMPLED = 16;

/** Whether an achievement is in the sample: the same ones in every process, by the last byte of their random ids. */
export const isSampled = (id: string): boolean => Number.parseInt(id.slice(-2), 16) % SAMPLED === 0;
