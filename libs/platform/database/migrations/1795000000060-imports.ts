import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Spreadsheets on their way into the library, and the files of records. */
export class Imports1795000000060 implements MigrationInterface {
  name = 'Imports1795000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE imports (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        file_name text NOT NULL,
        file_key text,
        content_hash text NOT NULL,
        dry_run boolean NOT NULL,
        publish boolean NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        cursor integer NOT NULL DEFAULT '0',
        rows_total integer,
        rows_read integer NOT NULL DEFAULT '0',
        created integer NOT NULL DEFAULT '0',
        updated integer NOT NULL DEFAULT '0',
        unchanged integer NOT NULL DEFAULT '0',
        rejected integer NOT NULL DEFAULT '0',
        headings text array NOT NULL DEFAULT '{}',
        unused_headings text array NOT NULL DEFAULT '{}',
        failure jsonb,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        started_at TIMESTAMP(3) WITH TIME ZONE,
        finished_at TIMESTAMP(3) WITH TIME ZONE,
        updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT imports_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE INDEX imports_organisation_id_created_at_id_idx ON imports (organisation_id, created_at, id)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX imports_organisation_id_kind_content_hash_dry_run_publish_idx ON imports (organisation_id, kind, content_hash, dry_run, publish) WHERE state IN ('queued', 'running')`,
    );
    await runner.query(`CREATE INDEX imports_file_key_idx ON imports (file_key)`);
    await runner.query(`CREATE TABLE import_rejections (
        import_id uuid NOT NULL,
        line integer NOT NULL,
        cells jsonb NOT NULL,
        problems jsonb NOT NULL,
        CONSTRAINT import_rejections_pk PRIMARY KEY (import_id, line)
      )`);
    await runner.query(`CREATE TABLE import_fingerprints (
        organisation_id uuid NOT NULL,
        kind text NOT NULL,
        fingerprint text NOT NULL,
        record_id uuid NOT NULL,
        CONSTRAINT import_fingerprints_pk PRIMARY KEY (organisation_id, kind, fingerprint)
      )`);
    await runner.query(`CREATE INDEX import_fingerprints_record_id_idx ON import_fingerprints (record_id)`);
    await runner.query(`CREATE TABLE attachments (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        achievement_id uuid,
        need_id uuid,
        name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        content_hash text NOT NULL,
        file_key text NOT NULL,
        account_id uuid NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT attachments_one_record CHECK ((achievement_id IS NULL) <> (need_id IS NULL)),
        CONSTRAINT attachments_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX attachments_achievement_id_idx ON attachments (achievement_id)`);
    await runner.query(`CREATE INDEX attachments_need_id_idx ON attachments (need_id)`);
    await runner.query(`CREATE UNIQUE INDEX attachments_file_key_idx ON attachments (file_key)`);
    for (const [table, column, other, then] of [
      ['imports', 'organisation_id', 'organisations', 'RESTRICT'],
      ['imports', 'account_id', 'accounts', 'RESTRICT'],
      ['import_rejections', 'import_id', 'imports', 'CASCADE'],
      ['attachments', 'achievement_id', 'achievements', 'CASCADE'],
      ['attachments', 'need_id', 'needs', 'CASCADE'],
    ]) {
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_fk FOREIGN KEY (${column}) REFERENCES ${other}(id) ON DELETE ${then} ON UPDATE NO ACTION`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE attachments`);
    await runner.query(`DROP TABLE import_fingerprints`);
    await runner.query(`DROP TABLE import_rejections`);
    await runner.query(`DROP TABLE imports`);
  }
}
