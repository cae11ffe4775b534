import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, MoreThan } from 'typeorm';
import { insertRows } from '#platform/database/insert-rows.js';
import { AuditEntry, AuditPersonalValues, AuditSeal } from './audit-entry.entity.js';
import { commitmentsOf, GENESIS, keepsCommitment, sealHash } from './audit.rules.js';

/** One sealer at a time; any constant that no other lock uses would do. */
const SEAL_LOCK = 5_330_050;
const BATCH = 500;

/** A place in the chain, to be kept where nobody who can write the database can. */
export interface ChainHead {
  position: number;
  hash: string;
}

export interface ChainReport {
  /** How many seals were looked at. */
  checked: number;
  /** Entries whose seal is still to come. */
  waiting: number;
  /** Personal values that were erased with their person. */
  erased: number;
  head: ChainHead | null;
  /** The first thing that is not as it was sealed, or null. */
  problem: { position: number | null; entryId: string | null; what: string } | null;
}

/**
 * The chain over the audit entries. Entries are written without it, so that nobody who works waits for anybody else;
 * afterwards one sealer gives each its position and a hash over the one before.
 *
 * Each batch holds, in the order of their ids, entries that are committed. Where one action could know of another, the
 * other had committed before, and has the smaller id: it is in an earlier batch or earlier in the same one. So the chain
 * tells the life of every subject in the order in which it happened, whichever transaction was slow.
 */
@Injectable()
export class AuditChain {
  constructor(private readonly dataSource: DataSource) {}

  /** Seals what is committed. Sealers that run side by side take turns. @returns how many entries were sealed. */
  async seal(): Promise<number> {
    for (let sealed = 0; ;) {
      const count = await this.dataSource.transaction((manager) => this.sealBatch(manager));
      sealed += count;
      if (count < BATCH) return sealed;
    }
  }

  async head(): Promise<ChainHead | null> {
    return headOf(this.dataSource.manager);
  }

  /**
   * Walks the whole chain.
   * @param noted heads that were noted before: the chain must still go through them, or its end was cut off and made
   * anew.
   */
  async verify(noted: readonly ChainHead[] = []): Promise<ChainReport> {
    const { manager } = this.dataSource;
    const report: ChainReport = { checked: 0, waiting: 0, erased: 0, head: null, problem: null };
    const erasedPersons = await personsErased(manager);
    let previous = GENESIS;
    for (;;) {
      const seals = await manager.find(AuditSeal, {
        where: { position: MoreThan(String(report.checked)) },
        order: { position: 'ASC' },
        take: BATCH,
      });
      if (seals.length === 0) break;
      const ids = seals.map(({ entryId }) => entryId);
      const entries = await byEntry(manager, ids);
      for (const seal of seals) {
        const position = report.checked + 1;
        const { entry, personal } = entries.get(seal.entryId) ?? { entry: undefined, personal: [] };
        const what =
          Number(seal.position) !== position
            ? `the seal of position ${position} is missing`
            : !entry
              ? 'the entry is missing'
              : sealHash(previous, position, entry) !== seal.hash
                ? 'the entry, its place or its seal was changed'
                : (personalProblem(entry, personal, erasedPersons, report) ??
                  noteProblem(noted, { position, hash: seal.hash }));
        if (what) {
          report.problem = { position, entryId: seal.entryId, what };
          return report;
        }
        previous = seal.hash;
        report.checked = position;
        report.head = { position, hash: seal.hash };
      }
    }
    const short = noted.find(({ position }) => position > report.checked);
    if (short) {
      const what = `the chain ends before position ${short.position}, which it had reached`;
      report.problem = { position: report.checked, entryId: null, what };
      return report;
    }
    await lookAtUnsealed(manager, report);
    return report;
  }

  private async sealBatch(manager: EntityManager): Promise<number> {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [SEAL_LOCK]);
    // A statement of its own: it sees what committed while this one waited for its turn.
    const [taken] = await manager.query<[{ entry_id: string }[], number]>(
      `DELETE FROM audit_unsealed
        WHERE entry_id IN (SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT ${BATCH})
       RETURNING entry_id`,
    );
    const entries = await manager
      .createQueryBuilder(AuditEntry, 'entry')
      .where('entry.id = ANY(:ids)', { ids: taken.map(({ entry_id }) => entry_id) })
      .andWhere('NOT EXISTS (SELECT 1 FROM audit_seals seal WHERE seal.entry_id = entry.id)')
      .orderBy('entry.id')
      .getMany();
    if (entries.length > 0) {
      const head = await headOf(manager);
      let { position, hash } = head ?? { position: 0, hash: GENESIS };
      const seals = entries.map((entry) => {
        position += 1;
        hash = sealHash(hash, position, entry);
        return { position: String(position), entryId: entry.id, hash };
      });
      await insertRows(manager, AuditSeal, seals);
    }
    return taken.length;
  }
}

async function headOf(manager: EntityManager): Promise<ChainHead | null> {
  const [last] = await manager.find(AuditSeal, { order: { position: 'DESC' }, take: 1 });
  return last ? { position: Number(last.position), hash: last.hash } : null;
}

interface EntryWithValues {
  entry: AuditEntry;
  personal: AuditPersonalValues[];
}

async function byEntry(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, EntryWithValues>> {
  const entries = await manager.findBy(AuditEntry, { id: In(ids) });
  const personal = await manager.findBy(AuditPersonalValues, { entryId: In(ids) });
  const found = new Map(entries.map((entry) => [entry.id, { entry, personal: [] as AuditPersonalValues[] }]));
  for (const values of personal) found.get(values.entryId)?.personal.push(values);
  return found;
}

async function personsErased(manager: EntityManager): Promise<Set<string>> {
  const rows = await manager.find(AuditEntry, {
    select: { id: true, subjectId: true },
    where: { action: 'account.erase' },
  });
  return new Set(rows.map(({ subjectId }) => subjectId));
}

/** A value may be gone with its person and for no other reason; one that is there must be the one that was written. */
function personalProblem(
  entry: AuditEntry,
  personal: readonly AuditPersonalValues[],
  erasedPersons: ReadonlySet<string>,
  report: ChainReport,
): string | null {
  for (const [place, commitment] of commitmentsOf(entry)) {
    const { of } = commitment.$personal;
    const kept = personal.find(({ personId }) => personId === of)?.values[place];
    if (!kept) {
      if (!erasedPersons.has(of)) return `${place} is gone although its person was never erased`;
      report.erased += 1;
    } else if (!keepsCommitment(commitment, kept)) return `${place} was changed`;
  }
  return null;
}

const noteProblem = (noted: readonly ChainHead[], { position, hash }: ChainHead): string | null =>
  noted.some((note) => note.position === position && note.hash !== hash)
    ? `the chain was made anew: another hash was noted at position ${position}`
    : null;

/** Every entry is sealed or waits for it. */
async function lookAtUnsealed(manager: EntityManager, report: ChainReport): Promise<void> {
  const [row] = await manager.query<{ waiting: string; lost: string | null }[]>(
    `SELECT count(*) FILTER (WHERE unsealed.entry_id IS NOT NULL) AS waiting,
            min(entry.id) FILTER (WHERE unsealed.entry_id IS NULL) AS lost
       FROM audit_entries entry
       LEFT JOIN audit_unsealed unsealed ON unsealed.entry_id = entry.id
      WHERE NOT EXISTS (SELECT 1 FROM audit_seals seal WHERE seal.entry_id = entry.id)`,
  );
  report.waiting = Number(row?.waiting ?? 0);
  if (row?.lost)
    report.problem = { position: null, entryId: row.lost, what: 'the entry was left out of the chain' };
}
