import { type LoggerService } from '@nestjs/common';
import { destination, type DestinationStream, type Logger, pino } from 'pino';

/** Where an error of the database carries the values of its statement, which may be anything that people wrote. */
const VALUES = ['err.parameters', 'err.detail', 'err.where', 'err.driverError'];

/** Nest's messages as JSON lines, on stderr so that stdout belongs to what a command answers. */
export class PinoLogger implements LoggerService {
  private readonly logger: Logger;

  constructor(level: string, stream: DestinationStream = destination(2)) {
    const redact = { paths: VALUES, remove: true };
    this.logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, stream);
  }

  log(message: unknown, context?: unknown): void {
    this.logger.info({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.logger.trace({ context }, String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(detailsOf(message, rest), String(message));
  }

  /** Nest passes a stack or an error, then the context, in the last arguments. */
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(detailsOf(message, rest), String(message));
  }
}

function detailsOf(message: unknown, rest: readonly unknown[]): Record<string, unknown> {
  const err = [message, ...rest].find((value) => value instanceof Error);
  const strings = rest.filter((value) => typeof value === 'string');
  return {
    context: strings.at(-1),
    ...(err ? { err } : {}),
    ...(strings.length > 1 ? { stack: strings[0] } : {}),
  };
}
