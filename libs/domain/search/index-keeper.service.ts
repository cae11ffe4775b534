import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { SearchEngine } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';
import { IndexCursor } from './index-cursor.entity.js';
import { IndexFollower } from './index-follower.service.js';
import {
  changesAfter,
  changesOf,
  expectedRecords,
  newestRevision,
  NO_END,
  tableOfRecords,
} from './index-sources.js';
import { publicWords } from './search-documents.js';

const PAGE = 1000;

/** Told after each page: how many of how many records are in the new index. */
export type OnProgress = (done: number, all: number) => void;

/** Where an index and the records differ, as ids of records. */
export interface IndexDifferences {
  /** Published, and not found. */
  missing: string[];
  /** Found as it was before a change. */
  stale: string[];
  /** Found, and not published. */
  extra: string[];
}

/** Somebody else makes the index of this kind anew just now. */
export class RebuildRunningError extends Error {
  override name = 'RebuildRunningError';

  constructor(kind: SearchKind) {
    super(`The index of kind ${kind} is being made anew already: wait for the other run to end.`);
  }
}

/** What an operator does to an index: make it anew without a gap, compare it with the records, mend it. */
@Injectable()
export class IndexKeeper {
  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: SearchEngine,
    private readonly follower: IndexFollower,
    private readonly words: WordList,
  ) {}

  /**
   * Fills a new index beside the one that answers and puts it in its place. What changes meanwhile is added while
   * nobody else may write, just before the swap, so that nothing that could be found is ever gone.
   */
  async rebuild(kind: SearchKind, onProgress: OnProgress = () => undefined): Promise<number> {
    return this.alone(kind, () => this.rebuildAlone(kind, onProgress));
  }

  private async rebuildAlone(kind: SearchKind, onProgress: OnProgress): Promise<number> {
    const identity = await this.engine.prepare(kind);
    const all = (await expectedRecords(this.dataSource.manager, kind, NO_END)).size;
    const build = await this.engine.startRebuild(kind);
    try {
      let revision = '0';
      let done = 0;
      const add = async (upTo = NO_END) => {
        for (;;) {
          const changes = await changesAfter(this.dataSource.manager, kind, revision, PAGE, upTo);
          if (changes.length > 0) await build.add(changes);
          await this.words.add(publicWords(changes));
          revision = String(changes.at(-1)?.revision ?? revision);
          done += changes.filter(({ documents }) => documents.length > 0).length;
          onProgress(Math.min(done, all), all);
          if (changes.length < PAGE) return;
        }
      };
      // A record that changes meanwhile gets a revision beyond this one, so filling meets each record once.
      await add(await newestRevision(this.dataSource.manager, kind));
      await build.finishFilling();
      await add();
      await this.follower.whileHolding(kind, identity, async (manager) => {
        await add();
        const swapped = await build.swap();
        await manager.update(IndexCursor, { kind }, { identity: swapped, revision });
      });
      return done;
    } catch (error) {
      await build.discard().catch(() => undefined);
      throw error;
    }
  }

  /**
   * Keeps a second rebuild of the same kind from filling the same new index; a process that dies lets go of it.
   * @throws RebuildRunningError
   */
  private async alone<T>(kind: SearchKind, work: () => Promise<T>): Promise<T> {
    const session = this.dataSource.createQueryRunner();
    try {
      const [row] = (await session.query('SELECT pg_try_advisory_lock(hashtext($1)) AS held', [
        `reindex ${kind}`,
      ])) as { held: boolean }[];
      if (!row?.held) throw new RebuildRunningError(kind);
      try {
        return await work();
      } finally {
        await session.query('SELECT pg_advisory_unlock(hashtext($1))', [`reindex ${kind}`]);
      }
    } finally {
      await session.release();
    }
  }

  /** Compares the index with the records up to where it has followed, and with `mend` writes what differs. */
  async check(kind: SearchKind, mend: boolean): Promise<IndexDifferences> {
    const identity = await this.engine.prepare(kind);
    return this.follower.whileHolding(kind, identity, async (manager, cursor) => {
      const expected = await expectedRecords(manager, kind, cursor.revision);
      const differences: IndexDifferences = { missing: [], stale: [], extra: [] };
      const later = new Set<string>();
      for await (const { recordId, revision, keys } of this.engine.listIndexed(kind)) {
        const wanted = expected.get(recordId);
        expected.delete(recordId);
        if (!wanted) {
          if (keys.length > 0) later.add(recordId);
        } else if (keys.length === 0) differences.missing.push(recordId);
        else if (revision !== wanted.revision || keys.length !== wanted.keys)
          differences.stale.push(recordId);
      }
      differences.missing.push(...expected.keys());
      const ahead = await this.aheadOf(kind, cursor.revision, [...later]);
      differences.extra.push(...[...later].filter((id) => !ahead.has(id)));
      if (mend) await this.mend(kind, differences);
      return differences;
    });
  }

  /** Records that were published again after the place where the index is: they differ rightly. */
  private async aheadOf(kind: SearchKind, revision: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM ${tableOfRecords(kind)} WHERE id = ANY($1::uuid[]) AND revision > $2`,
      [ids, revision],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async mend(kind: SearchKind, { missing, stale, extra }: IndexDifferences): Promise<void> {
    const ids = [...missing, ...stale, ...extra];
    for (let at = 0; at < ids.length; at += PAGE) {
      const changes = await changesOf(this.dataSource.manager, kind, ids.slice(at, at + PAGE));
      await this.engine.apply(kind, changes, true);
    }
  }
}
