import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Needs that must be scored because of much that was published at once. */
export class OwedNeeds1795000000121 implements MigrationInterface {
  name = 'OwedNeeds1795000000121';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE owed_needs (
        need_id uuid NOT NULL,
        CONSTRAINT owed_needs_pk PRIMARY KEY (need_id)
      )`);
    await runner.query(
      `ALTER TABLE owed_needs ADD CONSTRAINT owed_needs_need_id_fk FOREIGN KEY (need_id) REFERENCES needs(id) ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE owed_needs`);
  }
}
