import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sessions, mailed links, invitations, verification of organisations, the second factor, and rate limits. */
export class Accounts1795000000040 implements MigrationInterface {
  name = 'Accounts1795000000040';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE organisations ADD credit_code text`,
  `ALTER TABLE organisations ADD credit_code_note text`,
  `ALTER TABLE organisations ADD verification text NOT NULL DEFAULT 'unverified'`,
  `ALTER TABLE organisations ADD verification_note text`,
  `ALTER TABLE organisations ADD verification_decided_by uuid`,
  `ALTER TABLE organisations ADD verification_decided_at TIMESTAMP(3) WITH TIME ZONE`,
  `CREATE UNIQUE INDEX organisations_credit_code_idx ON organisations (credit_code) WHERE verification <> 'refused'`,

  `ALTER TABLE accounts ADD email_confirmed_at TIMESTAMP(3) WITH TIME ZONE`,
  `ALTER TABLE accounts ADD removed_at TIMESTAMP(3) WITH TIME ZONE`,
  `ALTER TABLE accounts DROP CONSTRAINT accounts_email_key`,
  `CREATE UNIQUE INDEX accounts_email_idx ON accounts (email) WHERE removed_at IS NULL`,

  `CREATE TABLE sessions (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      account_id uuid NOT NULL,
      device text NOT NULL DEFAULT '',
      address text,
      last_used_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      ended_at TIMESTAMP(3) WITH TIME ZONE,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT sessions_pk PRIMARY KEY (id)
    )`,
  `CREATE INDEX sessions_account_id_last_used_at_id_idx ON sessions (account_id, last_used_at, id)`,
  `ALTER TABLE sessions ADD CONSTRAINT sessions_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  `INSERT INTO sessions (id, account_id, last_used_at, ended_at, created_at)
     SELECT family_id, min(account_id::text)::uuid, max(created_at), max(revoked_at), min(created_at)
       FROM refresh_tokens GROUP BY family_id`,
  `ALTER TABLE refresh_tokens DROP CONSTRAINT refresh_tokens_account_id_fk`,
  `DROP INDEX refresh_tokens_account_id_idx`,
  `DROP INDEX refresh_tokens_family_id_idx`,
  `ALTER TABLE refresh_tokens RENAME COLUMN family_id TO session_id`,
  `ALTER TABLE refresh_tokens DROP COLUMN account_id`,
  `ALTER TABLE refresh_tokens DROP COLUMN revoked_at`,
  `CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id)`,
  `ALTER TABLE refresh_tokens ADD CONSTRAINT refresh_tokens_session_id_fk FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE ON UPDATE NO ACTION`,

  `CREATE TABLE invitations (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      organisation_id uuid NOT NULL,
      email text NOT NULL,
      role text NOT NULL,
      locale text NOT NULL DEFAULT 'zh',
      state text NOT NULL DEFAULT 'open',
      message text,
      invited_by uuid,
      account_id uuid,
      expires_at TIMESTAMP(3) WITH TIME ZONE,
      decided_at TIMESTAMP(3) WITH TIME ZONE,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT invitations_pk PRIMARY KEY (id)
    )`,
  `CREATE INDEX invitations_email_idx ON invitations (email)`,
  `CREATE INDEX invitations_organisation_id_created_at_id_idx ON invitations (organisation_id, created_at, id)`,
  `CREATE UNIQUE INDEX invitations_organisation_id_email_idx ON invitations (organisation_id, email) WHERE state IN ('requested', 'open')`,
  `ALTER TABLE invitations ADD CONSTRAINT invitations_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE ON UPDATE NO ACTION`,

