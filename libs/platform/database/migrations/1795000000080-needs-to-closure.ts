import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The stages of a need's handling, the broker of a match with the author of each step, and what people are told of both. */
export class NeedsToClosure1795000000080 implements MigrationInterface {
  name = 'NeedsToClosure1795000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE needs
        ADD closure_evidence jsonb,
        ADD stage text,
        ADD stage_since TIMESTAMP(3) WITH TIME ZONE,
        ADD due_at TIMESTAMP(3) WITH TIME ZONE,
        ADD reminded_at TIMESTAMP(3) WITH TIME ZONE,
        ADD collected_at TIMESTAMP(3) WITH TIME ZONE,
        ADD first_reply_at TIMESTAMP(3) WITH TIME ZONE,
        ADD assignee_organisation_id uuid,
        ADD assignee_account_id uuid,
        ADD services integer NOT NULL DEFAULT '0',
        ADD disclosed_to uuid array NOT NULL DEFAULT '{}',
        ADD rating smallint,
        ADD rating_comment text`);
    // What was handed in before there were stages waits to be accepted, and the desk gets a week for all of it at once.
    await runner.query(`UPDATE needs
          SET stage = CASE state WHEN 'closed' THEN 'closed' ELSE 'collected' END,
              stage_since = now(),
              due_at = CASE state WHEN 'closed' THEN NULL ELSE now() + interval '7 days' END,
              collected_at = coalesce(published_at, updated_at)
        WHERE state IN ('submitted', 'published', 'closed')`);
    await runner.query(`CREATE INDEX needs_stage_due_at_id_idx ON needs (stage, due_at, id)`);
    await runner.query(`CREATE INDEX needs_assignee_organisation_id_idx ON needs (assignee_organisation_id)`);
    await runner.query(
      `ALTER TABLE needs ADD CONSTRAINT needs_assignee_organisation_id_fk FOREIGN KEY (assignee_organisation_id) REFERENCES organisations(id) ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE needs ADD CONSTRAINT needs_assignee_account_id_fk FOREIGN KEY (assignee_account_id) REFERENCES accounts(id) ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE record_events ADD stage text, ADD details jsonb`);
    await runner.query(`ALTER TABLE matches ADD taken_by uuid`);
    await runner.query(`CREATE INDEX matches_taken_by_idx ON matches (taken_by)`);
    await runner.query(
      `ALTER TABLE matches ADD CONSTRAINT matches_taken_by_fk FOREIGN KEY (taken_by) REFERENCES accounts(id) ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE match_events ADD note text, ADD acting_for uuid`);
    await runner.query(`DROP INDEX notifications_account_id_match_id_kind_idx`);
    await runner.query(
      `CREATE UNIQUE INDEX notifications_account_id_match_id_idx ON notifications (account_id, match_id) WHERE kind = 'match_found'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM notifications WHERE kind IN ('match_step', 'need_step', 'need_late')`);
    await runner.query(`DROP INDEX notifications_account_id_match_id_idx`);
    await runner.query(
      `CREATE UNIQUE INDEX notifications_account_id_match_id_kind_idx ON notifications (account_id, match_id, kind)`,
    );
    await runner.query(`ALTER TABLE match_events DROP COLUMN note, DROP COLUMN acting_for`);
    await runner.query(`ALTER TABLE matches DROP COLUMN taken_by`);
    await runner.query(`ALTER TABLE record_events DROP COLUMN stage, DROP COLUMN details`);
    await runner.query(`ALTER TABLE needs
        DROP COLUMN closure_evidence, DROP COLUMN stage, DROP COLUMN stage_since, DROP COLUMN due_at,
        DROP COLUMN reminded_at, DROP COLUMN collected_at, DROP COLUMN first_reply_at,
        DROP COLUMN assignee_organisation_id, DROP COLUMN assignee_account_id, DROP COLUMN services,
        DROP COLUMN disclosed_to, DROP COLUMN rating, DROP COLUMN rating_comment`);
  }
}
