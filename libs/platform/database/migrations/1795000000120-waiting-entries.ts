import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { searchIndexes } from './1795000000097-merged-indexes.js';

/** Lets new entries of the search indexes wait again, for whoever writes a page of records merges them at once. */
export class WaitingEntries1795000000120 implements MigrationInterface {
  name = 'WaitingEntries1795000000120';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of await searchIndexes(runner))
      await runner.query(`ALTER INDEX ${index} RESET (fastupdate)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of await searchIndexes(runner)) {
      await runner.query(`ALTER INDEX ${index} SET (fastupdate = off)`);
      await runner.query(`SELECT gin_clean_pending_list('${index}')`);
    }
  }
}
