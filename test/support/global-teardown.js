import { rm } from 'node:fs/promises';
import pg from 'pg';

export default async function globalTeardown() {
  const embedded = globalThis.__embedded;
  if (!embedded) return leaveServer(globalThis.__database);
  await embedded.stop();
  await rm(embedded.folder, { recursive: true, force: true });
}

/** A server that was there before is left without the template and without the user that was made for this run. */
async function leaveServer({ server, template, role }) {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await admin.query(`DROP ROLE IF EXISTS ${role}`);
  await admin.end();
}
