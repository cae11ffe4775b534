import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Module } from '@nestjs/common';
import { ENTITIES } from '#domain/domain.entities.js';
import { loadConfig, requireDatabaseUrl } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { assertDatabaseReady } from '#platform/database/prepare-database.js';
import { PinoLogger } from '#platform/observability/pino-logger.js';
import { listenError, runMain } from '#platform/process/run-main.js';
import { ApiModule } from './api.module.js';
import { configureHttp } from './http-app.js';

runMain(async () => {
  const config = loadConfig(process.env);
  await assertDatabaseReady(
    dataSourceOptions(requireDatabaseUrl(config), ENTITIES, { applicationName: 'duijie-start', poolSize: 1 }),
  );

  @Module({ imports: [ConfigModule.forRoot(config), ApiModule] })
  class ApiProcess {}

  const app = await NestFactory.create<NestExpressApplication>(ApiProcess, {
    logger: new PinoLogger(config.logLevel ?? 'info'),
    bodyParser: false,
  });
  configureHttp(app);
  app.enableShutdownHooks();
  await app.listen(config.port, config.host).catch((error: Error) => {
    throw listenError(error, config.port);
  });
});
