import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { writeNotifications } from '../notifications/write-notifications.js';
import { needLateText } from './need-notice-text.js';
import { peopleResponsible } from './need-people.js';
import { STAGE_LIMITS } from './need-stages.rules.js';
import { isMaskedFor, maskedTitle } from './need-view.js';
import { Need } from './need.entity.js';

/** Needs reminded of in one transaction; the rest comes with the next. */
const AT_ONCE = 100;

/** Reminds those who have the next step in hand, once in each stage, when its time has run out. */
@Injectable()
export class NeedRemindersService {
  constructor(private readonly dataSource: DataSource) {}

  /** Any number of workers may call it at once. @returns how many needs people were reminded of. */
  async remind(): Promise<number> {
    let sum = 0;
    for (;;) {
      const count = await this.dataSource.transaction((manager) => this.remindSome(manager));
      sum += count;
      if (count < AT_ONCE) return sum;
    }
  }

  private async remindSome(manager: EntityManager): Promise<number> {
    const late = await manager
      .createQueryBuilder(Need, 'need')
      .innerJoinAndSelect('need.organisation', 'organisation')
      .where('need.stage IS NOT NULL AND need.dueAt < now() AND need.remindedAt IS NULL')
      .orderBy('need.dueAt')
      .limit(AT_ONCE)
      .setLock('pessimistic_write', undefined, ['need'])
      .setOnLocked('skip_locked')
      .getMany();
    for (const need of late) await this.remindOf(manager, need);
    return late.length;
  }

  private async remindOf(manager: EntityManager, need: Need): Promise<void> {
    const { id, stage, dueAt } = need;
    const limit = stage && STAGE_LIMITS[stage];
    await manager.update(Need, { id }, { remindedAt: new Date(), updatedAt: () => 'updated_at' });
    if (!stage || !dueAt || !limit) return;
    const people = await peopleResponsible(manager, need, limit.responsible);
    await writeNotifications(
      manager,
      people.map(({ id: accountId, organisationId, locale }) => ({
        accountId,
        kind: 'need_late' as const,
        recordKind: 'need' as const,
        recordId: id,
        ...needLateText(
          stage,
          isMaskedFor(organisationId, need) ? maskedTitle(need) : need.title,
          dueAt,
          locale,
        ),
      })),
    );
  }
}
