import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request } from 'express';
import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { idSchema } from '#contracts/pages.js';
import { type Seen } from '#domain/records/records.service.js';

/** The id in the address of one record. */
export const idParameters = z.object({ id: idSchema });
export type IdParameters = z.infer<typeof idParameters>;

const headerOf = (context: ExecutionContext, name: string) =>
  context.switchToHttp().getRequest<Request>().get(name)?.trim();

const wrongHeader = (field: string, message: string) =>
  new DomainError('validation_failed', `The header ${field} ${message}.`, [
    { field, code: 'invalid', message },
  ]);

/**
 * The version of the record that the caller read, from `If-Match: "7"`; none where the header is not there.
 * @throws DomainError `validation_failed`.
 */
export const SeenVersion = createParamDecorator((_: unknown, context: ExecutionContext): Seen => {
  const header = headerOf(context, 'If-Match');
  if (header === undefined || header === '*') return {};
  const version = /^"?(\d{1,9})"?$/.exec(header)?.[1];
  if (version === undefined) throw wrongHeader('If-Match', 'must be the version of the record, such as "7"');
  return { version: Number(version) };
});

/**
 * The caller's own name for a request that creates something; undefined where the header is not there.
 * @throws DomainError `validation_failed`.
 */
export const RequestKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const header = headerOf(context, 'Idempotency-Key');
    if (header === undefined) return undefined;
    if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
    throw wrongHeader('Idempotency-Key', 'must be 1 to 200 visible ASCII characters, such as a UUID');
  },
);
