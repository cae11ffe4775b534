import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createIndexes,
  createTable,
  createWordList,
  createWriteCounters,
  SEARCH_SCHEMA,
  tableOf,
} from '../../search/postgres/index-tables.js';

/** The tables that PostgreSQL searches, how far an index follows the records, and searches that people keep. */
export class Search1795000000010 implements MigrationInterface {
  name = 'Search1795000000010';

  async up(runner: QueryRunner): Promise<void> {
    await makeTrigrams(runner);
    await runner.query(`CREATE SCHEMA ${SEARCH_SCHEMA}`);
    for (const kind of ['achievement', 'need'] as const) {
      const table = tableOf(kind);
      for (const statement of [...createTable(table), ...createIndexes(table)]) await runner.query(statement);
    }
    for (const statement of [...createWordList, ...createWriteCounters]) await runner.query(statement);
    await runner.query(`CREATE TABLE search_cursors (
        kind text NOT NULL,
        identity text NOT NULL,
        revision bigint NOT NULL DEFAULT '0',
        CONSTRAINT search_cursors_pk PRIMARY KEY (kind)
      )`);
    await runner.query(`CREATE TABLE saved_searches (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        query jsonb NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT saved_searches_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE INDEX saved_searches_account_id_created_at_id_idx ON saved_searches (account_id, created_at, id)`,
    );
    await runner.query(`CREATE INDEX saved_searches_kind_idx ON saved_searches (kind)`);
    await runner.query(`CREATE TABLE saved_search_finds (
        saved_search_id uuid NOT NULL,
        record_id uuid NOT NULL,
        CONSTRAINT saved_search_finds_pk PRIMARY KEY (saved_search_id, record_id)
      )`);
    await runner.query(
      `ALTER TABLE saved_searches ADD CONSTRAINT saved_searches_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE saved_search_finds ADD CONSTRAINT saved_search_finds_saved_search_id_fk FOREIGN KEY (saved_search_id) REFERENCES saved_searches(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE notifications ALTER COLUMN match_id DROP NOT NULL`);
    await runner.query(`ALTER TABLE notifications ALTER COLUMN level DROP NOT NULL`);
    await runner.query(`ALTER TABLE notifications ADD saved_search_id uuid`);
    await runner.query(
      `ALTER TABLE notifications ADD CONSTRAINT notifications_saved_search_id_fk FOREIGN KEY (saved_search_id) REFERENCES saved_searches(id) ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM notifications WHERE match_id IS NULL`);
    await runner.query(`ALTER TABLE notifications DROP CONSTRAINT notifications_saved_search_id_fk`);
    await runner.query(`ALTER TABLE notifications DROP COLUMN saved_search_id`);
    await runner.query(`ALTER TABLE notifications ALTER COLUMN level SET NOT NULL`);
    await runner.query(`ALTER TABLE notifications ALTER COLUMN match_id SET NOT NULL`);
    await runner.query(`DROP TABLE saved_search_finds`);
    await runner.query(`DROP TABLE saved_searches`);
    await runner.query(`DROP TABLE search_cursors`);
    // The extension stays: it may have been there before, and others may have come to use it.
    await runner.query(`DROP SCHEMA ${SEARCH_SCHEMA} CASCADE`);
  }
}

async function makeTrigrams(runner: QueryRunner): Promise<void> {
  const found = (await runner.query(`SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'`)) as unknown[];
  if (found.length > 0) return;
  try {
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch (error) {
    throw new Error(
      'Search needs the extension pg_trgm, and this database user may not create it: have an administrator run ' +
        '"CREATE EXTENSION pg_trgm" in this database once, and start again.',
      { cause: error },
    );
  }
}
