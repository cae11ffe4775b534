import { type EntityManager } from 'typeorm';
import { type JobName, type JobPayload } from '#contracts/jobs.js';
import { OutboxEntry } from './outbox.entity.js';

/** Channel on which a committed transaction wakes the relay. */
export const OUTBOX_CHANNEL = 'duijie_outbox';

/**
 * Writes down that a job must be queued. It becomes visible, and the relay is woken, when and only when the
 * transaction of `manager` commits.
 */
export async function addToOutbox<N extends JobName>(
  manager: EntityManager,
  job: N,
  payloads: readonly JobPayload<N>[],
): Promise<void> {
  if (payloads.length === 0) return;
  await manager.insert(
    OutboxEntry,
    payloads.map((payload) => ({ job, payload })),
  );
  await manager.query(`SELECT pg_notify('${OUTBOX_CHANNEL}', '')`);
}
