import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { concatMap, filter, interval, map, merge, type Observable, Subject, takeUntil } from 'rxjs';
import { DataSource } from 'typeorm';
import { type NotificationView } from '#contracts/notifications.js';
import { type Actor } from '#domain/access/actor.js';
import { NotificationsService } from '#domain/notifications/notifications.service.js';
import { NOTIFICATION_CHANNEL } from '#domain/notifications/write-notifications.js';
import { ChannelListener } from '#platform/database/listener.js';

/** Proxies close a connection that is silent for a minute. */
const HEARTBEAT_MILLISECONDS = 25_000;

export type StreamedNotification =
  | { type: 'notification'; id: string; data: NotificationView }
  | { type: 'heartbeat'; data: Record<string, never> };

/** One listening connection for the process, shared by every open stream. */
@Injectable()
export class NotificationStream implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly written = new Subject<{ accountId: string; id: string }>();
  private readonly closing = new Subject<void>();
  private readonly listener: ChannelListener;

  constructor(
    private readonly notifications: NotificationsService,
    dataSource: DataSource,
  ) {
    const { url } = dataSource.options as { url: string };
    this.listener = new ChannelListener(url, NOTIFICATION_CHANNEL, (payload) => {
      const [accountId = '', id = ''] = payload.split('/');
      this.written.next({ accountId, id });
    });
  }

  onApplicationBootstrap(): void {
    void this.listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.next();
    await this.listener.stop();
  }

  /** The actor's notifications from now on. What was written before is in the list. */
  follow(actor: Actor): Observable<StreamedNotification> {
    const news = this.written.pipe(
      filter(({ accountId }) => accountId === actor.accountId),
      concatMap(({ id }) => this.notifications.get(actor, id)),
      map((data): StreamedNotification => ({ type: 'notification', id: data.id, data })),
    );
    const heartbeat = interval(HEARTBEAT_MILLISECONDS).pipe(
      map((): StreamedNotification => ({ type: 'heartbeat', data: {} })),
    );
    return merge(news, heartbeat).pipe(takeUntil(this.closing));
  }
}
