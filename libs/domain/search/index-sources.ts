import { And, type EntityManager, In, LessThanOrEqual, MoreThan } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { Turns } from '#platform/process/turns.js';
import { type RecordChange } from '#platform/search/search.port.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';
import { achievementChange, needChange } from './search-documents.js';

/** Beyond every revision. */
export const NO_END = String(Number.MAX_SAFE_INTEGER);

export const tableOfRecords = (kind: SearchKind) => (kind === 'need' ? 'needs' : 'achievements');

/** The changes of one kind after a revision, in their order; what was never in the library has no revision. */
export async function changesAfter(
  manager: EntityManager,
  kind: SearchKind,
  revision: string,
  take: number,
  upTo = NO_END,
): Promise<RecordChange[]> {
  const where = { revision: And(MoreThan(revision), LessThanOrEqual(upTo)) };
  const options = { relations: { organisation: true }, order: { revision: 'ASC' }, take } as const;
  if (kind === 'achievement')
    return new Turns().map(await manager.find(Achievement, { where, ...options }), achievementChange);
  return new Turns().map(await manager.find(Need, { where, ...options }), needChange);
}

/** Ids and revisions of what is published up to a revision: what an index that has come so far must hold. */
export async function expectedRecords(
  manager: EntityManager,
  kind: SearchKind,
  revision: string,
): Promise<Map<string, { revision: number; keys: number }>> {
  const need = kind === 'need';
  const rows = await manager.query<{ id: string; revision: string; keys: number }[]>(
    `SELECT id, revision, ${need ? 'CASE WHEN confidential THEN 2 ELSE 1 END' : '1'} AS keys
       FROM ${tableOfRecords(kind)} WHERE state = 'published' AND revision <= $1`,
    [revision],
  );
  return new Map(rows.map((row) => [row.id, { revision: Number(row.revision), keys: row.keys }]));
}

/** The changes that bring these records up to date; a record that is not there any more is gone from the index too. */
export async function changesOf(
  manager: EntityManager,
  kind: SearchKind,
  ids: readonly string[],
): Promise<RecordChange[]> {
  const options = { where: { id: In([...ids]) }, relations: { organisation: true } };
  const records =
    kind === 'achievement'
      ? await new Turns().map(await manager.find(Achievement, options), achievementChange)
      : await new Turns().map(await manager.find(Need, options), needChange);
  const found = new Set(records.map(({ recordId }) => recordId));
  const gone = ids.filter((id) => !found.has(id));
  return [...records, ...gone.map((recordId) => ({ recordId, revision: 0, documents: [] }))];
}

/** The newest revision that is committed. */
export async function newestRevision(manager: EntityManager, kind: SearchKind): Promise<string> {
  const [row] = await manager.query<{ revision: string | null }[]>(
    `SELECT max(revision) AS revision FROM ${tableOfRecords(kind)}`,
  );
  return row?.revision ?? '0';
}
