import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES } from '#domain/domain.entities.js';
import { dataSourceOptions } from '#platform/database/data-source.js';

export interface TestDatabase {
  /** With the user under which the processes work. */
  url: string;
  /** With the server's superuser. */
  ownerUrl: string;
  /** As the processes do. */
  open(): Promise<DataSource>;
  openAsOwner(): Promise<DataSource>;
  drop(): Promise<void>;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests through npm test`);
  return value;
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: required('TEST_DATABASE_SERVER') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A migrated database of this suite's own; `empty` leaves out the migrations. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `duijie_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(
    `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : required('TEST_DATABASE_TEMPLATE')}`,
  );
  const addressOf = (server: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const [url, ownerUrl] = [
    addressOf(required('TEST_DATABASE_APPLICATION')),
    addressOf(required('TEST_DATABASE_SERVER')),
  ];
  const open = (address: string) =>
    new DataSource(
      dataSourceOptions(address, ENTITIES, { applicationName: 'duijie-test', poolSize: 5 }),
    ).initialize();
  return {
    url,
    ownerUrl,
    open: () => open(url),
    openAsOwner: () => open(ownerUrl),
    drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
