import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { type Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DeferredCounter } from './deferred-counter.js';
import { FlexibleRateLimitStore, inPostgres, inRedis, NoRateLimits } from './flexible-store.js';
import { RateLimitStore } from './rate-limit.port.js';

const LIMITS_REDIS = Symbol('LIMITS_REDIS');

/** `REDIS_URL` is given: what callers use is counted there. It is not: in PostgreSQL. */
@Module({
  providers: [
    {
      provide: LIMITS_REDIS,
      inject: [CONFIG],
      useFactory: ({ redisUrl, rateLimits }: Config) => {
        if (!redisUrl || rateLimits === 'off') return null;
        // A request does not wait for a Redis that is away; without a listener, its error would end the process.
        const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
        return redis.on('error', () => undefined);
      },
    },
    {
      provide: RateLimitStore,
      inject: [CONFIG, DataSource, LIMITS_REDIS],
      useFactory: ({ rateLimits }: Config, dataSource: DataSource, redis: Redis | null) =>
        rateLimits === 'off'
          ? new NoRateLimits()
          : new FlexibleRateLimitStore(redis ? inRedis(redis) : inPostgres(dataSource)),
    },
    {
      provide: DeferredCounter,
      inject: [RateLimitStore],
      useFactory: (store: RateLimitStore) => new DeferredCounter(store),
    },
  ],
  exports: [RateLimitStore, DeferredCounter],
})
export class LimitsModule implements OnApplicationShutdown {
  constructor(@Inject(LIMITS_REDIS) private readonly redis: Redis | null) {}

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}
