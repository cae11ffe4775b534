import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, tap } from 'rxjs';
import { DomainError } from '#contracts/domain-error.js';
import { DeferredCounter } from '#platform/limits/deferred-counter.js';
import { RateLimitStore } from '#platform/limits/rate-limit.port.js';
import { type RequestWithActor } from '../access/access.decorator.js';
import { isSpared, keyOf } from './limit-keys.js';
import { LIMITED } from './limited.decorator.js';
import { type LimitName, LIMITS, type RouteLimit } from './limits.table.js';

/** Keeps the limits of a route, and the one of the account behind the request. */
@Injectable()
export class RateLimitInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: RateLimitStore,
    private readonly counter: DeferredCounter,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    if (request.actor && !isSpared(LIMITS.account, request)) {
      assertWithin(this.counter.count({ name: 'account', ...LIMITS.account }, request.actor.accountId));
    }
    const names = this.reflector.get<readonly LimitName[] | undefined>(LIMITED, context.getHandler()) ?? [];
    // In turn, and the first that is used up ends it: who is kept out already uses nothing else up.
    for (const name of names) await this.take(name, request);
    return next.handle().pipe(tap({ complete: () => this.giveBackFailures(names, request) }));
  }

  /** Takes a point before anything is done, so that calls at the same time cannot all come first. */
  private async take(name: LimitName, request: RequestWithActor): Promise<void> {
    const limit: RouteLimit = LIMITS[name];
    if (isSpared(limit, request)) return;
    assertWithin(await this.store.consume({ name, ...limit }, keyOf(limit, request), 1));
  }

  private giveBackFailures(names: readonly LimitName[], request: RequestWithActor): void {
    for (const name of names) {
      const limit: RouteLimit = LIMITS[name];
      if (limit.counts !== 'failures' || isSpared(limit, request)) continue;
      void this.store.giveBack({ name, ...limit }, keyOf(limit, request), 1);
    }
  }
}

/** @throws DomainError `rate_limited` where there is something to wait for. */
export function assertWithin(wait: number): void {
  if (wait === 0) return;
  throw new DomainError('rate_limited', `Too many requests: try again in ${wait} seconds.`, [], wait);
}
