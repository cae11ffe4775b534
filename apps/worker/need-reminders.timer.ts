import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NeedRemindersService } from '#domain/needs/need-reminders.service.js';

/** Limits are whole days that end at midnight; who is late hears of it within minutes. */
const EVERY_MILLISECONDS = 5 * 60_000;

/** Looks now and then which needs are late. Every worker may: the rows say who was reminded. */
@Injectable()
export class NeedRemindersTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(NeedRemindersTimer.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly reminders: NeedRemindersService) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), EVERY_MILLISECONDS);
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.remind().finally(() => (this.running = undefined));
  }

  private async remind(): Promise<void> {
    try {
      const count = await this.reminders.remind();
      if (count > 0) this.logger.log(`Reminded people of ${count} late needs`);
    } catch (error) {
      this.logger.error('Late needs could not be looked for; it is tried again', error);
    }
  }
}
