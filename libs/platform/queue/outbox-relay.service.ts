import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { type JobName, JOBS, type QueueName } from '#contracts/jobs.js';
import { ChannelListener } from '../database/listener.js';
import { OUTBOX_CHANNEL } from '../database/outbox.js';

const BATCH = 200;
/** How long a row waits at most when the wake-up was lost with its connection. */
const POLL_MILLISECONDS = 1000;

interface OutboxRow {
  job: JobName;
  payload: Record<string, string>;
}

/**
 * Moves outbox rows to the queues. A row is deleted in the transaction in which the queue took its job: a crash in
 * between leaves the row, and the job is queued twice, which every handler can bear. Any number of relays may run.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly listener: ChannelListener;
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly modules: ModuleRef,
  ) {
    const { url } = dataSource.options as { url: string };
    const wake = () => this.wake();
    this.listener = new ChannelListener(url, OUTBOX_CHANNEL, wake, wake);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), POLL_MILLISECONDS);
    void this.listener.start();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.draining;
    await this.listener.stop();
  }

  /** Starts moving rows, or has a running move look once more when it is done. */
  wake(): void {
    if (this.stopped) return;
    if (this.draining) {
      this.again = true;
      return;
    }
    this.draining = this.drain()
      .catch((error: unknown) => this.logger.error('The outbox could not be moved; it is tried again', error))
      .finally(() => {
        this.draining = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async drain(): Promise<void> {
    while (!this.stopped && (await this.moveBatch()) === BATCH);
  }

  private moveBatch(): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[OutboxRow[], number]>(
        `DELETE FROM outbox
          WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING job, payload`,
      );
      for (const [name, queued] of groupByQueue(rows)) {
        const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
        await queue.addBulk(
          queued.map(({ job, payload }) => ({
            name: job,
            data: payload,
            opts: {
              attempts: JOBS[job].attempts,
              backoff: { type: 'exponential', delay: 1000 },
              // What waits already will see the newest state; what runs may have read an older one and runs again.
              deduplication: { id: `${job}/${Object.values(payload).join('/')}`, keepLastIfActive: true },
            },
          })),
        );
      }
      return rows.length;
    });
  }
}

function groupByQueue(rows: readonly OutboxRow[]): Map<QueueName, OutboxRow[]> {
  const groups = new Map<QueueName, OutboxRow[]>();
  for (const row of rows) {
    const { queue } = JOBS[row.job];
    groups.set(queue, [...(groups.get(queue) ?? []), row]);
  }
  return groups;
}
