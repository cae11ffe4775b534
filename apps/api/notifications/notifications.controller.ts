import { Controller, Get, HttpCode, Param, Post, Query, Sse } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Observable } from 'rxjs';
import {
  type NotificationListQuery,
  notificationListQuerySchema,
  type NotificationView,
  notificationViewSchema,
} from '#contracts/notifications.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { NotificationsService } from '#domain/notifications/notifications.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';
import { NotificationStream, type StreamedNotification } from './notification-stream.service.js';

/** What the caller was told. */
@ApiTags('notifications')
@ApiBearerAuth()
@Controller('notifications')
@Access('notification.read')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly stream: NotificationStream,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageOf(notificationViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: notificationListQuerySchema }) query: NotificationListQuery,
  ): Promise<Page<NotificationView>> {
    return this.notifications.list(actor, query);
  }

  /** Server-sent events: each new notification as it is written, and a heartbeat. */
  @Sse('stream')
  follow(@CurrentActor() actor: Actor): Observable<StreamedNotification> {
    return this.stream.follow(actor);
  }

  @Access('notification.markRead')
  @Post('read')
  @HttpCode(204)
  @ApiNoContentResponse()
  markAllRead(@CurrentActor() actor: Actor): Promise<void> {
    return this.notifications.markAllRead(actor);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: notificationViewSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<NotificationView> {
    return this.notifications.get(actor, id);
  }

  @Access('notification.markRead')
  @Post(':id/read')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: notificationViewSchema })
  markRead(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<NotificationView> {
    return this.notifications.markRead(actor, id);
  }
}
