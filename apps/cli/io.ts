import { type Writable } from 'node:stream';

/** Where a command writes; the tests give it buffers. */
export interface CliIo {
  /** Results only. */
  stdout: Writable;
  /** Progress, notices and rejected rows. */
  stderr: Writable & { isTTY?: boolean };
}

/** What makes a whole run impossible, said in one sentence; the command ends with exit code 1 and no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Exit codes are part of the command line's surface: scripts branch on them. */
export const EXIT = { done: 0, unusable: 1, rejectedRows: 2 } as const;
