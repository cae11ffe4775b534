import { type DataSourceOptions, type MixedList } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

/** What a process says of itself to the database server. */
export interface ConnectionPurpose {
  applicationName: string;
  /** Most connections that the process keeps open for its own queries. */
  poolSize: number;
}

/**
 * The one description of the database connection: the shells, the command line and the tests use it alike. The schema
 * changes by migrations only, never by synchronisation.
 */
export function dataSourceOptions(
  url: string,
  entities: MixedList<new () => object>,
  purpose: ConnectionPurpose,
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: entities as never,
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNamingStrategy(),
    // PostgreSQL 13 and later have gen_random_uuid() without any extension.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    synchronize: false,
    // What fails is thrown; a log of it would carry the parameters, personal data among them.
    logging: false,
    poolSize: purpose.poolSize,
    applicationName: purpose.applicationName,
    extra: { connectionTimeoutMillis: 10_000, keepAlive: true },
  };
}
