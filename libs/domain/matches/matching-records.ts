import { type AchievementRecord, type MoneyRange, type NeedRecord } from '#matching/records.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { type Need } from '../needs/need.entity.js';
import { type PublishedRecord } from '../records/published-record.entity.js';

function sharedRecord(record: PublishedRecord) {
  return {
    id: record.id,
    title: record.title,
    text: record.description,
    keywords: record.keywords,
    disciplineCodes: record.disciplineCodes,
    fieldCodes: record.fieldCodes,
    industryCodes: record.industryCodes,
    chainCodes: record.chainCodes,
    regionCode: record.regionCode ?? undefined,
    cooperationModes: record.cooperationModes,
  };
}

function moneyRange(min: string | null, max: string | null): MoneyRange | undefined {
  if (min === null && max === null) return undefined;
  return { min: min === null ? undefined : Number(min), max: max === null ? undefined : Number(max) };
}

/** A stored achievement as the engine takes it. */
export const achievementRecord = (achievement: Achievement): AchievementRecord => ({
  ...sharedRecord(achievement),
  trl: achievement.trl ?? undefined,
  // A fixed price is a range of one amount; a negotiable one is open at both ends.
  price:
    achievement.priceKind === 'fixed'
      ? moneyRange(achievement.priceMin, achievement.priceMin)
      : moneyRange(achievement.priceMin, achievement.priceMax),
  patentNumbers: achievement.patentNumbers,
  publishedAt: achievement.publishedAt?.toISOString(),
});

/** A stored need as the engine takes it. */
export const needRecord = (need: Need): NeedRecord => ({
  ...sharedRecord(need),
  budget: moneyRange(need.budgetMin, need.budgetMax),
  deadline: need.deadline ?? undefined,
});
