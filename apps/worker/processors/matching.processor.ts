import { Processor } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { MatchingService } from '#domain/matches/matching.service.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { QueueProcessor } from '#platform/queue/queue-processor.js';

/** Scores what changed. */
@Processor('matching' satisfies QueueName)
export class MatchingProcessor extends QueueProcessor implements OnApplicationBootstrap {
  constructor(
    router: JobRouter,
    private readonly matching: MatchingService,
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

  @HandlesJob('need.match')
  matchNeed({ needId }: JobPayload<'need.match'>): Promise<void> {
    return this.matching.matchNeed(needId);
  }
}
