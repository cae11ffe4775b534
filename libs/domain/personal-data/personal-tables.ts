import { type EntityManager } from 'typeorm';

/** A column that says whose a row is. */
interface OwnerColumn {
  table: string;
  column: string;
  by: 'account' | 'email';
}

/** What nobody is handed, not even its owner: it would open the account to whoever reads the export. */
const SECRET = /hash|secret|token|salt|backup_codes|recovery/;

/**
 * Where rows of a person are, as the schema itself says: rows that would go with the account (foreign keys to it that
 * cascade), and rows that hold an address. A table that comes later is found without being named here.
 */
async function ownerColumns(manager: EntityManager): Promise<OwnerColumn[]> {
  return manager.query<OwnerColumn[]>(
    `SELECT conrelid::regclass::text AS "table", attname AS "column", 'account' AS by
       FROM pg_constraint
       JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
      WHERE contype = 'f' AND confrelid = 'accounts'::regclass AND confdeltype = 'c'
     UNION ALL
     SELECT c.oid::regclass::text, attname, 'email'
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = relnamespace
       JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
      WHERE nspname = 'public' AND relkind = 'r' AND attname IN ('email', 'recipient')
        AND c.oid <> 'accounts'::regclass
      ORDER BY 1, 2`,
  );
}

export interface Person {
  id: string;
  email: string;
}

const valueOf = (person: Person, by: OwnerColumn['by']): string =>
  by === 'account' ? person.id : person.email;

/** Every row of the person by table, without what is secret. */
export async function readPersonalRows(
  manager: EntityManager,
  person: Person,
): Promise<Record<string, Record<string, unknown>[]>> {
  const read: Record<string, Record<string, unknown>[]> = {};
  for (const { table, column, by } of await ownerColumns(manager)) {
    const rows = await manager.query<Record<string, unknown>[]>(
      `SELECT * FROM ${table} WHERE "${column}" = $1`,
      [valueOf(person, by)],
    );
    const already = new Set((read[table] ?? []).map((row) => JSON.stringify(row)));
    const open = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !SECRET.test(name))),
    );
    read[table] = [...(read[table] ?? []), ...open.filter((row) => !already.has(JSON.stringify(row)))];
  }
  return read;
}

export async function deletePersonalRows(manager: EntityManager, person: Person): Promise<void> {
  for (const { table, column, by } of await ownerColumns(manager)) {
    await manager.query(`DELETE FROM ${table} WHERE "${column}" = $1`, [valueOf(person, by)]);
  }
}
