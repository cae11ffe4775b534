import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Lets the search indexes take every entry at once: a list of entries that wait is read whole by every search. */
export class MergedIndexes1795000000097 implements MigrationInterface {
  name = 'MergedIndexes1795000000097';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of await searchIndexes(runner)) {
      await runner.query(`ALTER INDEX ${index} SET (fastupdate = off)`);
      await runner.query(`SELECT gin_clean_pending_list('${index}')`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of await searchIndexes(runner))
      await runner.query(`ALTER INDEX ${index} RESET (fastupdate)`);
  }
}

/** Their names have changed with every rebuild. What a rebuild by another user made gets it with the next one. */
export async function searchIndexes(runner: QueryRunner): Promise<string[]> {
  const rows = (await runner.query(
    `SELECT format('%I.%I', nspname, relname) AS name
       FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_am a ON a.oid = relam
      WHERE nspname = 'search' AND amname = 'gin' AND relkind = 'i' AND pg_has_role(relowner, 'USAGE')`,
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}
