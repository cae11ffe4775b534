import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type NotificationListQuery, type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { type Actor } from '../access/actor.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { Notification } from './notification.entity.js';

/** What accounts were told, and what they have read. */
@Injectable()
export class NotificationsService {
  constructor(private readonly dataSource: DataSource) {}

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
