import { z } from 'zod';
import { SEARCH_KINDS } from './search.js';

/** Queues by what their work costs: scoring is bound by the processor, delivery and search by the far side. */
export const QUEUE_NAMES = ['matching', 'delivery', 'search', 'imports'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

interface JobDefinition {
  queue: QueueName;
  /** Ids only: a handler reads the state again, so a late or repeated job sees the truth of its own moment. */
  payload: z.ZodType<Record<string, string>>;
  /** How often it is tried in all; the wait doubles from one second. */
  attempts: number;
}

/**
 * Every job of the platform. A job without a handler, or with two, stops the boot of the worker.
 */
export const JOBS = {
  'achievement.match': {
    queue: 'matching',
    payload: z.strictObject({ achievementId: z.uuid() }),
    attempts: 10,
  },
  'need.match': {
    queue: 'matching',
    payload: z.strictObject({ needId: z.uuid() }),
    attempts: 10,
  },
  // Many records at once: what is owed is in the records, and this queues it.
  'matching.owed': {
    queue: 'matching',
    payload: z.strictObject({}),
    attempts: 10,
  },
  // Some of the needs that owe a scoring, whichever nobody else has in hand; numbers keep tickets apart.
  'needs.match': {
    queue: 'matching',
    payload: z.strictObject({ ticket: z.string() }),
    attempts: 10,
  },
  // What others were told of a need that was made confidential, or is no more.
  'need.retell': {
    queue: 'delivery',
    payload: z.strictObject({ needId: z.uuid() }),
    attempts: 10,
  },
  'notification.deliver': {
    queue: 'delivery',
    payload: z.strictObject({ notificationId: z.uuid() }),
    attempts: 10,
  },
  'account-mail.deliver': {
    queue: 'delivery',
    payload: z.strictObject({ accountMailId: z.uuid() }),
    attempts: 10,
  },
  // One job for however many changes: what it must do is in the records, and a worker looks for itself now and then.
  'search.follow': {
    queue: 'search',
    payload: z.strictObject({ kind: z.enum(SEARCH_KINDS) }),
    attempts: 3,
  },
  // The published records of an organisation must be found by its new name.
  'organisation.renamed': {
    queue: 'search',
    payload: z.strictObject({ organisationId: z.uuid() }),
    attempts: 10,
  },
  'import.run': {
    queue: 'imports',
    payload: z.strictObject({ importId: z.uuid() }),
    attempts: 10,
  },
  'saved-search.run': {
    queue: 'search',
    payload: z.strictObject({ savedSearchId: z.uuid() }),
    attempts: 10,
  },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];
