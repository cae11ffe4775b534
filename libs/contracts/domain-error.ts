import { type ErrorCode, type ErrorDetail } from './errors.js';

/**
 * Something that a caller asked for and cannot have, in words for a person and a code for a program. Rules and
 * services throw it; the HTTP shell and the command line turn it into their own kind of answer.
 */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: readonly ErrorDetail[] = [],
    /** Seconds after which the same request may succeed. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
