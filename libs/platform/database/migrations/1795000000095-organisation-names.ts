import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Since which revision an organisation is called what it is, so that the index follows a new name. */
export class OrganisationNames1795000000095 implements MigrationInterface {
  name = 'OrganisationNames1795000000095';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE organisations ADD named_revision bigint NOT NULL DEFAULT '0'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE organisations DROP COLUMN named_revision`);
  }
}
