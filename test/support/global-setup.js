import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ENTITIES } from '../../dist/libs/domain/domain.entities.js';
import { dataSourceOptions } from '../../dist/libs/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../dist/libs/platform/database/embedded-postgres.js';
import { migrateDatabase } from '../../dist/libs/platform/database/prepare-database.js';

/** A database for each suite is a copy of this one, which was migrated once. */
const TEMPLATE = 'duijie_test_template';

/**
 * One PostgreSQL server for the whole run: the one that DATABASE_URL names, or an embedded one that trades safety for
 * speed. The suites find it in TEST_DATABASE_SERVER.
 */
export default async function globalSetup() {
  const given = process.env.DATABASE_URL;
  let server = given;
  if (!given) {
    const folder = await mkdtemp(join(tmpdir(), 'duijie-test-'));
    // As root, the server runs as the user postgres, who must be able to walk through here.
    await chmod(folder, 0o755);
    const embedded = await startEmbeddedPostgres(folder, [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
    ]);
    globalThis.__embedded = { ...embedded, folder };
    server = embedded.ownerUrlOf('postgres');
  }
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  // The processes work under a user of their own, here as everywhere.
  const url = Object.assign(new URL(server), { pathname: `/${TEMPLATE}` });
  const application = Object.assign(new URL(url), {
    username: `duijie_test_${randomBytes(4).toString('hex')}`,
    password: randomBytes(12).toString('hex'),
  });
  await migrateDatabase(
    dataSourceOptions(url.href, ENTITIES, { applicationName: 'duijie-test', poolSize: 2 }),
    application.href,
  );
  globalThis.__database = { server, template: TEMPLATE, role: application.username };
  process.env.TEST_DATABASE_SERVER = server;
  process.env.TEST_DATABASE_APPLICATION = application.href;
  process.env.TEST_DATABASE_TEMPLATE = TEMPLATE;
  // Suites ask for a database of their own; what the shell around them was given must not reach the code under test.
  delete process.env.DATABASE_URL;
  delete process.env.DATABASE_OWNER_URL;
}
