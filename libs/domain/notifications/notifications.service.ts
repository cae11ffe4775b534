import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type NotificationListQuery, type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { type ScoredMatch } from '#matching/match.js';
import { Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { maskFactors } from '../matches/match-mask.js';
import { maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { keysetPage } from '../records/keyset-page.js';
import { matchFoundText } from './notification-text.js';
import { Notification } from './notification.entity.js';
import { MEMBER_ROLES, writeNotifications } from './write-notifications.js';

type NewsItem = ScoredMatch & { id: string };

/** What accounts are told, and what they have read. */
@Injectable()
export class NotificationsService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Writes, in the caller's transaction, a notification and its delivery for each member of the two organisations of
   * each match. Whoever was told of a match before is not told again.
   */
  async tell(manager: EntityManager, news: readonly NewsItem[]): Promise<void> {
    if (news.length === 0) return;
    await writeNotifications(manager, await this.draft(manager, news));
  }

  /** Writes, in the caller's transaction, one notification and its delivery for one account. */
  tellAccount(
    manager: EntityManager,
    draft: Pick<Notification, 'accountId' | 'kind' | 'savedSearchId' | 'title' | 'body'>,
  ): Promise<void> {
    return writeNotifications(manager, [draft]);
  }

  /** The actor's own, newest first. */
  async list(actor: Actor, { unread, ...page }: NotificationListQuery): Promise<Page<NotificationView>> {
    const builder = this.dataSource.manager
      .createQueryBuilder(Notification, 'notification')
      .where('notification.accountId = :account', { account: actor.accountId });
    if (unread !== undefined) builder.andWhere(`notification.readAt IS ${unread ? '' : 'NOT'} NULL`);
    const { items, nextCursor } = await keysetPage(
      builder,
      page,
      'notification.createdAt',
      (notification) => notification.createdAt,
    );
    return { items: items.map(notificationView), nextCursor };
  }

  /** @throws DomainError `not_found` where it is not the actor's. */
  async get(actor: Actor, id: string): Promise<NotificationView> {
    const notification = await this.dataSource.manager.findOneBy(Notification, {
      id,
      accountId: actor.accountId,
    });
    if (!notification) throw new DomainError('not_found', 'There is no such notification.');
    return notificationView(notification);
  }

  /** Marks as read; the time of the first reading stays. */
  async markRead(actor: Actor, id: string): Promise<NotificationView> {
    await this.dataSource.manager.update(
      Notification,
      { id, accountId: actor.accountId, readAt: IsNull() },
      { readAt: new Date() },
    );
    return this.get(actor, id);
  }

  async markAllRead(actor: Actor): Promise<void> {
    await this.dataSource.manager.update(
      Notification,
      { accountId: actor.accountId, readAt: IsNull() },
      { readAt: new Date() },
    );
  }

  private async draft(manager: EntityManager, news: readonly NewsItem[]): Promise<Partial<Notification>[]> {
    const needs = await byId(
      manager,
      Need,
      news.map(({ needId }) => needId),
    );
    const achievements = await byId(
      manager,
      Achievement,
      news.map(({ achievementId }) => achievementId),
    );
    const owners = [...needs.values(), ...achievements.values()].map(({ organisationId }) => organisationId);
    const accounts = await manager.find(Account, {
      where: { organisationId: In([...new Set(owners)]), role: In(MEMBER_ROLES) },
    });
    return news.flatMap((match) => {
      const need = needs.get(match.needId);
      const achievement = achievements.get(match.achievementId);
      if (!need || !achievement) return [];
      return accounts
        .filter(
          ({ organisationId }) =>
            organisationId === need.organisationId || organisationId === achievement.organisationId,
        )
        .map((account) => draftFor(account, match, need, achievement));
    });
  }
}

function draftFor(
  account: Account,
  match: NewsItem,
  need: Need,
  achievement: Achievement,
): Partial<Notification> {
  const ownsNeed = account.organisationId === need.organisationId;
  const masked = need.confidential && !ownsNeed;
  const text = matchFoundText(
    masked ? { ...match, factors: maskFactors(match.factors), matchedTerms: [] } : match,
    { need: masked ? maskedTitle(need) : need.title, achievement: achievement.title },
    ownsNeed ? 'need' : 'achievement',
    account.locale,
  );
  return { accountId: account.id, kind: 'match_found', matchId: match.id, level: match.level, ...text };
}

async function byId<E extends Need | Achievement>(
  manager: EntityManager,
  entity: new () => E,
  ids: readonly string[],
): Promise<Map<string, E>> {
  const rows = await manager.find(entity, { where: { id: In([...new Set(ids)]) } as never });
  return new Map(rows.map((row) => [row.id, row]));
}

function notificationView(notification: Notification): NotificationView {
  const { id, kind, matchId, level, savedSearchId, recordKind, recordId, title, body } = notification;
  return {
    id,
    kind,
    matchId,
    level,
    savedSearchId,
    record: recordKind && recordId ? { kind: recordKind, id: recordId } : null,
    title,
    body,
    createdAt: notification.createdAt.toISOString(),
    readAt: notification.readAt?.toISOString() ?? null,
  };
}
