import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { FileSweep } from '#domain/attachments/file-sweep.service.js';

const EVERY_MILLISECONDS = 6 * 3_600_000;
/** No upload takes as long as this. */
const OLDER_THAN_MILLISECONDS = 24 * 3_600_000;

/** Removes, now and then, stored files that nothing refers to. */
@Injectable()
export class FileUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(FileUpkeep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly files: FileSweep) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MILLISECONDS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    try {
      const count = await this.files.sweep(new Date(Date.now() - OLDER_THAN_MILLISECONDS));
      if (count > 0) this.logger.warn(`${count} stored files belonged to nothing and were removed`);
    } catch (error) {
      this.logger.error('Looking for files that belong to nothing failed; it is tried again', error);
    }
  }
}
