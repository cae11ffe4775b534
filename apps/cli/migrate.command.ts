import { type Command } from 'commander';

import { type CliIo } from './io.js';

/**
 * Adds `migrate`: brings the schema of the database at DATABASE_URL up to date, or takes its newest change back. With
 * DATABASE_OWNER_URL it does so as that user, and gives the one of DATABASE_URL its rights.
 */
export function addMigrateCommand(program: Command, io: CliIo): void {
  program
    .command('migrate')
    .description('bring the database at DATABASE_URL to the schema of this build')
    .option('--revert', 'take back the newest migration instead')
    .action(async ({ revert }: { revert?: boolean }) => {
      // Other commands must not wait for TypeORM to load.
      const [
        { ENTITIES },
        { loadConfig, migrationUrl, requireDatabaseUrl },
        { dataSourceOptions },
        database,
      ] = await Promise.all([
        import('#domain/domain.entities.js'),
        import('#platform/config/config.js'),
        import('#platform/database/data-source.js'),
        import('#platform/database/prepare-database.js'),
      ]);
      const config = loadConfig(process.env);
      const options = dataSourceOptions(migrationUrl(config), ENTITIES, {
        applicationName: 'duijie-migrate',
        poolSize: 2,
      });
      if (revert) {
        const name = await database.revertMigration(options);
        io.stderr.write(name ? `Took back ${name}.\n` : 'There is no migration to take back.\n');
        return;
      }
      const run = await database.migrateDatabase(options, requireDatabaseUrl(config));
      io.stderr.write(run.length > 0 ? `Ran ${run.join(', ')}.\n` : 'The schema is up to date.\n');
    });
}
