import { Injectable, Logger, type OnModuleDestroy, Optional } from '@nestjs/common';
import { DataSource, type EntityTarget, MoreThan } from 'typeorm';
import { type RecordState } from '../records/published-record.entity.js';
import { type PublishedRecord } from '../records/published-record.entity.js';
import { Turns } from '#platform/process/turns.js';
import { MatchingEngine } from '#matching/engine.js';
import { AssistedMatching } from '#matching/models/assisted-matching.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { achievementRecord, needRecord } from './matching-records.js';
import { isSampled } from './searched-candidates.js';

const PAGE = 200;

/**
 * The process's own copy of everything that is published, inside the engine; of the achievements only a sample where the
 * search engine finds candidates. It starts empty and follows the database
 * by revision, so a process that starts, restarts or was cut off needs nothing but a catch-up.
 */
@Injectable()
export class LibraryService implements OnModuleDestroy {
  readonly engine: AssistedMatching;
  private readonly logger = new Logger(LibraryService.name);
  private achievementRevision = '0';
  private needRevision = '0';
  private running: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;
  private loaded = false;

  constructor(
    private readonly dataSource: DataSource,
    @Optional() engine?: AssistedMatching,
  ) {
    this.engine = engine ?? new AssistedMatching(new MatchingEngine());
  }

  onModuleDestroy(): void {
    this.engine.stop();
  }

  /** True once the library has been read whole for the first time. */
  get isLoaded(): boolean {
    return this.loaded;
  }

  /**
   * Brings the library to a state that holds every change committed before the call. Calls that arrive while a
   * catch-up runs share the next one.
   */
  catchUp(): Promise<void> {
    if (!this.running) return (this.running = this.run());
    return (this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.waiting = undefined;
        return (this.running = this.run());
      }));
  }

  private async run(): Promise<void> {
    try {
      const { achievements, needs } = this.engine;
      this.achievementRevision = await this.follow(Achievement, this.achievementRevision, (record) =>
        record.state === 'published' && (!this.engine.takesSample || isSampled(record.id))
          ? achievements.upsert(achievementRecord(record))
          : achievements.remove(record.id),
      );
      this.needRevision = await this.follow(Need, this.needRevision, (record) =>
        record.state === 'published' ? needs.upsert(needRecord(record)) : needs.remove(record.id),
      );
      if (!this.loaded) {
        this.loaded = true;
        this.logger.log(`Library loaded: ${achievements.size} achievements, ${needs.size} needs`);
      }
      // Nobody waits for vectors: until they are there, matches go by words.
      void this.engine.prepare();
    } finally {
      this.running = undefined;
    }
  }

  private async follow<E extends PublishedRecord & { state: RecordState }>(
    entity: EntityTarget<E>,
    revision: string,
    apply: (record: E) => unknown,
  ): Promise<string> {
    // Reading the words of one record takes a millisecond, and of a whole library a minute.
    const turns = new Turns();
    for (;;) {
      const page = await this.dataSource.manager.find(entity, {
        where: { revision: MoreThan(revision) } as never,
        order: { revision: 'ASC' } as never,
        take: PAGE,
      });
      for (const record of page) {
        apply(record);
        revision = record.revision;
        await turns.next();
      }
      if (page.length < PAGE) return revision;
    }
  }
}
