import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Response } from 'express';
import { DeferredCounter } from '#platform/limits/deferred-counter.js';
import { type RequestWithActor } from '../access/access.decorator.js';
import { isSpared } from './limit-keys.js';
import { LIMITS } from './limits.table.js';
import { assertWithin } from './rate-limit.interceptor.js';

/** Counts every request by the address it comes from, before anything is done for it. */
@Injectable()
export class RateLimitMiddleware implements NestMiddleware {
  constructor(private readonly counter: DeferredCounter) {}

  use(request: RequestWithActor, _response: Response, next: NextFunction): void {
    if (!isSpared(LIMITS.address, request)) {
      assertWithin(this.counter.count({ name: 'address', ...LIMITS.address }, request.ip ?? 'unknown'));
    }
    next();
  }
}
