import { Processor } from '@nestjs/bullmq';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { ImportRunner } from '#domain/imports/import-runner.service.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { QueueProcessor } from '#platform/queue/queue-processor.js';

/** Takes spreadsheets into the library, one at a time: each keeps the database busy by itself. */
@Processor('imports' satisfies QueueName, {
  concurrency: 1,
  // A worker that has not renewed its lock for this long is dead, and its import goes on elsewhere from its cursor.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  // Only an import that takes its worker down time after time must be given up.
  maxStalledCount: 5,
})
export class ImportsProcessor extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly imports: ImportRunner,
  ) {
    super(router);
  }

  @HandlesJob('import.run')
  run({ importId }: JobPayload<'import.run'>): Promise<void> {
    return this.imports.run(importId);
  }
}
