import { type EntityManager } from 'typeorm';

/**
 * Merges what GIN indexes of a table have put aside. New entries wait in a list, so that those of many rows are merged in
 * the order of the index, many times as fast as one by one; but every search reads that list whole. Whoever has written
 * therefore calls this at once. The user must own the table.
 */
export async function mergeWaiting(manager: EntityManager, table: string): Promise<void> {
  await manager.query(
    `SELECT gin_clean_pending_list(indexrelid)
       FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
      WHERE indrelid = $1::regclass AND amname = 'gin'`,
    [table],
  );
}
