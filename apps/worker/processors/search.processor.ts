import { Processor } from '@nestjs/bullmq';
import { type JobPayload, type QueueName } from '#contracts/jobs.js';
import { IndexFollower } from '#domain/search/index-follower.service.js';
import { OwnerNames } from '#domain/search/owner-names.service.js';
import { SavedSearchesService } from '#domain/search/saved-searches.service.js';
import { HandlesJob } from '#platform/queue/job-handler.decorator.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { QueueProcessor } from '#platform/queue/queue-processor.js';

/** Keeps the index up to date, and runs the searches that people keep. */
@Processor('search' satisfies QueueName, { concurrency: 4 })
export class SearchProcessor extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly follower: IndexFollower,
    private readonly savedSearches: SavedSearchesService,
    private readonly ownerNames: OwnerNames,
  ) {
    super(router);
  }

  @HandlesJob('search.follow')
  async follow({ kind }: JobPayload<'search.follow'>): Promise<void> {
    await this.follower.follow(kind);
  }

  @HandlesJob('organisation.renamed')
  followName({ organisationId }: JobPayload<'organisation.renamed'>): Promise<void> {
    return this.ownerNames.follow(organisationId);
  }

  @HandlesJob('saved-search.run')
  runSavedSearch({ savedSearchId }: JobPayload<'saved-search.run'>): Promise<void> {
    return this.savedSearches.run(savedSearchId);
  }
}
