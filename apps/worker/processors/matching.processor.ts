import { Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { MatchingService } from '#domain/matches/matching.service.js';
import { OwedMatching } from '#domain/matches/owed-matching.service.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { QueueProcessor } from '#platform/queue/queue-processor.js';

/** Scores what changed. */
@Processor('matching' satisfies QueueName, {
  // A job takes milliseconds: a worker that has not renewed its lock for this long is dead, and its job goes to another.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  // Every handler may run again; only a job that takes its worker down time after time must be given up.
  maxStalledCount: 5,
})
export class MatchingProcessor extends QueueProcessor implements OnApplicationBootstrap {
  constructor(
    router: JobRouter,
    private readonly matching: MatchingService,
    private readonly owed: OwedMatching,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(router);
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.config.matchConcurrency;
  }

  @HandlesJob('achievement.match')
  matchAchievement({ achievementId }: JobPayload<'achievement.match'>): Promise<void> {
    return this.matching.matchAchievement(achievementId);
  }

  @HandlesJob('matching.owed')
  async queueOwed(_: JobPayload<'matching.owed'>): Promise<void> {
    await this.owed.queue();
  }

  @HandlesJob('needs.match')
  async matchNeeds(_: JobPayload<'needs.match'>): Promise<void> {
    await this.owed.matchNeeds();
  }

  @HandlesJob('need.match')
  matchNeed({ needId }: JobPayload<'need.match'>): Promise<void> {
    return this.matching.matchNeed(needId);
  }
}
