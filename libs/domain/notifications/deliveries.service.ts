import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { addToOutbox } from '#platform/database/outbox.js';
import { MailRefusedError, MailSender } from '#platform/mail/mail.port.js';
import { Delivery } from './delivery.entity.js';

/** Sends what was written down with a notification. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mail: MailSender,
  ) {}

  /** Queues deliveries again that are still pending although their job had time enough. @returns how many. */
  async queueMissing(olderThanMinutes: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const pending = await manager.find(Delivery, {
        select: { id: true, notificationId: true },
        where: { state: 'pending', createdAt: LessThan(new Date(Date.now() - olderThanMinutes * 60_000)) },
        order: { createdAt: 'ASC' },
        take: 1000,
      });
      await addToOutbox(
        manager,
        'notification.deliver',
        pending.map(({ notificationId }) => ({ notificationId })),
      );
      return pending.length;
    });
  }

  /**
   * Sends the notification's mail if that is still to do. The mail goes out before its row is settled, so a process
   * that dies in between sends it again, under the same message id.
   */
  async deliver(notificationId: string): Promise<void> {
    const delivery = await this.dataSource.manager.findOne(Delivery, {
      where: { notificationId, state: 'pending' },
      relations: { notification: { account: true } },
    });
    if (!delivery) return;
    const { notification } = delivery;
    const settled = await this.mail
      .send({
        key: notification.id,
        to: notification.account.email,
        subject: notification.title,
        text: notification.body,
      })
      .then(
        () => ({ state: 'sent' as const, sentAt: new Date() }),
        (error: unknown) => {
          if (error instanceof MailRefusedError) return { state: 'refused' as const, refusal: error.message };
          throw error;
        },
      );
    await this.dataSource.manager.update(Delivery, { id: delivery.id, state: 'pending' }, settled);
  }
}
