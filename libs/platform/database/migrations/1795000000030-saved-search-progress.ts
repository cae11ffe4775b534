import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far each saved search has looked, so that no run looks at the same records again, however many there are. */
export class SavedSearchProgress1795000000030 implements MigrationInterface {
  name = 'SavedSearchProgress1795000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE saved_searches ADD seen_revision bigint NOT NULL DEFAULT '0'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE saved_searches DROP COLUMN seen_revision`);
  }
}
