import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ENTITIES } from '#domain/domain.entities.js';
import { loadConfig, requireDatabaseUrl } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { assertDatabaseReady } from '#platform/database/prepare-database.js';
import { PinoLogger } from '#platform/observability/pino-logger.js';
import { runMain } from '#platform/process/run-main.js';
import { WorkerModule } from './worker.module.js';

runMain(async () => {
  const config = loadConfig(process.env);
  await assertDatabaseReady(
    dataSourceOptions(requireDatabaseUrl(config), ENTITIES, { applicationName: 'duijie-start', poolSize: 1 }),
  );

  @Module({ imports: [ConfigModule.forRoot(config), WorkerModule] })
  class WorkerProcess {}

  const app = await NestFactory.createApplicationContext(WorkerProcess, {
    logger: new PinoLogger(config.logLevel ?? 'info'),
  });
  app.enableShutdownHooks();
});
