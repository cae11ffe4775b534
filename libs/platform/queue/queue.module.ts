import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type ConnectionOptions, createPostgresBackend, type Queue, setDefaultBackendFactory } from 'bullmq';
import { QUEUE_NAMES } from '#contracts/jobs.js';
import { type Config, requireDatabaseUrl } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

/** Schema of BullMQ's own tables in the platform's database; the migrations make and drop it. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * `REDIS_URL` is given: BullMQ keeps its jobs there. It is not: it keeps them in PostgreSQL. The choice is one for the
 * whole process, because BullMQ's backend is.
 */
function connectionFor(config: Config): ConnectionOptions {
  if (config.redisUrl) {
    setDefaultBackendFactory();
    // BullMQ opens and closes the ioredis connections itself; its workers wait on blocking commands, which must not
    // be given up after a number of retries.
    return { url: config.redisUrl, maxRetriesPerRequest: null };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const connection = {
    connectionString: requireDatabaseUrl(config),
    schema: QUEUE_SCHEMA,
    max: 4,
    application_name: 'duijie-queue',
  };
  return connection;
}

/** The queues of the job catalogue. */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        connection: connectionFor(config),
        defaultJobOptions: {
          removeOnComplete: { age: 3600, count: 10_000 },
          removeOnFail: { age: 30 * 86_400 },
        },
      }),
    }),
    BullModule.registerQueue(...QUEUE_NAMES.map((name) => ({ name }))),
  ],
  exports: [BullModule],
})
export class QueueModule implements OnModuleInit {
  private readonly logger = new Logger(QueueModule.name);

  constructor(private readonly modules: ModuleRef) {}

  /** An error event that nobody listens to ends a Node process; a queue that is away for a moment must not. */
  onModuleInit(): void {
    for (const name of QUEUE_NAMES) {
      this.modules.get<Queue>(getQueueToken(name), { strict: false }).on('error', (error) => {
        this.logger.error(`The queue ${name} cannot be reached: ${error.message}`);
      });
    }
  }
}
