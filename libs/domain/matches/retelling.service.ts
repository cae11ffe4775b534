import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Locale } from '#contracts/accounts.js';
import { isMaskedFor, maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { Notification } from '../notifications/notification.entity.js';
import { rewriteNotification } from '../notifications/write-notifications.js';
import { retellMatches } from './match-news.js';

/** Words anew what others were told of a need that was made confidential, or is confidential no more. */
@Injectable()
export class RetellingService {
  constructor(private readonly dataSource: DataSource) {}

  async retell(needId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const need = await manager.findOne(Need, { where: { id: needId }, lock: { mode: 'pessimistic_read' } });
      if (!need) return;
      await retellMatches(manager, need);
      if (need.confidential) await takeBack(manager, need);
    });
  }
}

/** Steps and finds were told in words that cannot be made again without the need's own: those are taken back whole. */
async function takeBack(manager: EntityManager, need: Need): Promise<void> {
  const told = await manager
    .createQueryBuilder(Notification, 'notification')
    .innerJoinAndSelect('notification.account', 'account')
    .leftJoin('notification.match', 'match')
    .where(`notification.kind <> 'match_found'`)
    .andWhere(
      `(match.needId = :id OR notification.recordId = :id OR EXISTS (
          SELECT 1 FROM saved_search_finds find
           WHERE find.saved_search_id = notification.savedSearchId AND find.record_id = :id))`,
      { id: need.id },
    )
    .getMany();
  for (const { id, account, body } of told) {
    if (!isMaskedFor(account.organisationId, need)) continue;
    const text = takenBackText(maskedTitle(need), account.locale);
    if (text.body !== body) await rewriteNotification(manager, id, text);
  }
}

const takenBackText = (title: string, locale: Locale) =>
  locale === 'zh'
    ? {
        title: `通知已更新：${title}`,
        body: `这条通知提到的需求「${title}」已由需求方转为保密，原文已收回。`,
      }
    : {
        title: `Notification updated: ${title}`,
        body: `The need “${title}” that this was about has been made confidential by its owner, and its words are taken back.`,
      };
