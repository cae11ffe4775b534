import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Organisations, accounts, achievements, needs, matches, notifications, and the outbox. */
export class MainJob1795000000000 implements MigrationInterface {
  name = 'MainJob1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SEQUENCE record_revision`);
    await runner.query(`CREATE TABLE outbox (
        id BIGSERIAL NOT NULL,
        job text NOT NULL,
        payload jsonb NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT outbox_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE TABLE mailbox_messages (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        message_key text NOT NULL,
        recipient text NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT mailbox_messages_message_key_key UNIQUE (message_key),
        CONSTRAINT mailbox_messages_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX mailbox_messages_recipient_idx ON mailbox_messages (recipient)`);
    await runner.query(`CREATE TABLE organisations (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        name text NOT NULL,
        kind text NOT NULL,
        region_code text NOT NULL,
        trusted boolean NOT NULL DEFAULT false,
        demonstration boolean NOT NULL DEFAULT false,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT organisations_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE TABLE accounts (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        email text NOT NULL,
        name text NOT NULL,
        password_hash text NOT NULL,
        role text NOT NULL,
        locale text NOT NULL DEFAULT 'zh',
        organisation_id uuid NOT NULL,
        failed_logins integer NOT NULL DEFAULT '0',
        locked_until TIMESTAMP(3) WITH TIME ZONE,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT accounts_email_key UNIQUE (email),
        CONSTRAINT accounts_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX accounts_organisation_id_idx ON accounts (organisation_id)`);
    await runner.query(`CREATE TABLE refresh_tokens (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        family_id uuid NOT NULL,
        account_id uuid NOT NULL,
        token_hash text NOT NULL,
        expires_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        used_at TIMESTAMP(3) WITH TIME ZONE,
        revoked_at TIMESTAMP(3) WITH TIME ZONE,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT refresh_tokens_token_hash_key UNIQUE (token_hash),
        CONSTRAINT refresh_tokens_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX refresh_tokens_family_id_idx ON refresh_tokens (family_id)`);
    await runner.query(`CREATE INDEX refresh_tokens_account_id_idx ON refresh_tokens (account_id)`);
    await runner.query(`CREATE TABLE signing_keys (
        purpose text NOT NULL,
        secret text NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT signing_keys_pk PRIMARY KEY (purpose)
      )`);
    await runner.query(`CREATE TABLE achievements (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL,
        external_key text,
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        keywords text array NOT NULL DEFAULT '{}',
        discipline_codes text array NOT NULL DEFAULT '{}',
        field_codes text array NOT NULL DEFAULT '{}',
        industry_codes text array NOT NULL DEFAULT '{}',
        chain_codes text array NOT NULL DEFAULT '{}',
        region_code text,
        cooperation_modes text array NOT NULL DEFAULT '{}',
        return_reasons jsonb NOT NULL DEFAULT '[]',
        published_at TIMESTAMP(3) WITH TIME ZONE,
        revision bigint NOT NULL DEFAULT '0',
        matched_revision bigint NOT NULL DEFAULT '0',
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        state text NOT NULL DEFAULT 'draft',
        trl smallint,
        patent_numbers text array NOT NULL DEFAULT '{}',
        price_kind text,
        price_min numeric(12,4),
        price_max numeric(12,4),
        CONSTRAINT achievements_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX achievements_revision_idx ON achievements (revision)`);
    await runner.query(
      `CREATE INDEX achievements_state_published_at_id_idx ON achievements (state, published_at, id)`,
    );
    await runner.query(
      `CREATE INDEX achievements_organisation_id_created_at_id_idx ON achievements (organisation_id, created_at, id)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX achievements_organisation_id_external_key_idx ON achievements (organisation_id, external_key) WHERE external_key IS NOT NULL`,
    );
    await runner.query(`CREATE TABLE needs (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL,
        external_key text,
        title text NOT NULL,
        description text NOT NULL DEFAULT '',
        keywords text array NOT NULL DEFAULT '{}',
        discipline_codes text array NOT NULL DEFAULT '{}',
        field_codes text array NOT NULL DEFAULT '{}',
        industry_codes text array NOT NULL DEFAULT '{}',
        chain_codes text array NOT NULL DEFAULT '{}',
        region_code text,
        cooperation_modes text array NOT NULL DEFAULT '{}',
        return_reasons jsonb NOT NULL DEFAULT '[]',
        published_at TIMESTAMP(3) WITH TIME ZONE,
        revision bigint NOT NULL DEFAULT '0',
        matched_revision bigint NOT NULL DEFAULT '0',
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        state text NOT NULL DEFAULT 'draft',
        budget_min numeric(12,4),
        budget_max numeric(12,4),
        deadline date,
        confidential boolean NOT NULL DEFAULT false,
        closure_reason text,
        closure_note text,
        closed_at TIMESTAMP(3) WITH TIME ZONE,
        CONSTRAINT needs_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX needs_revision_idx ON needs (revision)`);
    await runner.query(`CREATE INDEX needs_state_published_at_id_idx ON needs (state, published_at, id)`);
    await runner.query(
      `CREATE INDEX needs_organisation_id_created_at_id_idx ON needs (organisation_id, created_at, id)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX needs_organisation_id_external_key_idx ON needs (organisation_id, external_key) WHERE external_key IS NOT NULL`,
    );
    await runner.query(`CREATE TABLE matches (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        need_id uuid NOT NULL,
        achievement_id uuid NOT NULL,
        score double precision NOT NULL,
        level smallint NOT NULL,
        factors jsonb NOT NULL,
        matched_terms text array NOT NULL,
        weights_version text NOT NULL,
        scored_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        state text NOT NULL DEFAULT 'suggested',
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT matches_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX matches_score_id_idx ON matches (score, id)`);
    await runner.query(
      `CREATE INDEX matches_achievement_id_score_id_idx ON matches (achievement_id, score, id)`,
    );
    await runner.query(`CREATE INDEX matches_need_id_score_id_idx ON matches (need_id, score, id)`);
    await runner.query(
      `CREATE UNIQUE INDEX matches_need_id_achievement_id_idx ON matches (need_id, achievement_id)`,
    );
    await runner.query(`CREATE TABLE match_events (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        match_id uuid NOT NULL,
        from_state text,
        to_state text NOT NULL,
        reason text,
        account_id uuid,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT match_events_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX match_events_match_id_idx ON match_events (match_id)`);
    await runner.query(`CREATE TABLE notifications (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL,
        kind text NOT NULL,
        match_id uuid NOT NULL,
        level smallint NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        read_at TIMESTAMP(3) WITH TIME ZONE,
        CONSTRAINT notifications_pk PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX notifications_match_id_idx ON notifications (match_id)`);
    await runner.query(
      `CREATE INDEX notifications_account_id_created_at_id_idx ON notifications (account_id, created_at, id)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX notifications_account_id_match_id_kind_idx ON notifications (account_id, match_id, kind)`,
    );
    await runner.query(`CREATE TABLE deliveries (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        notification_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        refusal text,
        sent_at TIMESTAMP(3) WITH TIME ZONE,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT deliveries_notification_id_rel UNIQUE (notification_id),
        CONSTRAINT deliveries_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `ALTER TABLE accounts ADD CONSTRAINT accounts_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE refresh_tokens ADD CONSTRAINT refresh_tokens_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE achievements ADD CONSTRAINT achievements_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE needs ADD CONSTRAINT needs_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE matches ADD CONSTRAINT matches_need_id_fk FOREIGN KEY (need_id) REFERENCES needs(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE matches ADD CONSTRAINT matches_achievement_id_fk FOREIGN KEY (achievement_id) REFERENCES achievements(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE match_events ADD CONSTRAINT match_events_match_id_fk FOREIGN KEY (match_id) REFERENCES matches(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE match_events ADD CONSTRAINT match_events_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE notifications ADD CONSTRAINT notifications_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE notifications ADD CONSTRAINT notifications_match_id_fk FOREIGN KEY (match_id) REFERENCES matches(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE deliveries ADD CONSTRAINT deliveries_notification_id_fk FOREIGN KEY (notification_id) REFERENCES notifications(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE deliveries DROP CONSTRAINT deliveries_notification_id_fk`);
    await runner.query(`ALTER TABLE notifications DROP CONSTRAINT notifications_match_id_fk`);
    await runner.query(`ALTER TABLE notifications DROP CONSTRAINT notifications_account_id_fk`);
    await runner.query(`ALTER TABLE match_events DROP CONSTRAINT match_events_account_id_fk`);
    await runner.query(`ALTER TABLE match_events DROP CONSTRAINT match_events_match_id_fk`);
    await runner.query(`ALTER TABLE matches DROP CONSTRAINT matches_achievement_id_fk`);
    await runner.query(`ALTER TABLE matches DROP CONSTRAINT matches_need_id_fk`);
    await runner.query(`ALTER TABLE needs DROP CONSTRAINT needs_organisation_id_fk`);
    await runner.query(`ALTER TABLE achievements DROP CONSTRAINT achievements_organisation_id_fk`);
    await runner.query(`ALTER TABLE refresh_tokens DROP CONSTRAINT refresh_tokens_account_id_fk`);
    await runner.query(`ALTER TABLE accounts DROP CONSTRAINT accounts_organisation_id_fk`);
    await runner.query(`DROP TABLE deliveries`);
    await runner.query(`DROP INDEX notifications_account_id_match_id_kind_idx`);
    await runner.query(`DROP INDEX notifications_account_id_created_at_id_idx`);
    await runner.query(`DROP INDEX notifications_match_id_idx`);
    await runner.query(`DROP TABLE notifications`);
    await runner.query(`DROP INDEX match_events_match_id_idx`);
    await runner.query(`DROP TABLE match_events`);
    await runner.query(`DROP INDEX matches_need_id_achievement_id_idx`);
    await runner.query(`DROP INDEX matches_need_id_score_id_idx`);
    await runner.query(`DROP INDEX matches_achievement_id_score_id_idx`);
    await runner.query(`DROP INDEX matches_score_id_idx`);
    await runner.query(`DROP TABLE matches`);
    await runner.query(`DROP INDEX needs_organisation_id_external_key_idx`);
    await runner.query(`DROP INDEX needs_organisation_id_created_at_id_idx`);
    await runner.query(`DROP INDEX needs_state_published_at_id_idx`);
    await runner.query(`DROP INDEX needs_revision_idx`);
    await runner.query(`DROP TABLE needs`);
    await runner.query(`DROP INDEX achievements_organisation_id_external_key_idx`);
    await runner.query(`DROP INDEX achievements_organisation_id_created_at_id_idx`);
    await runner.query(`DROP INDEX achievements_state_published_at_id_idx`);
    await runner.query(`DROP INDEX achievements_revision_idx`);
    await runner.query(`DROP TABLE achievements`);
    await runner.query(`DROP TABLE signing_keys`);
    await runner.query(`DROP INDEX refresh_tokens_account_id_idx`);
    await runner.query(`DROP INDEX refresh_tokens_family_id_idx`);
    await runner.query(`DROP TABLE refresh_tokens`);
    await runner.query(`DROP INDEX accounts_organisation_id_idx`);
    await runner.query(`DROP TABLE accounts`);
    await runner.query(`DROP TABLE organisations`);
    await runner.query(`DROP INDEX mailbox_messages_recipient_idx`);
    await runner.query(`DROP TABLE mailbox_messages`);
    await runner.query(`DROP TABLE outbox`);
    await runner.query(`DROP SEQUENCE record_revision`);
  }
}
