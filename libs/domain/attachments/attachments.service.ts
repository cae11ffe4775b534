import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import {
  ATTACHMENT_LIMIT,
  ATTACHMENTS_PER_RECORD,
  type AttachmentList,
  type AttachmentView,
} from '#contracts/attachments.js';
import { DomainError } from '#contracts/domain-error.js';
import { STATE_SECRET } from '#contracts/text.js';
import { FileMissingError, FileStore } from '#platform/files/file-store.port.js';
import { bearsClassificationMark } from '#vocabulary/classification-marks.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { recordAudit } from '../audit/record-audit.js';
import { isMasked } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { NeedsService } from '../needs/needs.service.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { type RecordKind, subjectOf } from '../records/record-subject.js';
import { checkAttachment } from './attachment-check.js';
import { Attachment } from './attachment.entity.js';
import { cleanFileName } from './file-name.js';

/** Whose files. */
export interface AttachedTo {
  kind: RecordKind;
  id: string;
}

/** Files of achievements and needs. Whoever may read the record reads them; of a confidential need, its owner alone. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: FileStore,
    private readonly achievements: AchievementsService,
    private readonly needs: NeedsService,
  ) {}

  /**
   * @param file lies on this machine; its name and type are what the sender says.
   * @throws DomainError `file_too_large`, `file_type_refused`, `file_unusable`, `too_many_files`
   */
  async add(
    actor: Actor,
    to: AttachedTo,
    file: { path: string; name: string; type: string; size: number },
  ): Promise<AttachmentView> {
    // Before anything is stored, and once more when it is written down.
    await this.assertMayChange(this.dataSource.manager, actor, to);
    if (file.size > ATTACHMENT_LIMIT) {
      throw new DomainError('file_too_large', `A file may have ${ATTACHMENT_LIMIT >> 20} MB at most.`);
    }
    const name = cleanFileName(file.name, 'file');
    if (bearsClassificationMark(name)) {
      throw new DomainError(
        STATE_SECRET,
        '文件名疑似含有国家秘密标志，不得上传。The name seems to bear the mark of a state secret.',
        [{ field: 'file', code: STATE_SECRET, message: 'must not be put into this open platform' }],
      );
    }
    const mediaType = await checkAttachment(file.path, name, file.type);
    const { key, size, contentHash } = await this.files.put(createReadStream(file.path));
    try {
      return await this.dataSource.transaction(async (manager) => {
        const owner = await this.assertMayChange(manager, actor, to);
        if ((await manager.countBy(Attachment, filesOf(to))) >= ATTACHMENTS_PER_RECORD) {
          throw new DomainError(
            'too_many_files',
            `A record has ${ATTACHMENTS_PER_RECORD} files at most: delete one first.`,
          );
        }
        const row = await manager.save(
          Attachment,
          manager.create(Attachment, {
            ...filesOf(to),
            name,
            mediaType,
            size,
            contentHash,
            fileKey: key,
            accountId: actor.accountId,
          } as Partial<Attachment>),
        );
        await this.writeDown(manager, actor, to, 'attach', row, owner);
        return attachmentView(row);
      });
    } catch (error) {
      await this.files.delete(key);
      throw error;
    }
  }

  /** Oldest first. */
  async list(actor: Actor | null, of: AttachedTo): Promise<AttachmentList> {
    await this.assertMayRead(actor, of);
    const rows = await this.dataSource.manager.find(Attachment, {
      where: filesOf(of),
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return { items: rows.map(attachmentView) };
  }

  /** @throws DomainError `not_found` where it is not there, or not for this reader. */
  async open(
    actor: Actor | null,
    of: AttachedTo,
    id: string,
  ): Promise<{ file: AttachmentView; content: Readable }> {
    await this.assertMayRead(actor, of);
    const row = await this.find(this.dataSource.manager, of, id);
    try {
      return { file: attachmentView(row), content: await this.files.open(row.fileKey) };
    } catch (error) {
      if (error instanceof FileMissingError) throw notFound();
      throw error;
    }
  }

  /** The file goes after the row: a crash in between leaves a file that nothing refers to, and the sweep finds it. */
  async remove(actor: Actor, of: AttachedTo, id: string): Promise<void> {
    const fileKey = await this.dataSource.transaction(async (manager) => {
      const owner = await this.assertMayChange(manager, actor, of);
      const row = await this.find(manager, of, id);
      await manager.delete(Attachment, { id });
      await this.writeDown(manager, actor, of, 'detach', row, owner);
      return row.fileKey;
    });
    await this.files.delete(fileKey);
  }

  private async find(manager: EntityManager, of: AttachedTo, id: string): Promise<Attachment> {
    const row = await manager.findOneBy(Attachment, { id, ...filesOf(of) });
    if (!row) throw notFound();
    return row;
  }

  private async assertMayRead(actor: Actor | null, { kind, id }: AttachedTo): Promise<void> {
    if (kind === 'achievement') {
      await this.achievements.get(actor, id);
    } else if (isMasked(actor, await this.needs.get(actor, id))) {
      throw notFound();
    }
  }

  /** Locks the record, so that two uploads cannot both be the last one allowed. */
  private async assertMayChange(
    manager: EntityManager,
    actor: Actor,
    { kind, id }: AttachedTo,
  ): Promise<{ organisation: Organisation; isPrivate: boolean }> {
    const entity = kind === 'achievement' ? Achievement : Need;
    const record = await manager.findOne<Achievement | Need>(entity, {
      where: { id },
      ...(manager.queryRunner?.isTransactionActive && { lock: { mode: 'pessimistic_write' as const } }),
    });
    if (!record) throw new DomainError('not_found', 'There is no such record.');
    record.organisation = await manager.findOneByOrFail(Organisation, { id: record.organisationId });
    assertMay(actor, `${kind}.edit`, subjectOf(record));
    const isPrivate = record.state === 'draft' || ('confidential' in record && record.confidential);
    return { organisation: record.organisation, isPrivate };
  }

  private async writeDown(
    manager: EntityManager,
    actor: Actor,
    { kind, id }: AttachedTo,
    action: 'attach' | 'detach',
    { id: fileId, name, contentHash }: Attachment,
    { organisation, isPrivate }: { organisation: Organisation; isPrivate: boolean },
  ): Promise<void> {
    const fields = { [`${kind}Id`]: id, name, contentHash };
    await recordAudit(manager, {
      actor,
      action: `file.${action}`,
      subject: { kind: 'file', id: fileId },
      owners: [{ organisationId: organisation.id, regionCode: organisation.regionCode }],
      before: action === 'detach' ? fields : null,
      after: action === 'attach' ? fields : null,
      confidentialTo: isPrivate ? organisation.id : null,
    });
  }
}

const filesOf = ({ kind, id }: AttachedTo): FindOptionsWhere<Attachment> =>
  kind === 'achievement' ? { achievementId: id } : { needId: id };

const notFound = () => new DomainError('not_found', 'There is no such file.');

const attachmentView = ({
  id,
  name,
  mediaType,
  size,
  contentHash,
  createdAt,
}: Attachment): AttachmentView => ({
  id,
  name,
  mediaType,
  size,
  contentHash,
  createdAt: createdAt.toISOString(),
});
