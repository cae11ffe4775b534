import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { configureHttp } from '#apps/api/http-app.js';
import { AchievementsService } from '#domain/achievements/achievements.service.js';
import { ENTITIES } from '#domain/domain.entities.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { type Config, loadConfig, migrationUrl, requireDatabaseUrl } from '#platform/config/config.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';
import { migrateDatabase } from '#platform/database/prepare-database.js';
import { PinoLogger } from '#platform/observability/pino-logger.js';
import { assertPortFree, listenError, runMain } from '#platform/process/run-main.js';
import { bestMatches, waitUntilScored } from './best-matches.js';
import { DEMO_ACCOUNTS, DemoData } from './demo-data.js';
import { StandaloneModule } from './standalone.module.js';

/** `start` stays up and serves; `demo` fills in, matches, prints and ends. */
const staysUp = process.argv[2] !== 'demo';

runMain(async () => {
  const given = loadConfig(process.env);
  if (staysUp) await assertPortFree(given.port, given.host);
  const embedded = given.databaseUrl ? null : await startEmbeddedPostgres(given.dataDir);
  const config: Config = embedded
    ? { ...given, databaseUrl: embedded.url, databaseOwnerUrl: embedded.ownerUrl }
    : given;
  try {
    const app = await boot(config);
    let stopping: Promise<void> | undefined;
    const stop = () =>
      (stopping ??= app
        .close()
        .then(() => embedded?.stop())
        .then(() => undefined));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().finally(() => process.exit(0)));
    }
    await showAndMatch(app, config, embedded !== null);
    if (!staysUp) await stop();
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
});

async function boot(config: Config): Promise<NestExpressApplication> {
  await migrateDatabase(
    dataSourceOptions(migrationUrl(config), ENTITIES, { applicationName: 'duijie-start', poolSize: 2 }),
    requireDatabaseUrl(config),
  );
  const app = await NestFactory.create<NestExpressApplication>(StandaloneModule.forRoot(config), {
    logger: new PinoLogger(config.logLevel ?? 'warn'),
    bodyParser: false,
    abortOnError: false,
  });
  configureHttp(app);
  return app;
}

async function showAndMatch(app: NestExpressApplication, config: Config, embedded: boolean): Promise<void> {
  const dataSource = app.get(DataSource);
  const withDemo = config.demoData ?? embedded;
  if (withDemo) {
    const seeds = new DemoData(dataSource, app.get(AchievementsService), app.get(NeedsService));
    // The workers are not up yet: they begin when everything is there, and score it against the whole library.
    const count = await seeds.seed(config.demoPassword);
    if (count > 0) console.log(`Published ${count} demonstration records.`);
  }
  if (staysUp) {
    await app.listen(config.port, config.host).catch((error: Error) => {
      throw listenError(error, config.port);
    });
  } else await app.init();
  const scored = await waitUntilScored(dataSource);
  console.log(`Scored ${scored} published records.`);
  const best = await bestMatches(dataSource, 5);
  if (best.length > 0) console.log(`\nBest matches:\n${best.join('\n')}`);
  if (withDemo) {
    console.log(`\nDemonstration accounts, password ${config.demoPassword}:`);
    for (const { email, name } of DEMO_ACCOUNTS) console.log(`  ${email.padEnd(22)} ${name}`);
  }
  if (!staysUp) return;
  const address = await app.getUrl();
  const url = address.replace(/\[::1?\]|0\.0\.0\.0/, 'localhost');
  console.log(`\nDuijie runs at ${url}  (pages of the interface: ${url}/docs; stop with Ctrl-C)`);
}
