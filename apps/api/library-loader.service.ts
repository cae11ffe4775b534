import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LibraryService } from '#domain/matches/library.service.js';

const RETRY_MILLISECONDS = 2000;

/** Reads the library as soon as the process is up, so that the first pasted need does not wait for it. */
@Injectable()
export class LibraryLoader implements OnApplicationBootstrap {
  private readonly logger = new Logger(LibraryLoader.name);

  constructor(private readonly library: LibraryService) {}

  onApplicationBootstrap(): void {
    this.library.catchUp().catch((error: unknown) => {
      this.logger.error('The library could not be read; it is tried again', error);
      setTimeout(() => this.onApplicationBootstrap(), RETRY_MILLISECONDS).unref();
    });
  }
}
