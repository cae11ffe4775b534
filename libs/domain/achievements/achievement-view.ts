import { type AchievementView } from '#contracts/achievements.js';
import { plainAmount, sharedView } from '../records/record-view.js';
import { type Achievement } from './achievement.entity.js';

/** An achievement as the interface answers it; `organisation` must be loaded. */
export function achievementView(achievement: Achievement): AchievementView {
  return {
    ...sharedView(achievement),
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
