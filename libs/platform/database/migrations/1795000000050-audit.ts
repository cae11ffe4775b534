import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The audit entries and their chain, the history of records, and the level at which a match took each step. */
export class Audit1795000000050 implements MigrationInterface {
  name = 'Audit1795000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE audit_entries (
        id BIGSERIAL NOT NULL,
        at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
        account_id uuid,
        role text,
        acting_for uuid,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        before jsonb,
        after jsonb,
        context jsonb NOT NULL,
        organisation_ids uuid array NOT NULL,
        region_codes text array NOT NULL,
        confidential_to uuid,
        CONSTRAINT audit_entries_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE INDEX audit_entries_subject_kind_subject_id_id_idx ON audit_entries (subject_kind, subject_id, id)`,
    );
    await runner.query(`CREATE INDEX audit_entries_account_id_id_idx ON audit_entries (account_id, id)`);
    await runner.query(`CREATE INDEX audit_entries_at_id_idx ON audit_entries (at, id)`);
    await runner.query(
      `CREATE INDEX audit_entries_organisation_ids_idx ON audit_entries USING gin (organisation_ids)`,
    );
    await runner.query(
      `CREATE INDEX audit_entries_region_codes_idx ON audit_entries USING gin (region_codes)`,
    );
    await runner.query(`CREATE TABLE audit_personal_values (
        entry_id bigint NOT NULL,
        person_id uuid NOT NULL,
        "values" jsonb NOT NULL,
        CONSTRAINT audit_personal_values_pk PRIMARY KEY (entry_id, person_id)
      )`);
    await runner.query(
      `CREATE INDEX audit_personal_values_person_id_idx ON audit_personal_values (person_id)`,
    );
    await runner.query(`CREATE TABLE audit_unsealed (
        entry_id bigint NOT NULL,
        CONSTRAINT audit_unsealed_pk PRIMARY KEY (entry_id)
      )`);
    await runner.query(`CREATE TABLE audit_seals (
        position bigint NOT NULL,
        entry_id bigint NOT NULL,
        hash text NOT NULL,
        at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT audit_seals_pk PRIMARY KEY (position)
      )`);
    await runner.query(`CREATE UNIQUE INDEX audit_seals_entry_id_idx ON audit_seals (entry_id)`);

    await runner.query(`CREATE TABLE record_events (
        id BIGSERIAL NOT NULL,
        kind text NOT NULL,
        record_id uuid NOT NULL,
        action text NOT NULL,
        from_state text,
        to_state text NOT NULL,
        account_id uuid,
        role text,
        acting_for uuid,
        reason text,
        note text,
        organisation_id uuid NOT NULL,
        region_code text NOT NULL,
        field_codes text array NOT NULL DEFAULT '{}',
        curated boolean NOT NULL DEFAULT false,
        reconstructed boolean NOT NULL DEFAULT false,
        at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT record_events_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE INDEX record_events_kind_record_id_at_id_idx ON record_events (kind, record_id, at, id)`,
    );
    await runner.query(`CREATE INDEX record_events_kind_at_id_idx ON record_events (kind, at, id)`);
    await runner.query(reconstruct('achievement', 'achievements'));
    await runner.query(reconstruct('need', 'needs'));
    await runner.query(`ALTER TABLE match_events ADD level smallint`);
    await runner.query(
      `UPDATE match_events SET level = matches.level FROM matches WHERE matches.id = match_events.match_id`,
    );

    // No entry can be written without waiting for its place in the chain.
    await runner.query(`CREATE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO audit_unsealed (entry_id) VALUES (NEW.id);
          RETURN NULL;
        END $$`);
    await runner.query(
      `CREATE TRIGGER audit_entries_await_seal AFTER INSERT ON audit_entries
         FOR EACH ROW EXECUTE FUNCTION await_audit_seal()`,
    );
    await runner.query(`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'Rows of % are added and never changed', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
        END $$`);
    for (const table of APPEND_ONLY) {
      await runner.query(
        `CREATE TRIGGER ${table}_refuse_change BEFORE UPDATE OR DELETE ON ${table}
           FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      );
      await runner.query(
        `CREATE TRIGGER ${table}_refuse_truncate BEFORE TRUNCATE ON ${table}
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE match_events DROP COLUMN level`);
    await runner.query(`DROP TABLE record_events`);
    await runner.query(`DROP TABLE audit_seals`);
    await runner.query(`DROP TABLE audit_unsealed`);
    await runner.query(`DROP TABLE audit_personal_values`);
    await runner.query(`DROP TABLE audit_entries`);
    await runner.query(`DROP FUNCTION refuse_change`);
    await runner.query(`DROP FUNCTION await_audit_seal`);
  }
}

const APPEND_ONLY = ['audit_entries', 'audit_seals', 'record_events'];

/** The steps that a record must have taken to be what it is: begun, published, and where it stands now. */
const reconstruct = (kind: 'achievement' | 'need', table: string) => `
  INSERT INTO record_events (kind, record_id, action, from_state, to_state, reason, organisation_id, region_code,
                             field_codes, reconstructed, at)
  SELECT '${kind}', record.id, step.action, step.from_state, step.to_state, step.reason, record.organisation_id,
         owner.region_code, record.field_codes, true, step.at
    FROM ${table} record
    JOIN organisations owner ON owner.id = record.organisation_id
   CROSS JOIN LATERAL (VALUES
           (1, 'create', NULL, 'draft', NULL, record.created_at),
           (2, 'publish', 'draft', 'published', NULL, record.published_at),
           (3, CASE record.state WHEN 'submitted' THEN 'submit' WHEN 'returned' THEN 'return'
                                 WHEN 'withdrawn' THEN 'withdraw' WHEN 'closed' THEN 'close' END,
               CASE WHEN record.published_at IS NULL THEN 'draft' ELSE 'published' END,
               record.state,
               ${kind === 'need' ? 'record.closure_reason' : 'NULL'},
               ${kind === 'need' ? 'coalesce(record.closed_at, record.updated_at)' : 'record.updated_at'})
         ) AS step (place, action, from_state, to_state, reason, at)
   WHERE step.at IS NOT NULL AND step.action IS NOT NULL
   ORDER BY step.at, step.place`;
