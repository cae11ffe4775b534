import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AccountMailsService } from '#domain/accounts/account-mails.service.js';
import { OwedMatching } from '#domain/matches/owed-matching.service.js';
import { ImportsService } from '#domain/imports/imports.service.js';
import { DeliveriesService } from '#domain/notifications/deliveries.service.js';

const EVERY_MILLISECONDS = 10 * 60_000;
/** Longer than a job's retries take, so that what is merely late is not queued again. */
const OLDER_THAN_MINUTES = 20;

/** Queues, now and then, the scorings and mails that a lost queue or a job without any tries left still owes. */
@Injectable()
export class MissingWork implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MissingWork.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly matching: OwedMatching,
    private readonly deliveries: DeliveriesService,
    private readonly accountMails: AccountMailsService,
    private readonly imports: ImportsService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.queue(), EVERY_MILLISECONDS);
    void this.queue();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async queue(): Promise<void> {
    try {
      const scorings = await this.matching.queue(OLDER_THAN_MINUTES);
      if (scorings > 0) this.logger.warn(`${scorings} records were not scored in time and are queued again`);
      const mails =
        (await this.deliveries.queueMissing(OLDER_THAN_MINUTES)) +
        (await this.accountMails.queueMissing(OLDER_THAN_MINUTES));
      const imports = await this.imports.queueMissing(OLDER_THAN_MINUTES);
      if (imports > 0) this.logger.warn(`${imports} imports stood still and are queued again`);
      if (mails > 0) this.logger.warn(`${mails} mails were not sent in time and are queued again`);
    } catch (error) {
      this.logger.error('Looking for missing work failed; it is tried again', error);
    }
  }
}
