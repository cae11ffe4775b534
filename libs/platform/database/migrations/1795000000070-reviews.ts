import { type MigrationInterface, type QueryRunner } from 'typeorm';

const RECORDS = ['achievements', 'needs'] as const;

/** Versions and waiting times for reviews, keys of requests, and notifications that are about a record. */
export class Reviews1795000000070 implements MigrationInterface {
  name = 'Reviews1795000000070';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of RECORDS) {
      await runner.query(`ALTER TABLE ${table}
        ADD version integer NOT NULL DEFAULT '1',
        ADD submitted_at TIMESTAMP(3) WITH TIME ZONE,
        ADD reviewed_by_id uuid,
        ADD reviewed_at TIMESTAMP(3) WITH TIME ZONE`);
      await runner.query(`UPDATE ${table} SET submitted_at = updated_at WHERE state = 'submitted'`);
      await runner.query(
        `CREATE INDEX ${table}_submitted_at_id_idx ON ${table} (submitted_at, id) WHERE submitted_at IS NOT NULL`,
      );
    }
    await runner.query(`CREATE TABLE idempotency_keys (
        account_id uuid NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        record_id uuid NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pk PRIMARY KEY (account_id, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at)`);
    await runner.query(`ALTER TABLE notifications ADD record_kind text, ADD record_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notifications DROP COLUMN record_id, DROP COLUMN record_kind`);
    await runner.query(`DROP TABLE idempotency_keys`);
    for (const table of RECORDS) {
      await runner.query(`ALTER TABLE ${table}
        DROP COLUMN reviewed_at, DROP COLUMN reviewed_by_id, DROP COLUMN submitted_at, DROP COLUMN version`);
    }
  }
}
