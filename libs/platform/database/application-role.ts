import { type DataSource, type EntityManager } from 'typeorm';
import { StartError } from '../process/run-main.js';

/** Where the application only adds rows. Nothing that runs under its user can change what is there. */
const APPEND_ONLY = ['audit_entries', 'audit_seals', 'record_events', 'match_events'];
/** Rows that come and go, and are never changed in between. */
const NEVER_UPDATED = ['audit_personal_values', 'audit_unsealed'];
/** Schemas of its own working storage: it makes sequences in the one, and makes the tables of the other anew. */
const QUEUE_SCHEMA = 'bullmq';
const SEARCH_SCHEMA = 'search';

export const userOf = (url: string): string => decodeURIComponent(new URL(url).username);

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Gives the user of `applicationUrl` what the processes need in this database and no more: it owns no table of records,
 * and may neither change nor delete rows of the history. The user is made where it is not there yet. Run by the owner of
 * the schema after every migration, since a new table belongs to nobody else at first.
 * @throws StartError where the owner may not make the user.
 */
export async function grantApplicationRights(dataSource: DataSource, applicationUrl: string): Promise<void> {
  const user = userOf(applicationUrl);
  await makeUser(dataSource, user, decodeURIComponent(new URL(applicationUrl).password));
  await becomeMember(dataSource, user);
  const role = quoted(user);
  const schemas = `public, ${QUEUE_SCHEMA}, ${SEARCH_SCHEMA}`;
  await dataSource.transaction(async (manager) => {
    for (const statement of [
      // Before PostgreSQL 15 anybody could make tables in the schema public.
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role}`,
      `GRANT USAGE ON SCHEMA ${schemas} TO ${role}`,
      `GRANT CREATE ON SCHEMA ${QUEUE_SCHEMA}, ${SEARCH_SCHEMA} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, ${QUEUE_SCHEMA} TO ${role}`,
      `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public, ${QUEUE_SCHEMA} TO ${role}`,
      `REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES ON ${APPEND_ONLY.join(', ')} FROM ${role}`,
      `REVOKE UPDATE ON ${NEVER_UPDATED.join(', ')} FROM ${role}`,
      `REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${role}`,
    ]) {
      await manager.query(statement);
    }
    await handOverSearch(manager, user);
  });
}

/** Whether this connection's user could change the audit entries, by its rights or because they are its own. */
export async function mayChangeHistory(manager: EntityManager): Promise<boolean> {
  const [row] = await manager.query<{ may: boolean }[]>(
    `SELECT bool_or(has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE')) AS may FROM unnest($1::text[]) AS name`,
    [APPEND_ONLY],
  );
  return row?.may === true;
}

async function makeUser(dataSource: DataSource, user: string, password: string): Promise<void> {
  const found = await dataSource.query<unknown[]>('SELECT 1 FROM pg_roles WHERE rolname = $1', [user]);
  if (found.length > 0) return;
  try {
    await dataSource.query(`CREATE ROLE ${quoted(user)} LOGIN PASSWORD ${literal(password)}`);
  } catch (error) {
    throw new StartError(
      `The database user ${user} that DATABASE_URL names does not exist, and the one in DATABASE_OWNER_URL may not ` +
        `make it: have an administrator run "CREATE ROLE ${quoted(user)} LOGIN PASSWORD '…'" once.`,
      { cause: error },
    );
  }
}

/** Only a member of a role may hand something over to it; a superuser needs not be one. */
async function becomeMember(dataSource: DataSource, user: string): Promise<void> {
  const [row] = await dataSource.query<{ super: boolean }[]>(
    `SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`,
  );
  if (row?.super) return;
  try {
    await dataSource.query(`GRANT ${quoted(user)} TO CURRENT_USER`);
  } catch (error) {
    const [member] = await dataSource.query<{ is: boolean }[]>(
      `SELECT pg_has_role(current_user, $1, 'MEMBER') AS is`,
      [user],
    );
    if (member?.is) return;
    throw new StartError(
      `The database user in DATABASE_OWNER_URL must be a member of ${user}: have an administrator run ` +
        `"GRANT ${quoted(user)} TO ${quoted(userOf((dataSource.options as { url: string }).url))}" once.`,
      { cause: error },
    );
  }
}

/** The index is made from the records, and a process that makes it anew drops and renames its tables. */
async function handOverSearch(manager: EntityManager, user: string): Promise<void> {
  const tables = await manager.query<{ name: string }[]>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = $1 AND tableowner <> $2`,
    [SEARCH_SCHEMA, user],
  );
  for (const { name } of tables) {
    await manager.query(`ALTER TABLE ${SEARCH_SCHEMA}.${name} OWNER TO ${quoted(user)}`);
  }
}
