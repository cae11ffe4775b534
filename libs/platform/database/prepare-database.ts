import { DataSource, type DataSourceOptions } from 'typeorm';
import { StartError } from '../process/run-main.js';
import { grantApplicationRights, userOf } from './application-role.js';

const MIGRATION_LOCK = 5_330_003;

/** The address without its password. */
function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

const urlOf = (options: DataSourceOptions): string => (options as { url: string }).url;

async function connect(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource(options);
  try {
    return await dataSource.initialize();
  } catch (error) {
    const url = urlOf(options);
    const { message, code } = error as { message: string; code?: string };
    throw new StartError(
      `The database at ${nameOf(url)} cannot be used (${message || code}): start it, or correct DATABASE_URL.`,
      { cause: error },
    );
  }
}

/**
 * Brings the schema up to date, as the user of `options`, and gives the user of `applicationUrl` its rights in it, where
 * that is another one. Processes that start together take turns.
 * @returns the names of the migrations that were run.
 * @throws StartError where the database cannot be reached.
 */
export async function migrateDatabase(options: DataSourceOptions, applicationUrl: string): Promise<string[]> {
  const dataSource = await connect(options);
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = await dataSource.runMigrations();
    if (userOf(urlOf(options)) !== userOf(applicationUrl)) {
      await grantApplicationRights(dataSource, applicationUrl);
    }
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    return run.map(({ name }) => name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}

/** Takes back the newest migration. @returns its name, or null where there is none. */
export async function revertMigration(options: DataSourceOptions): Promise<string | null> {
  const dataSource = await connect(options);
  try {
    const before = await executedMigrations(dataSource);
    await dataSource.undoLastMigration();
    return before.at(-1) ?? null;
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Looks whether the database can be reached and holds the schema that this build expects, for processes that do not
 * change it.
 * @throws StartError that says which of the two is not so.
 */
export async function assertDatabaseReady(options: DataSourceOptions): Promise<void> {
  const dataSource = await connect(options);
  try {
    // A user of few rights could not make the list of migrations, which TypeORM does where there is none.
    const [list] = await dataSource.query<{ there: boolean }[]>(
      `SELECT to_regclass('migrations') IS NOT NULL AS there`,
    );
    if (!list?.there || (await dataSource.showMigrations())) {
      throw new StartError('The database schema is older than this build: run `npm run migrate` first.');
    }
  } finally {
    await dataSource.destroy();
  }
}

async function executedMigrations(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}
