import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What models have answered, so that the same thing is asked once. */
export class ModelAnswers1795000000020 implements MigrationInterface {
  name = 'ModelAnswers1795000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE model_answers (
        key bytea NOT NULL,
        answer bytea NOT NULL,
        created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(),
        CONSTRAINT model_answers_pk PRIMARY KEY (key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE model_answers`);
  }
}
