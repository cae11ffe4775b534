import { isDeepStrictEqual } from 'node:util';
import { type CreateAchievement, type Price } from '#contracts/achievements.js';
import { plainAmount } from '../records/record-view.js';
import { type Achievement } from './achievement.entity.js';

/** Everything that people write about an achievement, in the shape of its form; null and empty where they wrote nothing. */
export type AchievementContent = Required<CreateAchievement>;

function priceOf({ priceKind, priceMin, priceMax }: Achievement): Price | null {
  if (priceKind === null) return null;
  const min = plainAmount(priceMin) ?? '';
  if (priceKind === 'fixed') return { kind: priceKind, min };
  return priceKind === 'range'
    ? { kind: priceKind, min, max: plainAmount(priceMax) ?? '' }
    : { kind: priceKind };
}

/** What the record itself says; a change that is only proposed is not in it. */
export const contentOf = (achievement: Achievement): AchievementContent => ({
  title: achievement.title,
  description: achievement.description,
  keywords: achievement.keywords,
  disciplineCodes: achievement.disciplineCodes,
  fieldCodes: achievement.fieldCodes,
  industryCodes: achievement.industryCodes,
  chainCodes: achievement.chainCodes,
  regionCode: achievement.regionCode,
  cooperationModes: achievement.cooperationModes,
  externalKey: achievement.externalKey,
  trl: achievement.trl,
  patentNumbers: achievement.patentNumbers,
  price: priceOf(achievement),
});

/** The newest that its owner wrote: what is proposed for it, or else what it says. */
export const latestContent = (achievement: Achievement): AchievementContent =>
  achievement.proposal ?? contentOf(achievement);

/** The content with the fields that a body names in place of its own. */
export function withBody(content: AchievementContent, body: Partial<CreateAchievement>): AchievementContent {
  const named = Object.entries(body).filter(([, value]) => value !== undefined);
  const next = { ...content, ...(Object.fromEntries(named) as Partial<CreateAchievement>) };
  return { ...next, price: plainPrice(next.price ?? null) };
}

/** Amounts without the zeros that say nothing: 10.50 and 10.5 are no change. */
function plainPrice(price: Price | null): Price | null {
  if (price === null || price.kind === 'negotiable') return price;
  const min = plainAmount(price.min) ?? price.min;
  return price.kind === 'fixed'
    ? { ...price, min }
    : { ...price, min, max: plainAmount(price.max) ?? price.max };
}

/** The fields in which two contents differ. */
export const changedFields = (
  before: AchievementContent,
  after: AchievementContent,
): (keyof AchievementContent)[] =>
  (Object.keys(after) as (keyof AchievementContent)[]).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
