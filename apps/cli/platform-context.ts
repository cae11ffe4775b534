import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ENTITIES } from '#domain/domain.entities.js';
import { DomainModule } from '#domain/domain.module.js';
import { type Config, loadConfig, requireDatabaseUrl } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';
import { assertDatabaseReady, migrateDatabase } from '#platform/database/prepare-database.js';
import { PinoLogger } from '#platform/observability/pino-logger.js';

/**
 * Runs a command on the platform's services without a shell: on the database at DATABASE_URL, or on the embedded one
 * while `npm start` does not use it.
 * @throws StartError, ConfigurationError
 */
export async function withPlatform<T>(work: (platform: INestApplicationContext) => Promise<T>): Promise<T> {
  const given = loadConfig(process.env);
  const embedded = given.databaseUrl ? null : await startEmbeddedPostgres(given.dataDir);
  try {
    const config: Config = embedded
      ? { ...given, databaseUrl: embedded.url, databaseOwnerUrl: embedded.ownerUrl }
      : given;
    const url = requireDatabaseUrl(config);
    const optionsFor = (address: string) =>
      dataSourceOptions(address, ENTITIES, { applicationName: 'duijie-cli', poolSize: 2 });
    // The embedded database belongs to this build alone; a given one is migrated when its operator says so.
    if (embedded) await migrateDatabase(optionsFor(embedded.ownerUrl), url);
    else await assertDatabaseReady(optionsFor(url));

    @Module({ imports: [ConfigModule.forRoot(config), DomainModule] })
    class CommandProcess {}

    const platform = await NestFactory.createApplicationContext(CommandProcess, {
      logger: new PinoLogger(config.logLevel ?? 'warn'),
      abortOnError: false,
    });
    try {
      return await work(platform);
    } finally {
      await platform.close();
    }
  } finally {
    await embedded?.stop();
  }
}
