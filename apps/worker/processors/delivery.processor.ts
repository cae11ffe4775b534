import { Processor } from '@nestjs/bullmq';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { AccountMailsService } from '#domain/accounts/account-mails.service.js';
import { RetellingService } from '#domain/matches/retelling.service.js';
import { DeliveriesService } from '#domain/notifications/deliveries.service.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { QueueProcessor } from '#platform/queue/queue-processor.js';

/** Sends what was written, and words it anew where it must not be read any more. */
@Processor('delivery' satisfies QueueName, { concurrency: 4 })
export class DeliveryProcessor extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly deliveries: DeliveriesService,
    private readonly accountMails: AccountMailsService,
    private readonly retelling: RetellingService,
  ) {
    super(router);
  }

  @HandlesJob('notification.deliver')
  deliver({ notificationId }: JobPayload<'notification.deliver'>): Promise<void> {
    return this.deliveries.deliver(notificationId);
  }

  @HandlesJob('account-mail.deliver')
  deliverAccountMail({ accountMailId }: JobPayload<'account-mail.deliver'>): Promise<void> {
    return this.accountMails.deliver(accountMailId);
  }

  @HandlesJob('need.retell')
  retell({ needId }: JobPayload<'need.retell'>): Promise<void> {
    return this.retelling.retell(needId);
  }
}
