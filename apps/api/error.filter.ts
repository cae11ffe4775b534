import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import { type Response } from 'express';
import { DomainError } from '#contracts/domain-error.js';
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '#contracts/errors.js';

/** Seconds after which a caller should try again when the database or the search engine is away. */
const RETRY_AFTER = 5;

/** Something behind us that comes back by itself. */
const AWAY: ReadonlySet<ErrorCode> = new Set([
  'database_unavailable',
  'search_unavailable',
  'sign_in_provider_unavailable',
]);

/** What pg and the network say when the server cannot be reached: SQLSTATE classes 08 and 57P, and socket errors. */
const DATABASE_AWAY = /^(08\w{3}|57P\d{2}|53300|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/;

/** Turns whatever was thrown into `{ code, message, details }` with the right status, in one place. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const known = toDomainError(error);
    if (known.code === 'internal_error') this.logger.error('A request failed', error);
    // A stream that has begun cannot change its status any more.
    if (response.headersSent) {
      response.end();
      return;
    }
    const retryAfter = known.retryAfter ?? (AWAY.has(known.code) ? RETRY_AFTER : undefined);
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    response.locals.errorCode = known.code;
    const body: ErrorBody = { code: known.code, message: known.message, details: [...known.details] };
    response.status(ERROR_STATUS[known.code]).json(body);
  }
}

function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof NotFoundException)
    return new DomainError('route_not_found', 'There is no such address.');
  const { type, message, code, driverError } = error as {
    type?: string;
    message?: string;
    code?: string;
    driverError?: { code?: string; message?: string };
  };
  // body-parser names its failures by type, Nest by status.
  const status = error instanceof HttpException ? error.getStatus() : undefined;
  if (status === 413 && message === 'File too large') {
    return new DomainError(
      'file_too_large',
      'The file is too large: spreadsheets may have 40 MB, attachments 20 MB.',
    );
  }
  if (type === 'entity.too.large' || status === 413)
    return new DomainError('body_too_large', 'The body is larger than 1 MB.');
  if (type?.startsWith('entity.') || type?.startsWith('encoding.') || type?.startsWith('charset.')) {
    return new DomainError('malformed_body', `The body is not readable JSON: ${message ?? type}.`);
  }
  const databaseCode = driverError?.code ?? code;
  const terminated = /Connection terminated|timeout exceeded when trying to connect/.test(message ?? '');
  if ((databaseCode && DATABASE_AWAY.test(databaseCode)) || terminated) {
    return new DomainError(
      'database_unavailable',
      'The database cannot be reached just now: try again shortly.',
    );
  }
  if (status === 400) return new DomainError('malformed_body', `The body is not readable: ${message}.`);
  return new DomainError('internal_error', 'Something went wrong on our side; it has been logged.');
}
