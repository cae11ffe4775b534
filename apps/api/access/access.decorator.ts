import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type Request } from 'express';
import { type Actor } from '#domain/access/actor.js';
import { type Permission } from '#domain/access/permissions.js';

export const ACCESS = 'duijie:access';

/**
 * A permission lets through the roles that have it on some record; which records those are, the services decide by the
 * same table. `everyone` needs no account, `account` any: for what belongs to nobody, and for what is the caller's own.
 */
export type AccessRule = Permission | 'everyone' | 'account';

/** Declares who may call a route, or every route of a controller. A route without a rule stops the boot. */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS, rule);

export interface RequestWithActor extends Request {
  actor?: Actor;
  /** The session of the access token. */
  sessionId?: string;
}

/** The account behind the request; on routes for everyone it may be null. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<RequestWithActor>().actor ?? null,
);

/** The session in which the request was made; for routes that need an account. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<RequestWithActor>().sessionId ?? '',
);
