import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SEARCH_KINDS } from '#contracts/search.js';
import { IndexFollower } from '#domain/search/index-follower.service.js';

const EVERY_MILLISECONDS = 3000;

/** Looks now and then whether the index is behind: an engine that was away, or a new one, gets what it misses. */
@Injectable()
export class IndexCatchUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(IndexCatchUp.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private failing = false;

  constructor(private readonly follower: IndexFollower) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), EVERY_MILLISECONDS);
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.catchUp().finally(() => (this.running = undefined));
  }

  private async catchUp(): Promise<void> {
    try {
      for (const kind of SEARCH_KINDS) {
        if (await this.follower.isBehind(kind)) await this.follower.follow(kind);
      }
      if (this.failing) this.logger.log('The search engine answers again, and its index is up to date');
      this.failing = false;
    } catch (error) {
      // One line for one outage, however long it lasts.
      if (!this.failing)
        this.logger.error('The index cannot be brought up to date; it is tried again', error);
      this.failing = true;
    }
  }
}