  `CREATE TABLE account_mails (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      kind text NOT NULL,
      recipient text NOT NULL,
      locale text NOT NULL DEFAULT 'zh',
      account_id uuid,
      invitation_id uuid,
      details jsonb NOT NULL DEFAULT '{}',
      token_hash text,
      expires_at TIMESTAMP(3) WITH TIME ZONE,
      used_at TIMESTAMP(3) WITH TIME ZONE,
      state text NOT NULL DEFAULT 'pending',
      refusal text,
      sent_at TIMESTAMP(3) WITH TIME ZONE,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT account_mails_token_hash_key UNIQUE (token_hash),
      CONSTRAINT account_mails_pk PRIMARY KEY (id)
    )`,
  `CREATE INDEX account_mails_account_id_idx ON account_mails (account_id)`,
  `CREATE INDEX account_mails_invitation_id_idx ON account_mails (invitation_id)`,
  `ALTER TABLE account_mails ADD CONSTRAINT account_mails_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  `ALTER TABLE account_mails ADD CONSTRAINT account_mails_invitation_id_fk FOREIGN KEY (invitation_id) REFERENCES invitations(id) ON DELETE CASCADE ON UPDATE NO ACTION`,

  `CREATE TABLE second_factors (
      account_id uuid NOT NULL,
      sealed_secret text NOT NULL,
      confirmed_at TIMESTAMP(3) WITH TIME ZONE,
      last_period integer,
      failures integer NOT NULL DEFAULT '0',
      locked_until TIMESTAMP(3) WITH TIME ZONE,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT second_factors_pk PRIMARY KEY (account_id)
    )`,
  `ALTER TABLE second_factors ADD CONSTRAINT second_factors_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  `CREATE TABLE recovery_codes (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      account_id uuid NOT NULL,
      code_hash text NOT NULL,
      used_at TIMESTAMP(3) WITH TIME ZONE,
      CONSTRAINT recovery_codes_pk PRIMARY KEY (id)
    )`,
  `CREATE INDEX recovery_codes_account_id_idx ON recovery_codes (account_id)`,
  `ALTER TABLE recovery_codes ADD CONSTRAINT recovery_codes_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,

  `CREATE TABLE sign_in_identities (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      account_id uuid NOT NULL,
      issuer text NOT NULL,
      subject text NOT NULL,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT sign_in_identities_pk PRIMARY KEY (id)
    )`,
  `CREATE INDEX sign_in_identities_account_id_idx ON sign_in_identities (account_id)`,
  `CREATE UNIQUE INDEX sign_in_identities_issuer_subject_idx ON sign_in_identities (issuer, subject)`,
  `ALTER TABLE sign_in_identities ADD CONSTRAINT sign_in_identities_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,

  // rate-limiter-flexible reads and writes it by these three names. What it counts may be lost in a crash.
  `CREATE UNLOGGED TABLE rate_limits (
      key varchar(255) NOT NULL,
      points integer NOT NULL DEFAULT 0,
      expire bigint,
      CONSTRAINT rate_limits_pk PRIMARY KEY (key)
    )`,
];

const DOWN = [
  `DROP TABLE rate_limits`,
  `DROP TABLE sign_in_identities`,
  `DROP TABLE recovery_codes`,
  `DROP TABLE second_factors`,
  `DROP TABLE account_mails`,
  `DROP TABLE invitations`,

  `ALTER TABLE refresh_tokens ADD account_id uuid`,
  `ALTER TABLE refresh_tokens ADD revoked_at TIMESTAMP(3) WITH TIME ZONE`,
  `UPDATE refresh_tokens t SET account_id = s.account_id, revoked_at = s.ended_at FROM sessions s WHERE s.id = t.session_id`,
  `ALTER TABLE refresh_tokens ALTER COLUMN account_id SET NOT NULL`,
  `ALTER TABLE refresh_tokens DROP CONSTRAINT refresh_tokens_session_id_fk`,
  `DROP INDEX refresh_tokens_session_id_idx`,
  `ALTER TABLE refresh_tokens RENAME COLUMN session_id TO family_id`,
  `CREATE INDEX refresh_tokens_family_id_idx ON refresh_tokens (family_id)`,
  `CREATE INDEX refresh_tokens_account_id_idx ON refresh_tokens (account_id)`,
  `ALTER TABLE refresh_tokens ADD CONSTRAINT refresh_tokens_account_id_fk FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  `DROP TABLE sessions`,

  // Who left cannot be told from who is here without the column: without a password nobody signs in.
  `UPDATE accounts SET email = id || '@removed.invalid', password_hash = '' WHERE removed_at IS NOT NULL`,
  `DROP INDEX accounts_email_idx`,
  `ALTER TABLE accounts ADD CONSTRAINT accounts_email_key UNIQUE (email)`,
  `ALTER TABLE accounts DROP COLUMN removed_at`,
  `ALTER TABLE accounts DROP COLUMN email_confirmed_at`,

  `DROP INDEX organisations_credit_code_idx`,
  `ALTER TABLE organisations DROP COLUMN verification_decided_at`,
  `ALTER TABLE organisations DROP COLUMN verification_decided_by`,
  `ALTER TABLE organisations DROP COLUMN verification_note`,
  `ALTER TABLE organisations DROP COLUMN verification`,
  `ALTER TABLE organisations DROP COLUMN credit_code_note`,
  `ALTER TABLE organisations DROP COLUMN credit_code`,
];
