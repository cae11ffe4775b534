import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { type Job } from 'bullmq';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { MatchingService } from '#domain/matches/matching.service.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';

/** Scores what changed. */
@Processor('matching' satisfies QueueName)
export class MatchingProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly router: JobRouter,
    private readonly matching: MatchingService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.config.matchConcurrency;
  }

  process(job: Job): Promise<void> {
    return this.router.run(job);
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
