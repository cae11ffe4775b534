import { type AchievementView } from '#contracts/achievements.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { subjectOf } from '../records/record-subject.js';
import { plainAmount, sharedView } from '../records/record-view.js';
import { changedFields, contentOf } from './achievement-content.js';
import { type Achievement } from './achievement.entity.js';
import { freshUntil, isStale } from './freshness.rules.js';

/** An achievement as this reader may see it; `organisation` must be loaded. */
export function achievementView(achievement: Achievement, reader: Actor | null): AchievementView {
  const { confirmedAt, state } = achievement;
  const answersForIt = may(reader, 'achievement.readReview', subjectOf(achievement));
  return {
    ...sharedView(achievement, 'achievement', reader),
    state,
    trl: achievement.trl,
    patentNumbers: achievement.patentNumbers,
    price: priceView(achievement),
    tier: achievement.tier,
    selectedLevels: achievement.selectedLevels,
    lastConfirmedAt: confirmedAt?.toISOString() ?? null,
    freshUntil: confirmedAt && freshUntil(confirmedAt).toISOString(),
    stale: state === 'published' && confirmedAt !== null && isStale(confirmedAt, new Date()),
    mergedInto: achievement.mergedIntoId,
    proposedChange: answersForIt ? proposedView(achievement) : null,
    duplicates: answersForIt
      ? {
          suspected: achievement.duplicateSuspected,
          seen: achievement.duplicatesSeen,
          reason: achievement.duplicatesReason,
        }
      : null,
  };
}

export const priceView = ({
  priceKind,
  priceMin,
  priceMax,
}: Pick<Achievement, 'priceKind' | 'priceMin' | 'priceMax'>): AchievementView['price'] =>
  priceKind && { kind: priceKind, min: plainAmount(priceMin), max: plainAmount(priceMax) };

function proposedView(achievement: Achievement): AchievementView['proposedChange'] {
  const { proposal, submittedAt } = achievement;
  if (!proposal) return null;
  return {
    waiting: submittedAt !== null,
    fields: changedFields(contentOf(achievement), proposal),
    content: { ...proposal },
  };
}
