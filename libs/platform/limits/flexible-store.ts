import { Logger } from '@nestjs/common';
import { type Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { type DataSource } from 'typeorm';
import { type Limit, RateLimitStore } from './rate-limit.port.js';

/** Makes the limiter of one limit on whatever the installation counts in. */
export type MakeLimiter = (limit: Limit) => RateLimiterAbstract;

export const inRedis =
  (redis: Redis): MakeLimiter =>
  ({ name, points, seconds }) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `duijie:limit:${name}`,
      points,
      duration: seconds,
      rejectIfRedisNotReady: true,
    });

export const inPostgres =
  (dataSource: DataSource): MakeLimiter =>
  ({ name, points, seconds }) =>
    new RateLimiterPostgres({
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
    });

/** Counts in Redis or PostgreSQL. */
export class FlexibleRateLimitStore extends RateLimitStore {
  private readonly logger = new Logger(FlexibleRateLimitStore.name);
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private failing = false;

  constructor(private readonly make: MakeLimiter) {
    super();
  }

  async consume(limit: Limit, key: string, points: number): Promise<number> {
    try {
      await this.limiterOf(limit).consume(key, points);
      this.failing = false;
      return 0;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      this.report(error);
      return 0;
    }
  }

  async giveBack(limit: Limit, key: string, points: number): Promise<void> {
    await this.limiterOf(limit)
      .reward(key, points)
      .catch((error: unknown) => this.report(error));
  }

  /** Counting that fails keeps nobody out: locks of accounts are in the database, and hold without it. */
  private report(error: unknown): void {
    if (!this.failing)
      this.logger.error('Rate limits cannot be counted, and are not kept until they can', error);
    this.failing = true;
  }

  private limiterOf(limit: Limit): RateLimiterAbstract {
    const known = this.limiters.get(limit.name);
    if (known) return known;
    const made = this.make(limit);
    this.limiters.set(limit.name, made);
    return made;
  }
}

/** `RATE_LIMITS=off`. */
export class NoRateLimits extends RateLimitStore {
  consume(): Promise<number> {
    return Promise.resolve(0);
  }

  giveBack(): Promise<void> {
    return Promise.resolve();
  }
}
