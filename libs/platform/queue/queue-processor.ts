import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Job } from 'bullmq';
import { type JobRouter } from './job-router.service.js';

/**
 * What every queue's processor has in common: jobs go through the router, and a lost connection is logged and
 * survived. A subclass is decorated with `@Processor` and marks its methods with `@HandlesJob`.
 */
export abstract class QueueProcessor extends WorkerHost {
  private readonly logger = new Logger(this.constructor.name);

  constructor(private readonly router: JobRouter) {
    super();
  }

  process(job: Job): Promise<void> {
    return this.router.run(job);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.error(`The queue cannot be reached: ${error.message}`);
  }
}
