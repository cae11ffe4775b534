import { type AchievementRecord, type NeedRecord } from '#matching/records.js';

import { randomFrom, seedOf } from './random.js';
import { writeAchievement, writeNeed } from './records.js';
import { Writer } from './sentences.js';
import { Topics } from './topics.js';
import { makeVocabulary } from './vocabulary.js';

/** What a province holds today: published achievements and open needs. */
export const PROVINCE = { achievements: 72_000, needs: 6_500 } as const;

const SEED = 41;

/**
 * Invented records of any number that are as long as real ones and whose words and character pairs are as frequent.
 * The n-th record of a seed is always the same, so a smaller library is the beginning of a larger one.
 */
export class Province {
  private readonly writer: Writer;
  private readonly topics: Topics;

  constructor(private readonly seed = SEED) {
    const vocabulary = makeVocabulary(seed);
    this.topics = new Topics(seed, vocabulary);
    this.writer = new Writer(seed, vocabulary, this.topics);
  }

  achievement(index: number): AchievementRecord {
    const random = randomFrom(seedOf(this.seed, 'achievement', index));
    return writeAchievement(this.writer, random, this.topics.draw(random), `a${index}`);
  }

  need(index: number): NeedRecord {
    const random = randomFrom(seedOf(this.seed, 'need', index));
    return writeNeed(this.writer, random, this.topics.draw(random), `n${index}`);
  }

  *achievements(count: number, from = 0): Generator<AchievementRecord> {
    for (let index = from; index < from + count; index += 1) yield this.achievement(index);
  }

  *needs(count: number, from = 0): Generator<NeedRecord> {
    for (let index = from; index < from + count; index += 1) yield this.need(index);
  }
}
