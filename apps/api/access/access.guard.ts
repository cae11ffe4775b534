import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '#contracts/domain-error.js';
import { rolesOf } from '#domain/access/permissions.js';
import { SessionsService } from '#domain/accounts/sessions.service.js';
import { ACCESS, type AccessRule, type RequestWithActor } from './access.decorator.js';

/** Finds out who is calling, and lets through whom the route's rule names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const [scheme, token] = request.headers.authorization?.split(' ') ?? [];
    if (scheme?.toLowerCase() === 'bearer' && token) {
      Object.assign(request, await this.sessions.authenticate(token));
    }
    const roles = rule === 'everyone' || rule === 'account' ? undefined : rolesOf(rule);
    if (rule === 'everyone' || roles?.has('visitor')) return true;
    if (!request.actor) {
      throw new DomainError(
        'not_signed_in',
        'Sign in first: send the access token in Authorization: Bearer.',
      );
    }
    if (!roles || roles.has(request.actor.role)) return true;
    throw new DomainError('not_allowed', `This is for the roles ${[...roles].join(', ')}.`);
  }
}
