import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { type RecordChange, SearchEngine } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';
import { IndexCursor } from './index-cursor.entity.js';
import { changesAfter, newestRevision } from './index-sources.js';
import { SavedSearch } from './saved-search.entity.js';
import { publicWords } from './search-documents.js';

interface Round {
  running?: Promise<number>;
  waiting?: Promise<number>;
}

/**
 * Brings the index up to the records, by revision: a job that is lost, late or repeated makes no difference, and an
 * engine that was away gets everything that it missed. The cursor is written in the transaction that waits for the
 * engine, and holding its row makes one writer of all processes.
 */
@Injectable()
export class IndexFollower {
  private readonly logger = new Logger(IndexFollower.name);
  private readonly rounds: Record<SearchKind, Round> = { achievement: {}, need: {} };

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: SearchEngine,
    private readonly words: WordList,
  ) {}

  /**
   * Indexes every change that was committed before the call. Calls that arrive while one runs share the next one.
   * @returns how many records were brought up to date.
   */
  follow(kind: SearchKind): Promise<number> {
    const round = this.rounds[kind];
    if (!round.running) return (round.running = this.run(kind));
    return (round.waiting ??= round.running
      .catch(() => 0)
      .then(() => {
        round.waiting = undefined;
        return (round.running = this.run(kind));
      }));
  }

  /** Whether there are changes that the index does not hold. */
  async isBehind(kind: SearchKind): Promise<boolean> {
    const cursor = await this.dataSource.manager.findOneBy(IndexCursor, { kind });
    const newest = await newestRevision(this.dataSource.manager, kind);
    return (
      BigInt(newest) > BigInt(cursor?.revision ?? 0) || (await this.engine.prepare(kind)) !== cursor?.identity
    );
  }

  /** Runs `work` while no other process writes to the index of this kind. */
  async whileHolding<T>(
    kind: SearchKind,
    identity: string,
    work: (manager: EntityManager, cursor: IndexCursor) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager
        .createQueryBuilder()
        .insert()
        .into(IndexCursor)
        .values({ kind, identity, revision: '0' })
        .orIgnore()
        .execute();
      const cursor = await manager.findOneOrFail(IndexCursor, {
        where: { kind },
        lock: { mode: 'pessimistic_write' },
      });
      return work(manager, cursor);
    });
  }

  private async run(kind: SearchKind): Promise<number> {
    try {
      let sum = 0;
      for (;;) {
        const count = await this.followPage(kind);
        sum += count;
        if (count < this.engine.changesAtOnce) return sum;
      }
    } finally {
      this.rounds[kind].running = undefined;
    }
  }

  private async followPage(kind: SearchKind): Promise<number> {
    const identity = await this.engine.prepare(kind);
    return this.whileHolding(kind, identity, async (manager, cursor) => {
      if (cursor.identity !== identity) {
        this.logger.log(
          `${this.engine.name} has a new index of kind ${kind}: it is filled from the beginning`,
        );
        Object.assign(cursor, { identity, revision: '0' });
      }
      const changes = await changesAfter(manager, kind, cursor.revision, this.engine.changesAtOnce);
      const last = changes.at(-1);
      if (!last) return 0;
      await this.engine.apply(kind, changes);
      await this.words.add(publicWords(changes));
      await manager.update(IndexCursor, { kind }, { identity, revision: String(last.revision) });
      await this.wakeSavedSearches(manager, kind, changes);
      return changes.length;
    });
  }

  private async wakeSavedSearches(
    manager: EntityManager,
    kind: SearchKind,
    changes: readonly RecordChange[],
  ): Promise<void> {
    if (!changes.some(({ documents }) => documents.length > 0)) return;
    const kept = await manager.find(SavedSearch, { select: { id: true }, where: { kind } });
    await addToOutbox(
      manager,
      'saved-search.run',
      kept.map(({ id }) => ({ savedSearchId: id })),
    );
  }
}
