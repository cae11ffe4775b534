import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { IMPORT_ROW_LIMIT } from '#contracts/imports.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { FileMissingError, FileStore } from '#platform/files/file-store.port.js';
import { readTable } from '#platform/tables/read-table.js';
import { TableError } from '#platform/tables/table.js';
import { storedActor } from '../accounts/stored-actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { ImportChunks } from './import-chunks.service.js';
import { Import } from './import.entity.js';
import { queueMatching } from './queue-matching.js';
import { type ReadRow, RowReader } from './row-reader.js';

/** Rows that are written in one transaction. */
const CHUNK = 500;
/** Parsing takes the processor: after so many rows others get their turn. */
const ROWS_AT_A_STRETCH = 100;

/**
 * Takes an import to its end, from wherever it stands. It may be killed at any moment and run anywhere again, twice at
 * the same time even: a chunk is written only by whoever knows where the import stands.
 */
@Injectable()
export class ImportRunner implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly files: FileStore,
    private readonly chunks: ImportChunks,
  ) {}

  /** A process that is asked to stop leaves the rest to others. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** @param onProgress told of the rows that were dealt with, after each chunk. */
  async run(
    importId: string,
    onProgress: (rowsRead: number, rowsTotal: number) => void = () => undefined,
  ): Promise<void> {
    const row = await this.start(importId);
    if (!row?.fileKey) return;
    try {
      const content = await this.load(row.fileKey);
      const reader = new RowReader(row.kind, row.account.locale);
      const rowsTotal = row.rowsTotal ?? (await this.count(row, content));
      let { cursor, rowsRead } = row;
      for await (const rows of readChunks(content, reader, row.cursor)) {
        if (this.stopping) {
          await addToOutbox(this.dataSource.manager, 'import.run', [{ importId }]);
          return;
        }
        if (!(await this.chunks.write(importId, cursor, rows, reader))) return;
        cursor = rows.at(-1)?.line ?? cursor;
        rowsRead += rows.length;
        onProgress(rowsRead, rowsTotal);
      }
      await this.finish(row, 'done', null);
    } catch (error) {
      const failure = failureOf(error);
      if (!failure) throw error;
      await this.finish(row, 'failed', failure);
    }
  }

  private async start(id: string): Promise<Import | null> {
    await this.dataSource.query(
      `UPDATE imports SET state = 'running', started_at = coalesce(started_at, now()), updated_at = now()
        WHERE id = $1 AND state IN ('queued', 'running')`,
      [id],
    );
    return this.dataSource.manager.findOne(Import, {
      where: { id, state: 'running' },
      relations: { account: true },
    });
  }

  /** The size was limited when the file came. */
  private async load(key: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of await this.files.open(key)) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  /**
   * Reads the file once to its end before anything is written: a sheet that breaks off in the middle is refused whole,
   * and its person sees how far the import is.
   */
  private async count({ id, kind, account }: Import, content: Buffer): Promise<number> {
    const reader = new RowReader(kind, account.locale);
    let rowsTotal = 0;
    for await (const row of readTable(content, 'csv', { onHeadings: reader.setHeadings })) {
      if (row.error?.code === 'unclosed_quote') throw row.error;
      rowsTotal += 1;
      if (rowsTotal > IMPORT_ROW_LIMIT) {
        throw new TableError(
          'too_many_rows',
          `At most ${IMPORT_ROW_LIMIT} rows are taken at once: split the sheet.`,
        );
      }
      if (rowsTotal % ROWS_AT_A_STRETCH === 0) await new Promise(setImmediate);
    }
    const headings = [...reader.headings];
    await this.dataSource.manager.update(
      Import,
      { id },
      { rowsTotal, headings, unusedHeadings: [...reader.unused] },
    );
    return rowsTotal;
  }

  private async finish(row: Import, state: 'done' | 'failed', failure: Import['failure']): Promise<void> {
    const ended = await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        Import,
        { id: row.id, state: 'running' },
        { state, failure, finishedAt: new Date(), fileKey: null },
      );
      if (!affected) return false;
      await queueMatching(manager, row);
      const { created, updated, unchanged, rejected } = await manager.findOneByOrFail(Import, { id: row.id });
      await recordAudit(manager, {
        actor: await storedActor(manager, row.accountId),
        action: 'import.finish',
        subject: { kind: 'import', id: row.id },
        after: { state, failure: failure?.code, created, updated, unchanged, rejected },
      });
      return true;
    });
    if (ended && row.fileKey) await this.files.delete(row.fileKey);
  }
}

/** The rows after the cursor in chunks; those before it are read too, for the keys that they hold. */
async function* readChunks(content: Buffer, reader: RowReader, cursor: number): AsyncGenerator<ReadRow[]> {
  let rows: ReadRow[] = [];
  let parsed = 0;
  for await (const row of readTable(content, 'csv', { onHeadings: reader.setHeadings })) {
    const read = reader.read(row);
    parsed += 1;
    if (parsed % ROWS_AT_A_STRETCH === 0) await new Promise(setImmediate);
    if (read.line <= cursor) continue;
    rows.push(read);
    if (rows.length < CHUNK) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** What will be the same however often it is tried. */
function failureOf(error: unknown): Import['failure'] {
  if (error instanceof TableError)
    return { code: error.code, message: error.message, line: error.line ?? null };
  if (error instanceof DomainError) return { code: error.code, message: error.message, line: null };
  if (error instanceof FileMissingError)
    return { code: 'file_missing', message: 'The file is gone.', line: null };
  return null;
}
