import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import {
  type DeselectAchievement,
  type SelectAchievement,
  type SelectionView,
} from '#contracts/achievement-selections.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { subjectOf } from '../records/record-subject.js';
import { AchievementSelection } from './achievement-selection.entity.js';
import { type Achievement } from './achievement.entity.js';
import { tellOfSelection } from './achievement-news.js';
import { AchievementsService } from './achievements.service.js';
import { endSelections } from './end-selections.js';
import { selectionLevel } from './selection.rules.js';

/** The curated tier: selecting, ending a selection, and the record of both. */
@Injectable()
export class AchievementSelectionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
  ) {}

  /** Selects on one level; what stands selected there stays as it is. */
  select(actor: Actor, id: string, { level: asked, ...body }: SelectAchievement): Promise<Achievement> {
    const level = selectionLevel(actor, asked);
    const options = { why: { note: body.reason }, inLibrary: true };
    return this.achievements.step(actor, id, 'select', options, async (achievement, manager) => {
      if (achievement.selectedLevels.includes(level)) return;
      await manager.insert(AchievementSelection, {
        ...body,
        achievementId: id,
        level,
        selectedById: actor.accountId,
        selectedFor: actor.organisationId,
      });
      achievement.selectedLevels = [...achievement.selectedLevels, level];
      achievement.tier = 'curated';
      await tellOfSelection(manager, 'achievement_selected', achievement, level, body.reason);
    });
  }

  /** Ends the selection of one level; the record of it stays. */
  deselect(actor: Actor, id: string, { level: asked, reason }: DeselectAchievement): Promise<Achievement> {
    const level = selectionLevel(actor, asked);
    const options = { why: { note: reason }, inLibrary: true };
    return this.achievements.step(actor, id, 'deselect', options, async (achievement, manager) => {
      if (!achievement.selectedLevels.includes(level)) return;
      await endSelections(manager, actor, achievement, reason, level);
      await tellOfSelection(manager, 'achievement_deselected', achievement, level, reason);
    });
  }

  /** Newest first, with those that have ended. Notes are for those who answer for the achievement. */
  async list(actor: Actor | null, id: string, page: PageQuery): Promise<Page<SelectionView>> {
    const achievement = await this.achievements.get(actor, id);
    const builder = this.dataSource.manager
      .createQueryBuilder(AchievementSelection, 'selection')
      .where('selection.achievementId = :id', { id });
    const { items, nextCursor } = await keysetPage(
      builder,
      page,
      'selection.createdAt',
      ({ createdAt }) => createdAt,
    );
    const offices = await this.dataSource.manager.findBy(Organisation, {
      id: In(items.map(({ selectedFor }) => selectedFor)),
    });
    const names = new Map(offices.map((office) => [office.id, office.name]));
    const withNotes = may(actor, 'achievement.readReview', subjectOf(achievement));
    return {
      items: items.map((selection) => ({
        id: selection.id,
        level: selection.level,
        criteria: selection.criteria,
        reason: selection.reason,
        note: withNotes ? selection.note : null,
        selectedBy: {
          organisationId: selection.selectedFor,
          organisation: names.get(selection.selectedFor) ?? null,
        },
        selectedAt: selection.createdAt.toISOString(),
        endedAt: selection.endedAt?.toISOString() ?? null,
        endReason: selection.endReason,
      })),
      nextCursor,
    };
  }
}
