import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createTestDatabase } from '#test/support/test-database.js';
import { DeferredCounter } from './deferred-counter.js';
import { FlexibleRateLimitStore, inPostgres, inRedis, type MakeLimiter } from './flexible-store.js';
import { type Limit } from './rate-limit.port.js';

interface Backend {
  make: MakeLimiter;
  stop(): Promise<void>;
}

const backends: readonly [string, string | undefined, () => Promise<Backend>][] = [
  [
    'PostgreSQL',
    'embedded',
    async () => {
      const database = await createTestDatabase();
      const dataSource = await database.open();
      return {
        make: inPostgres(dataSource),
        stop: async () => {
          await dataSource.destroy();
          await database.drop();
        },
      };
    },
  ],
  [
    'Redis',
    process.env.REDIS_URL,
    async () => {
      const redis = new Redis(process.env.REDIS_URL!);
      await once(redis, 'ready');
      return {
        make: inRedis(redis),
        stop: () => redis.quit().then(() => undefined),
      };
    },
  ],
];

for (const [name, address, start] of backends) {
  (address ? describe : describe.skip)(
    `rate limits in ${name}${address ? '' : ' (REDIS_URL is not given)'}`,
    () => {
      let backend: Backend;
      let limit: Limit;
      /** Two processes of one installation. */
      let one: FlexibleRateLimitStore;
      let two: FlexibleRateLimitStore;

      beforeAll(async () => {
        backend = await start();
        limit = { name: `test-${randomUUID()}`, points: 3, seconds: 60 };
        one = new FlexibleRateLimitStore(backend.make);
        two = new FlexibleRateLimitStore(backend.make);
      });

      afterAll(() => backend.stop());

      it('lets so many through, however many ask at once and of whichever process, and no more', async () => {
        const key = randomUUID();
        const waits = await Promise.all(
          Array.from({ length: 8 }, (_, index) => (index % 2 ? one : two).consume(limit, key, 1)),
        );
        expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
        for (const wait of waits) expect(wait).toBeLessThanOrEqual(60);
        expect(await one.consume(limit, randomUUID(), 1)).toBe(0);
      });

      it('gives back what did not count', async () => {
        const key = randomUUID();
        for (let count = 0; count < 10; count += 1) {
          expect(await one.consume(limit, key, 1)).toBe(0);
          await two.giveBack(limit, key, 1);
        }
      });

      it('settles what a process counted by itself, and then keeps the key out everywhere', async () => {
        const key = randomUUID();
        const [here, there] = [new DeferredCounter(one), new DeferredCounter(two)];
        for (let count = 0; count < 3; count += 1) expect(here.count(limit, key)).toBe(0);
        await here.settle();
        expect(there.count(limit, key)).toBe(0);
        await there.settle();
        expect(there.count(limit, key)).toBeGreaterThan(0);
        expect(here.count(limit, key)).toBe(0);
        await here.settle();
        expect(here.count(limit, key)).toBeGreaterThan(0);
      });
    },
  );
}

describe('rate limits that cannot be counted', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('keep nobody out', async () => {
    const redis = new Redis('redis://127.0.0.1:9', {
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    const store = new FlexibleRateLimitStore(inRedis(redis));
    const limit = { name: 'test', points: 1, seconds: 60 };
    for (let count = 0; count < 3; count += 1) expect(await store.consume(limit, 'key', 1)).toBe(0);
    redis.disconnect();
  });
});
