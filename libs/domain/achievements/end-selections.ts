import { type EntityManager, IsNull } from 'typeorm';
import { type SelectionLevel } from '#contracts/achievement-selections.js';
import { type Actor } from '../access/actor.js';
import { AchievementSelection } from './achievement-selection.entity.js';
import { type Achievement } from './achievement.entity.js';

/** Ends the selections of one level, or of all where none is named; the rows stay, with who ended them and why. */
export async function endSelections(
  manager: EntityManager,
  actor: Actor,
  achievement: Achievement,
  reason: string,
  level?: SelectionLevel,
): Promise<void> {
  await manager.update(
    AchievementSelection,
    { achievementId: achievement.id, endedAt: IsNull(), ...(level && { level }) },
    { endedAt: new Date(), endedById: actor.accountId, endReason: reason },
  );
  achievement.selectedLevels = level ? achievement.selectedLevels.filter((one) => one !== level) : [];
  achievement.tier = achievement.selectedLevels.length > 0 ? 'curated' : 'library';
}
