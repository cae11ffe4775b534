import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Versions, proposed changes, the curated tier, fingerprints of texts, merging and yearly confirmation. */
export class AchievementLives1795000000071 implements MigrationInterface {
  name = 'AchievementLives1795000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE achievements
      ADD proposal jsonb,
      ADD tier text NOT NULL DEFAULT 'library',
      ADD selected_levels text array NOT NULL DEFAULT '{}',
      ADD confirmed_at TIMESTAMP(3) WITH TIME ZONE,
      ADD refresh_reminder text,
      ADD merged_into_id uuid,
      ADD duplicates_seen uuid array NOT NULL DEFAULT '{}',
      ADD duplicates_reason text,
      ADD compared_version integer NOT NULL DEFAULT '0',
      ADD duplicate_suspected boolean NOT NULL DEFAULT false`);
    await runner.query(`UPDATE achievements SET confirmed_at = published_at WHERE published_at IS NOT NULL`);
    await runner.query(
      `ALTER TABLE achievements ADD CONSTRAINT achievements_merged_into_id_fk FOREIGN KEY (merged_into_id) REFERENCES achievements(id) ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `CREATE INDEX achievements_published_at_id_idx ON achievements (published_at, id) WHERE tier = 'curated'`,
    );
    await runner.query(
      `CREATE INDEX achievements_id_idx ON achievements (id) WHERE compared_version < version AND state = 'published'`,
    );
    await runner.query(
      `CREATE INDEX achievements_confirmed_at_idx ON achievements (confirmed_at) WHERE state = 'published'`,
    );
    await runner.query(
      `CREATE INDEX achievements_patent_numbers_idx ON achievements USING gin (patent_numbers)`,
    );
    await createVersions(runner);
    await runner.query(`CREATE TABLE achievement_selections (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        achievement_id uuid NOT NULL,
        level text NOT NULL,
        criteria text array NOT NULL,
        reason text NOT NULL,
        note text,
        selected_by_id uuid NOT NULL,
        selected_for uuid NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        ended_at TIMESTAMP(3) WITH TIME ZONE,
        ended_by_id uuid,
        end_reason text,
        CONSTRAINT achievement_selections_pk PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE INDEX achievement_selections_achievement_id_created_at_id_idx ON achievement_selections (achievement_id, created_at, id)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX achievement_selections_achievement_id_level_idx ON achievement_selections (achievement_id, level) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE TABLE achievement_fingerprints (
        achievement_id uuid NOT NULL,
        text_hash text NOT NULL,
        bands integer array NOT NULL,
        CONSTRAINT achievement_fingerprints_pk PRIMARY KEY (achievement_id)
      )`);
    await runner.query(
      `CREATE INDEX achievement_fingerprints_text_hash_idx ON achievement_fingerprints (text_hash)`,
    );
    await runner.query(
      `CREATE INDEX achievement_fingerprints_bands_idx ON achievement_fingerprints USING gin (bands)`,
    );
    for (const table of ['achievement_selections', 'achievement_fingerprints']) {
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${table}_achievement_id_fk FOREIGN KEY (achievement_id) REFERENCES achievements(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE achievement_fingerprints`);
    await runner.query(`DROP TABLE achievement_selections`);
    await runner.query(`DROP TABLE achievement_versions`);
    await runner.query(`DROP INDEX achievements_patent_numbers_idx`);
    await runner.query(`DROP INDEX achievements_id_idx`);
    await runner.query(`DROP INDEX achievements_confirmed_at_idx`);
    await runner.query(`ALTER TABLE achievements
      DROP COLUMN duplicate_suspected, DROP COLUMN compared_version, DROP COLUMN duplicates_reason, DROP COLUMN duplicates_seen,
      DROP COLUMN merged_into_id, DROP COLUMN refresh_reminder, DROP COLUMN confirmed_at, DROP COLUMN selected_levels,
      DROP COLUMN tier,
      DROP COLUMN proposal`);
  }
}

/** What stands in the records now becomes their first version; who wrote it was not kept. */
async function createVersions(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE achievement_versions (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      achievement_id uuid NOT NULL,
      number integer NOT NULL,
      author_id uuid,
      changed_fields text array NOT NULL,
      content jsonb NOT NULL,
      proposed boolean NOT NULL DEFAULT false,
      restored_from integer,
      created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
      CONSTRAINT achievement_versions_pk PRIMARY KEY (id)
    )`);
  await runner.query(
    `INSERT INTO achievement_versions (achievement_id, number, changed_fields, content, created_at)
     SELECT id, version, '{}', jsonb_build_object(
              'title', title, 'description', description, 'keywords', keywords,
              'disciplineCodes', discipline_codes, 'fieldCodes', field_codes, 'industryCodes', industry_codes,
              'chainCodes', chain_codes, 'regionCode', region_code, 'cooperationModes', cooperation_modes,
              'externalKey', external_key, 'trl', trl, 'patentNumbers', patent_numbers,
              'price', CASE WHEN price_kind IS NULL THEN NULL ELSE jsonb_strip_nulls(jsonb_build_object(
                'kind', price_kind, 'min', trim_scale(price_min)::text, 'max', trim_scale(price_max)::text)) END),
            updated_at
       FROM achievements`,
  );
  await runner.query(
    `CREATE UNIQUE INDEX achievement_versions_achievement_id_number_idx ON achievement_versions (achievement_id, number)`,
  );
  await runner.query(
    `ALTER TABLE achievement_versions ADD CONSTRAINT achievement_versions_achievement_id_fk FOREIGN KEY (achievement_id) REFERENCES achievements(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
  );
}
