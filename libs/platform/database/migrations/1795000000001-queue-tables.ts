import { runMigrations } from 'bullmq';
import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * BullMQ's own tables, by its own migrations, in a schema of their own. A new BullMQ that brings new migrations gets a
 * new migration here that calls `runMigrations` again; going back further than this one drops the queues.
 */
export class QueueTables1795000000001 implements MigrationInterface {
  name = 'QueueTables1795000000001';

  // BullMQ begins and commits its own transaction.
  transaction = false as const;

  async up(runner: QueryRunner): Promise<void> {
    await runMigrations({
      query: async (text: string, parameters?: readonly unknown[]) => {
        const result = await runner.query(text, parameters && [...parameters], true);
        return { rows: result.records as never[], rowCount: result.affected };
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA bullmq CASCADE`);
  }
}
