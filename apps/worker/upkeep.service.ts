import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AchievementUpkeepService } from '#domain/achievements/achievement-upkeep.service.js';

const EVERY_MILLISECONDS = 10 * 60_000;

/** Does, now and then, what falls due by the passing of time. What is owed is in the rows, so a missed turn loses nothing. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Upkeep.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly achievements: AchievementUpkeepService) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.take(), EVERY_MILLISECONDS);
    this.take();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private take(): void {
    this.running ??= this.work().finally(() => (this.running = undefined));
  }

  private async work(): Promise<void> {
    try {
      const reminded = await this.achievements.remindOwners();
      if (reminded > 0) this.logger.log(`Owners were reminded of ${reminded} achievements`);
      await this.achievements.compareUnasked();
      await this.achievements.forgetOldKeys();
    } catch (error) {
      this.logger.error('Upkeep failed; it is tried again', error);
    }
  }
}
