import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditChain } from '#domain/audit/audit-chain.service.js';
import { PersonalDataService } from '#domain/personal-data/personal-data.service.js';

const SEAL_EVERY_MILLISECONDS = 1000;
const TELL_EVERY_MILLISECONDS = 3_600_000;

/** Seals audit entries soon after they are written, and tells the log now and then where the chain stands. */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditSealer.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private told = 0;

  constructor(
    private readonly chain: AuditChain,
    private readonly personalData: PersonalDataService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), SEAL_EVERY_MILLISECONDS);
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.work()
      .catch((error: unknown) => this.logger.error('Sealing audit entries failed; it is tried again', error))
      .finally(() => (this.running = undefined));
  }

  private async work(): Promise<void> {
    await this.chain.seal();
    if (Date.now() < this.told + TELL_EVERY_MILLISECONDS) return;
    this.told = Date.now();
    await this.personalData.eraseLeftovers();
    const head = await this.chain.head();
    // Whoever keeps the log can show later that the chain went through here: `npm run audit -- verify --noted`.
    if (head) this.logger.log(`The audit chain stands at ${head.position}:${head.hash}`);
  }
}
