import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type ImportKind } from '#contracts/imports.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { type Actor } from '../access/actor.js';
import { storedActor } from '../accounts/stored-actor.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { NeedsService } from '../needs/needs.service.js';
import { type BatchOutcome, type BatchRow, type BatchStep } from '../records/record-batch.js';
import { Import, ImportFingerprint, ImportRejection } from './import.entity.js';
import { type ReadRow, type RecordBody, type RowReader } from './row-reader.js';

/** Serialises chunks of rows without keys of one organisation; any space of its own among advisory locks would do. */
const CONTENT_LOCK = 5_330_060;
/** Somebody who adds the same key by hand in the same moment makes the whole chunk fail; then it is there to be found. */
const ATTEMPTS = 5;

const TABLES = { achievements: 'achievements', needs: 'needs' } as const satisfies Record<ImportKind, string>;

/** Writes one chunk of an import: records, rejections, counters and the cursor stand or fall together. */
@Injectable()
export class ImportChunks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
    private readonly needs: NeedsService,
  ) {}

  /**
   * @param cursor where the caller believes the import to stand.
   * @returns false where it stands elsewhere, or does not run any more: somebody else goes on with it, or ended it.
   */
  async write(
    importId: string,
    cursor: number,
    rows: readonly ReadRow[],
    reader: RowReader,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.dataSource.transaction((manager) =>
          this.writeIn(manager, importId, cursor, rows, reader),
        );
      } catch (error) {
        if (attempt === ATTEMPTS || !isKeyTaken(error)) throw error;
      }
    }
  }

  private async writeIn(
    manager: EntityManager,
    importId: string,
    cursor: number,
    rows: readonly ReadRow[],
    reader: RowReader,
  ): Promise<boolean> {
    const row = await manager.findOne(Import, {
      where: { id: importId },
      lock: { mode: 'pessimistic_write' },
    });
    if (row?.state !== 'running' || row.cursor !== cursor) return false;
    const actor = await storedActor(manager, row.accountId);
    if (!actor) throw new DomainError('not_allowed', 'The account that began the import is gone.');
    const { kind, dryRun, publish } = row;
    const step = publish ? (actor.trusted ? 'publish' : 'submit') : 'keep';
    const good = rows.filter((one): one is ReadRow & { body: RecordBody } => one.body !== undefined);
    const outcomes = await this.put(manager, actor, kind, good, { step, dryRun });
    const refused = good.flatMap((one, index) => {
      const outcome = outcomes[index];
      return outcome?.result === 'refused' ? [refusal(one, outcome.error, reader)] : [];
    });
    await keepRejections(manager, importId, [
      ...rows.filter(({ problems }) => problems.length > 0),
      ...refused,
    ]);
    if (!dryRun) await keepFingerprints(manager, actor.organisationId, kind, good, outcomes);
    const count = (result: BatchOutcome['result']) => outcomes.filter((one) => one.result === result).length;
    await manager.update(
      Import,
      { id: importId },
      {
        cursor: rows.at(-1)?.line ?? cursor,
        rowsRead: row.rowsRead + rows.length,
        created: row.created + count('created'),
        updated: row.updated + count('updated'),
        unchanged: row.unchanged + count('unchanged'),
        rejected: row.rejected + rows.length - good.length + refused.length,
      },
    );
    return true;
  }

  /** Rows of one content without a key are one record: the first is put, the others are there already. */
  private async put(
    manager: EntityManager,
    actor: Actor,
    kind: ImportKind,
    rows: readonly (ReadRow & { body: RecordBody })[],
    how: { step: BatchStep; dryRun: boolean },
  ): Promise<BatchOutcome[]> {
    const known = await findByContent(manager, actor.organisationId, kind, rows);
    const firsts = new Map<string, number>();
    const batch: BatchRow<RecordBody>[] = [];
    const places = rows.map(({ body, fingerprint }) => {
      const first = fingerprint === undefined ? undefined : firsts.get(fingerprint);
      if (first !== undefined) return { first };
      if (fingerprint !== undefined) firsts.set(fingerprint, batch.length);
      batch.push({ body, recordId: known.get(fingerprint ?? '') });
      return { own: batch.length - 1 };
    });
    const service = kind === 'achievements' ? this.achievements : this.needs;
    const outcomes = await service.putAll(manager, actor, batch, how);
    return places.map(({ own, first }): BatchOutcome => {
      if (own !== undefined) return outcomes[own]!;
      const outcome = outcomes[first]!;
      return outcome.result === 'refused' ? outcome : { ...outcome, result: 'unchanged' };
    });
  }
}

const isKeyTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError && /organisation_id_external_key/.test(error.message);

function refusal(row: ReadRow, { code, message, details }: DomainError, reader: RowReader): ReadRow {
  const [detail] = details;
  const field = detail && detail.field !== 'state' ? detail.field : null;
  return { ...row, body: undefined, problems: [reader.problem(field, null, code, message)] };
}

async function keepRejections(
  manager: EntityManager,
  importId: string,
  rows: readonly ReadRow[],
): Promise<void> {
  await insertRows(
    manager,
    ImportRejection,
    rows.map(({ line, cells, problems }) => ({ importId, line, cells, problems })),
  );
}

/** The records that rows without a key made earlier, by fingerprint. Holds off other imports of such rows. */
async function findByContent(
  manager: EntityManager,
  organisationId: string,
  kind: ImportKind,
  rows: readonly ReadRow[],
): Promise<Map<string, string>> {
  const fingerprints = rows.flatMap(({ fingerprint }) => fingerprint ?? []);
  if (fingerprints.length === 0) return new Map();
  await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
    CONTENT_LOCK,
    organisationId + kind,
  ]);
  const found = await manager.query<{ fingerprint: string; record_id: string }[]>(
    `SELECT known.fingerprint, known.record_id
       FROM import_fingerprints known JOIN ${TABLES[kind]} record ON record.id = known.record_id
      WHERE known.organisation_id = $1 AND known.kind = $2 AND known.fingerprint = ANY($3)`,
    [organisationId, kind, fingerprints],
  );
  return new Map(found.map(({ fingerprint, record_id }) => [fingerprint, record_id]));
}

async function keepFingerprints(
  manager: EntityManager,
  organisationId: string,
  kind: ImportKind,
  rows: readonly ReadRow[],
  outcomes: readonly BatchOutcome[],
): Promise<void> {
  const made = rows.flatMap(({ fingerprint }, index) => {
    const outcome = outcomes[index];
    return fingerprint && outcome?.result === 'created'
      ? [{ organisationId, kind, fingerprint, recordId: outcome.recordId }]
      : [];
  });
  await insertRows(manager, ImportFingerprint, made, {
    of: ['organisationId', 'kind', 'fingerprint'],
    take: ['recordId'],
  });
}
