import { type EntityManager } from 'typeorm';

/** Serialises the handing out of revisions; any constant that no other lock uses would do. */
const REVISION_LOCK = 5_330_002;

/**
 * The next revision, for the row that the transaction is about to save. Call it as the last step before the commit:
 * the lock that it takes is held until then, so that revisions become visible in the order of their numbers and a
 * reader who has seen revision n never misses a smaller one that was still on its way.
 */
export async function nextRevision(manager: EntityManager): Promise<string> {
  return (await nextRevisions(manager, 1))[0]!;
}

/** The next revisions, for as many rows; what `nextRevision` says holds for them together. */
export async function nextRevisions(manager: EntityManager, count: number): Promise<string[]> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [REVISION_LOCK]);
  const rows = await manager.query<{ revision: string }[]>(
    `SELECT nextval('record_revision') AS revision FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ revision }) => revision);
}
