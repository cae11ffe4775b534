import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { DataSource, type EntityManager, In, MoreThan, QueryFailedError } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type CreateImport,
  IMPORT_FILE_LIMIT,
  type ImportRejectionView,
  type ImportView,
  type RejectionListQuery,
} from '#contracts/imports.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { FileStore, type StoredFile } from '#platform/files/file-store.port.js';
import { assertMay, stateAfter } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { type Permission } from '../access/permissions.js';
import { restrictTo } from '../access/restrict.js';
import { recordAudit } from '../audit/record-audit.js';
import { cleanFileName } from '../attachments/file-name.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { assertUsable } from './sheet-check.js';
import { Import, ImportRejection } from './import.entity.js';
import { queueMatching } from './queue-matching.js';
import { importView, rejectionView } from './import-view.js';

/** A file that was handed in and lies on this machine for as long as the request lasts. */
export interface HandedIn {
  path: string;
  name: string;
  size: number;
}

/** Imports as their people see them: begun, watched, read and given up. What they do is done by `ImportRunner`. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: FileStore,
  ) {}

  /**
   * Takes a spreadsheet. One that is on its way already, with the same content and the same choices, is that one: a
   * double click begins one import.
   * @throws DomainError `file_too_large`, `file_unusable` where nothing could ever come of it.
   */
  async create(actor: Actor, choices: CreateImport, file: HandedIn): Promise<ImportView> {
    assertMay(actor, 'import.create', { owners: [actor] });
    if (file.size > IMPORT_FILE_LIMIT) {
      throw new DomainError(
        'file_too_large',
        `A spreadsheet may have ${IMPORT_FILE_LIMIT >> 20} MB at most.`,
      );
    }
    await assertUsable(file.path, choices.kind, actor.locale);
    const stored = await this.files.put(createReadStream(file.path));
    try {
      const row = await this.begin(actor, choices, cleanFileName(file.name, 'import'), stored);
      if (row.fileKey !== stored.key) await this.files.delete(stored.key);
      return importView(row);
    } catch (error) {
      await this.files.delete(stored.key);
      throw error;
    }
  }

  /** Those of the actor's organisation, newest first. */
  async list(actor: Actor, page: PageQuery): Promise<Page<ImportView>> {
    const builder = restrictTo(
      this.dataSource.manager
        .createQueryBuilder(Import, 'import')
        .innerJoin('import.organisation', 'organisation'),
      actor,
      'import.read',
      {
        state: 'import.state',
        owners: [{ organisationId: 'import.organisationId', regionCode: 'organisation.regionCode' }],
      },
    );
    const { items, nextCursor } = await keysetPage(builder, page, 'import.createdAt', (row) => row.createdAt);
    return { items: items.map(importView), nextCursor };
  }

  /** @throws DomainError `not_found` where it is not there, or not for this actor. */
  async get(actor: Actor, id: string): Promise<ImportView> {
    return importView(await this.find(this.dataSource.manager, actor, id, 'import.read'));
  }

  /** The rows that could not be taken, in the order of the sheet. */
  async rejections(
    actor: Actor,
    id: string,
    { cursor = 0, limit }: RejectionListQuery,
  ): Promise<Page<ImportRejectionView>> {
    const { headings } = await this.find(this.dataSource.manager, actor, id, 'import.read');
    const rows = await this.rejectionsAfter(id, cursor, limit + 1);
    const items = rows.slice(0, limit);
    return {
      items: items.map((row) => rejectionView(row, headings)),
      nextCursor: rows.length > limit ? String(items.at(-1)?.line) : null,
    };
  }

  /** The import with its headings, and all of its rejected rows, piece by piece. */
  async rejectedRows(
    actor: Actor,
    id: string,
  ): Promise<{ headings: readonly string[]; fileName: string; rows: AsyncIterable<ImportRejection> }> {
    const { headings, fileName } = await this.find(this.dataSource.manager, actor, id, 'import.read');
    return { headings, fileName, rows: this.everyRejection(id) };
  }

  /** Stops an import where it stands. What is in the library already stays there. */
  async cancel(actor: Actor, id: string): Promise<ImportView> {
    const { row, fileKey } = await this.dataSource.transaction(async (manager) => {
      const found = await this.find(manager, actor, id, 'import.cancel');
      const { state, fileKey } = found;
      if (state === 'cancelled') return { row: found, fileKey: null };
      const after = stateAfter('import.cancel', state) as Import['state'];
      await queueMatching(manager, found);
      await manager.update(Import, { id }, { state: after, finishedAt: new Date(), fileKey: null });
      await recordAudit(manager, {
        actor,
        action: 'import.cancel',
        subject: { kind: 'import', id },
        before: { state },
        after: { state: after },
      });
      return { row: await manager.findOneByOrFail(Import, { id }), fileKey };
    });
    if (fileKey) await this.files.delete(fileKey);
    return importView(row);
  }

  /**
   * Queues again what stands still although it is not at its end: its worker, or its queue, was lost.
   * @returns how many there were.
   */
  async queueMissing(olderThanMinutes: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rows = await manager
        .createQueryBuilder(Import, 'import')
        .select('import.id', 'id')
        .where({ state: In(['queued', 'running']) })
        .andWhere('import.updatedAt < now() - make_interval(mins => :minutes)', { minutes: olderThanMinutes })
        .getRawMany<{ id: string }>();
      await addToOutbox(
        manager,
        'import.run',
        rows.map(({ id }) => ({ importId: id })),
      );
      return rows.length;
    });
  }

  private async begin(
    actor: Actor,
    { kind, dryRun, publish }: CreateImport,
    fileName: string,
    { key, contentHash }: StoredFile,
  ): Promise<Import> {
    const { organisationId, accountId } = actor;
    const same = { organisationId, kind, contentHash, dryRun, publish };
    try {
      return await this.dataSource.transaction(async (manager) => {
        const row = await manager.save(
          Import,
          manager.create(Import, { ...same, accountId, fileName, fileKey: key }),
        );
        await recordAudit(manager, {
          actor,
          action: 'import.create',
          subject: { kind: 'import', id: row.id },
          after: { kind, fileName, contentHash, dryRun, publish },
        });
        await addToOutbox(manager, 'import.run', [{ importId: row.id }]);
        return row;
      });
    } catch (error) {
      if (!(error instanceof QueryFailedError) || !/imports_.*content_hash/.test(error.message)) throw error;
      const running = await this.dataSource.manager.findOneBy(Import, {
        ...same,
        state: In(['queued', 'running']),
      });
      // It came to its end in this very moment.
      return running ?? this.begin(actor, { kind, dryRun, publish }, fileName, { key, contentHash, size: 0 });
    }
  }

  private async find(
    manager: EntityManager,
    actor: Actor,
    id: string,
    permission: Permission,
  ): Promise<Import> {
    const row = await manager.findOne(Import, {
      where: { id },
      ...(permission !== 'import.read' && { lock: { mode: 'pessimistic_write' as const } }),
    });
    if (!row) throw new DomainError('not_found', 'There is no such import.');
    assertMay(actor, permission, {
      state: row.state,
      owners: [{ organisationId: row.organisationId, regionCode: '' }],
    });
    return row;
  }

  private rejectionsAfter(importId: string, line: number, take: number): Promise<ImportRejection[]> {
    return this.dataSource.manager.find(ImportRejection, {
      where: { importId, line: MoreThan(line) },
      order: { line: 'ASC' },
      take,
    });
  }

  private async *everyRejection(importId: string): AsyncGenerator<ImportRejection> {
    for (let line = 0; ;) {
      const rows = await this.rejectionsAfter(importId, line, 500);
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      line = last.line;
    }
  }
}
