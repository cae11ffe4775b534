import { AsyncLocalStorage } from 'node:async_hooks';

/** From where a piece of work was asked for. Each shell says so once; whoever writes it down asks `currentOrigin`. */
export interface Origin {
  via: 'http' | 'job' | 'command' | 'process';
  /** The request's id, the job's, or none. */
  requestId?: string;
  ip?: string;
  userAgent?: string;
  /** Name of the job, or the command line. */
  name?: string;
}

const origins = new AsyncLocalStorage<Origin>();

/** Runs the work, and all that it starts, as asked for from there. */
export const withOrigin = <T>(origin: Origin, work: () => T): T => origins.run(origin, work);

/** What no shell asked for, a timer for instance, comes from the process itself. */
export const currentOrigin = (): Origin => origins.getStore() ?? { via: 'process' };
