import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { type AchievementRecord, type NeedRecord } from '#matching/records.js';

/** What the inventing thread is asked for. */
export interface WantedRecords {
  kind: 'achievements' | 'needs';
  count: number;
  from: number;
}

export type Invented = AchievementRecord[] | NeedRecord[];

const BATCH = 500;

/**
 * A province whose records are invented in a thread of its own, some at a time: its words and topics take more memory than
 * they leave behind, and the thread takes them with it when it is closed, as a database keeps its memory to itself.
 */
export class InventedApart {
  private readonly thread = new Worker(new URL('./inventor.worker.js', import.meta.url));

  async *records<Kind extends WantedRecords['kind']>(
    kind: Kind,
    count: number,
  ): AsyncGenerator<Kind extends 'needs' ? NeedRecord : AchievementRecord> {
    for (let from = 0; from < count; from += BATCH) {
      const answer = once(this.thread, 'message');
      this.thread.postMessage({ kind, count: Math.min(BATCH, count - from), from } satisfies WantedRecords);
      const [records] = (await answer) as [(Kind extends 'needs' ? NeedRecord : AchievementRecord)[]];
      yield* records;
    }
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
