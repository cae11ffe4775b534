import { type VocabularyEntry } from './entries.js';

export type MatchLevel = 4 | 3 | 2 | 1;

/** The four grades (关联度) platform staff give a match, best first. */
export const MATCH_LEVELS = [
  { code: '4', level: 4, zh: '强相关', en: 'Strong', note: '明天就可以介绍双方认识' },
  { code: '3', level: 3, zh: '较强相关', en: 'Fairly strong', note: '值得打一个电话' },
  { code: '2', level: 2, zh: '弱相关', en: 'Weak', note: '只是同一领域，不解决这个问题' },
  { code: '1', level: 1, zh: '无相关', en: 'None', note: '不相关' },
] as const satisfies readonly (VocabularyEntry & { level: MatchLevel })[];

/** What each grade tells a broker to do, in English; the Chinese is the note of `MATCH_LEVELS`. */
export const MATCH_LEVEL_MEANINGS: Readonly<Record<MatchLevel, string>> = {
  4: 'Introduce them tomorrow',
  3: 'Worth a call',
  2: 'Same field only, does not solve it',
  1: 'Not a match',
};
