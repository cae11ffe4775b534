import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getQueueToken, Processor } from '@nestjs/bullmq';
import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Queue } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { type JobPayload } from '#contracts/jobs.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { loadConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { dataSourceOptions } from '../database/data-source.js';
import { OutboxEntry } from '../database/outbox.entity.js';
import { addToOutbox } from '../database/outbox.js';
import { HandlesJob } from './job-handler.decorator.js';
import { JobRouter } from './job-router.service.js';
import { OutboxRelay } from './outbox-relay.service.js';
import { QueueModule } from './queue.module.js';
import { QueueProcessor } from './queue-processor.js';

/** Counts what it is given, and does as the test tells it. */
@Injectable()
class Ledger {
  readonly done: string[] = [];
  work: (id: string) => Promise<void> = () => Promise.resolve();

  async note(id: string): Promise<void> {
    await this.work(id);
    this.done.push(id);
  }
}

@Processor('matching', { concurrency: 4 })
class TestMatching extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly ledger: Ledger,
  ) {
    super(router);
  }

  @HandlesJob('achievement.match')
  achievement({ achievementId }: JobPayload<'achievement.match'>): Promise<void> {
    return this.ledger.note(achievementId);
  }

  @HandlesJob('need.match')
  need({ needId }: JobPayload<'need.match'>): Promise<void> {
    return this.ledger.note(needId);
  }

  @HandlesJob('matching.owed')
  owed(_: JobPayload<'matching.owed'>): Promise<void> {
    return this.ledger.note('owed');
  }

  @HandlesJob('needs.match')
  batch({ ticket }: JobPayload<'needs.match'>): Promise<void> {
    return this.ledger.note(ticket);
  }
}

@Processor('delivery')
class TestDelivery extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly ledger: Ledger,
  ) {
    super(router);
  }

  @HandlesJob('notification.deliver')
  deliver({ notificationId }: JobPayload<'notification.deliver'>): Promise<void> {
    return this.ledger.note(notificationId);
  }

  @HandlesJob('need.retell')
  retell({ needId }: JobPayload<'need.retell'>): Promise<void> {
    return this.ledger.note(needId);
  }

  @HandlesJob('account-mail.deliver')
  mail({ accountMailId }: JobPayload<'account-mail.deliver'>): Promise<void> {
    return this.ledger.note(accountMailId);
  }
}

@Processor('imports')
class TestImports extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly ledger: Ledger,
  ) {
    super(router);
  }

  @HandlesJob('import.run')
  run({ importId }: JobPayload<'import.run'>): Promise<void> {
    return this.ledger.note(importId);
  }
}

@Processor('search')
class TestSearch extends QueueProcessor {
  constructor(
    router: JobRouter,
    private readonly ledger: Ledger,
  ) {
    super(router);
  }

  @HandlesJob('search.follow')
  follow({ kind }: JobPayload<'search.follow'>): Promise<void> {
    return this.ledger.note(kind);
  }

  @HandlesJob('organisation.renamed')
  followName({ organisationId }: JobPayload<'organisation.renamed'>): Promise<void> {
    return this.ledger.note(organisationId);
  }

  @HandlesJob('saved-search.run')
  run({ savedSearchId }: JobPayload<'saved-search.run'>): Promise<void> {
    return this.ledger.note(savedSearchId);
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('It did not happen within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const redisUrl = process.env.REDIS_URL;
const backends = [
  { name: 'PostgreSQL', environment: {} },
  ...(redisUrl ? [{ name: 'Redis', environment: { REDIS_URL: redisUrl } }] : []),
];

if (!redisUrl) it.skip('Redis: could not run, because REDIS_URL is not given', () => undefined);

describe.each(backends)('outbox, relay and queue on $name', ({ environment }) => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let dataSource: DataSource;
  let ledger: Ledger;

  beforeAll(async () => {
    database = await createTestDatabase();
    @Module({
      imports: [
        ConfigModule.forRoot(loadConfig({ DATABASE_URL: database.url, ...environment })),
        TypeOrmModule.forRoot(
          dataSourceOptions(database.url, [OutboxEntry], { applicationName: 'test', poolSize: 4 }),
        ),
        QueueModule,
        DiscoveryModule,
      ],
      providers: [JobRouter, OutboxRelay, Ledger, TestMatching, TestDelivery, TestImports, TestSearch],
    })
    class Process {}
    app = await NestFactory.createApplicationContext(Process, { logger: false, abortOnError: false });
    dataSource = app.get(DataSource);
    ledger = app.get(Ledger);
    await app.get<Queue>(getQueueToken('matching')).drain(true);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const add = (ids: readonly string[]) =>
    dataSource.transaction((manager) =>
      addToOutbox(
        manager,
        'achievement.match',
        ids.map((achievementId) => ({ achievementId })),
      ),
    );
  const times = (id: string) => ledger.done.filter((done) => done === id).length;

  it('does what was committed, and nothing that was rolled back', async () => {
    const kept = randomUUID();
    const dropped = randomUUID();
    await dataSource
      .transaction(async (manager) => {
        await addToOutbox(manager, 'need.match', [{ needId: dropped }]);
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    await add([kept]);
    await until(() => times(kept) === 1);
    expect(times(dropped)).toBe(0);
    expect(await dataSource.manager.count(OutboxEntry)).toBe(0);
  });

  it('moves more than one batch', async () => {
    const ids = Array.from({ length: 450 }, () => randomUUID());
    await add(ids);
    await until(() => ids.every((id) => times(id) === 1));
  });

  it('runs again what arrives while it runs, and once is enough for a burst', async () => {
    const id = randomUUID();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let started = false;
    ledger.work = async (job) => {
      if (job !== id || started) return;
      started = true;
      await gate;
    };
    await add([id]);
    await until(() => started);
    for (let count = 0; count < 5; count += 1) await add([id]);
    await until(async () => (await dataSource.manager.count(OutboxEntry)) === 0);
    release();
    await until(() => times(id) === 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(times(id)).toBe(2);
  });

  it('tries again what failed', async () => {
    const id = randomUUID();
    let failures = 0;
    ledger.work = (job) =>
      job === id && failures++ === 0 ? Promise.reject(new Error('away')) : Promise.resolve();
    await add([id]);
    await until(() => times(id) === 1);
    expect(failures).toBe(2);
  });
});
