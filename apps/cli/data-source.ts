import { DataSource } from 'typeorm';
import { ENTITIES } from '#domain/domain.entities.js';
import { loadConfig, migrationUrl } from '#platform/config/config.js';
import { dataSourceOptions } from '#platform/database/data-source.js';

/** What TypeORM's own command line needs in order to write a migration from the difference to the entities. */
export const dataSource = new DataSource(
  dataSourceOptions(migrationUrl(loadConfig(process.env)), ENTITIES, {
    applicationName: 'duijie-typeorm',
    poolSize: 1,
  }),
);
