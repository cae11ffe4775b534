import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type DuplicatesView, type MergeAchievement } from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { assertMay, may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { subjectOf } from '../records/record-subject.js';
import { type Seen } from '../records/records.service.js';
import { tellOfMerging } from './achievement-news.js';
import { Achievement } from './achievement.entity.js';
import { AchievementsService } from './achievements.service.js';
import { endSelections } from './end-selections.js';
import { findDuplicates } from './find-duplicates.js';

/** Achievements that may be the same: finding them, and merging those that are. */
@Injectable()
export class AchievementDuplicatesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
  ) {}

  /** Likest first. What the actor may not read is only counted. */
  async list(actor: Actor, id: string): Promise<DuplicatesView> {
    const { manager } = this.dataSource;
    const achievement = await this.achievements.get(actor, id);
    assertMay(actor, 'achievement.findDuplicates', subjectOf(achievement));
    const found = await findDuplicates(manager, achievement);
    const visible = found.filter(({ achievement: other }) =>
      may(actor, 'achievement.read', subjectOf(other)),
    );
    return {
      items: visible.map(({ achievement: other, ground, similarity }) => ({
        id: other.id,
        title: other.title,
        organisation: { id: other.organisationId, name: other.organisation.name },
        state: other.state,
        ground,
        similarity: Math.round(similarity * 1000) / 1000,
        seen: achievement.duplicatesSeen.includes(other.id),
      })),
      hidden: found.length - visible.length,
    };
  }

  /**
   * Ends an achievement in favour of another that says the same. It leaves the library, its matches go over or expire,
   * and its address points to the other from now on. The text of the survivor stays as it is.
   */
  merge(actor: Actor, id: string, { into, reason }: MergeAchievement, seen: Seen): Promise<Achievement> {
    if (into === id) {
      throw new DomainError('validation_failed', 'An achievement cannot be merged into itself.', [
        { field: 'into', code: 'invalid', message: 'must be another achievement' },
      ]);
    }
    const options = { seen, why: { note: reason }, inLibrary: true, prepare: lockInOrder([id, into]) };
    return this.achievements.step(actor, id, 'merge', options, async (achievement, manager) => {
      const survivor = await survivorOf(manager, actor, into);
      Object.assign(achievement, {
        state: 'withdrawn',
        mergedIntoId: into,
        proposal: null,
        submittedAt: null,
        returnReasons: [],
      });
      await endSelections(manager, actor, achievement, 'merged');
      // Whatever was merged into this one before goes on with it, so that every pointer leads to the end in one step.
      await manager.update(Achievement, { mergedIntoId: id }, { mergedIntoId: into });
      // The survivor's own job scores anew what goes over to it.
      await addToOutbox(manager, 'achievement.match', [{ achievementId: into }]);
      if (actor.organisationId !== achievement.organisationId) {
        await tellOfMerging(manager, achievement, survivor, reason);
      }
    });
  }
}

/** Two who merge the same two achievements crosswise wait for each other in one order. */
const lockInOrder = (ids: readonly string[]) => async (manager: EntityManager) => {
  await manager.find(Achievement, {
    select: { id: true },
    where: { id: In([...ids]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
};

async function survivorOf(manager: EntityManager, actor: Actor, id: string): Promise<Achievement> {
  const survivor = await manager.findOne(Achievement, { where: { id }, relations: { organisation: true } });
  if (!survivor || !may(actor, 'achievement.read', subjectOf(survivor))) {
    throw new DomainError('validation_failed', 'There is no achievement to merge into.', [
      { field: 'into', code: 'unknown', message: 'names no achievement' },
    ]);
  }
  assertMay(actor, 'achievement.merge', subjectOf(survivor));
  if (survivor.state !== 'withdrawn') return survivor;
  throw new DomainError('transition_not_allowed', 'The achievement to merge into is withdrawn.', [
    { field: 'into', code: 'transition_not_allowed', message: 'is withdrawn' },
  ]);
}
