import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type Request } from 'express';
import { type AccountRole } from '#contracts/accounts.js';
import { type Actor } from '#domain/accounts/actor.js';

export const ACCESS = 'duijie:access';

/** `everyone` needs no account; `account` any; a list of roles one of them. What they may do then, services decide. */
export type AccessRule = 'everyone' | 'account' | readonly AccountRole[];

/** Declares who may call a route, or every route of a controller. A route without a rule stops the boot. */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS, rule);

export interface RequestWithActor extends Request {
  actor?: Actor;
}

/** The account behind the request; on routes for everyone it may be null. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<RequestWithActor>().actor ?? null,
);
