import { type AchievementView } from '#contracts/achievements.js';
import { type Actor } from '../access/actor.js';
import { plainAmount, sharedView } from '../records/record-view.js';
import { type Achievement } from './achievement.entity.js';

/** An achievement as this reader may see it; `organisation` must be loaded. */
export function achievementView(achievement: Achievement, reader: Actor | null): AchievementView {
  return {
    ...sharedView(achievement, 'achievement', reader),
    state: achievement.state,
    trl: achievement.trl,
    patentNumbers: achievement.patentNumbers,
    price: achievement.priceKind && {
      kind: achievement.priceKind,
      min: plainAmount(achievement.priceMin),
      max: plainAmount(achievement.priceMax),
    },
  };
}
