import { Injectable } from '@nestjs/common';
import { DataSource, type DeepPartial, type EntityManager } from 'typeorm';
import { type CreateAchievement } from '#contracts/achievements.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { sharedColumns } from '../records/record-columns.js';
import { RecordsService } from '../records/records.service.js';
import { Achievement } from './achievement.entity.js';

/** Achievements from draft to publication and withdrawal. */
@Injectable()
export class AchievementsService extends RecordsService<Achievement, CreateAchievement> {
  protected readonly entity = Achievement;
  protected readonly kind = 'achievement';

  constructor(dataSource: DataSource) {
    super(dataSource);
  }

  protected columnsOf({
    price,
    trl,
    patentNumbers,
    ...shared
  }: Partial<CreateAchievement>): DeepPartial<Achievement> {
    return {
      ...sharedColumns(shared),
      ...(trl !== undefined && { trl }),
      ...(patentNumbers !== undefined && { patentNumbers }),
      ...(price !== undefined && {
        priceKind: price?.kind ?? null,
        priceMin: price && 'min' in price ? price.min : null,
        priceMax: price && 'max' in price ? price.max : null,
      }),
    };
  }

  protected async queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void> {
    // The index first: it takes a moment, and is what people look at next.
    await addToOutbox(manager, 'search.follow', [{ kind: 'achievement' }]);
    await addToOutbox(
      manager,
      'achievement.match',
      ids.map((achievementId) => ({ achievementId })),
    );
  }
}
