import {
  type DataSource,
  type DeepPartial,
  type EntityManager,
  type EntityTarget,
  type FindOptionsWhere,
  QueryFailedError,
} from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { type ReturnBody } from '#contracts/records.js';
import { nextRevision } from '#platform/database/revision.js';
import { assertMay, stateAfter, type Subject } from '../access/access.rules.js';
import { type Permission } from '../access/permissions.js';
import { restrictTo } from '../access/restrict.js';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { keysetPage } from './keyset-page.js';
import { type PublishedRecord, type RecordState } from './published-record.entity.js';
import { type RecordEvent } from './record-event.entity.js';
import { recordStep, type StepReason } from './record-events.js';
import { isSamePicture, recordPicture, type RecordPicture } from './record-picture.js';

type StatefulRecord = PublishedRecord & { state: RecordState };
/** The steps and changes that both kinds of record share. */
type RecordAction = 'create' | 'edit' | 'submit' | 'publish' | 'return' | 'withdraw';

/**
 * The life of a record from draft to publication and after it, the same for achievements and needs. Every method that
 * writes is one transaction: it locks the row, asks the rule, saves, and writes down what must happen next.
 */
export abstract class RecordsService<E extends StatefulRecord, Body extends object> {
  protected abstract readonly entity: EntityTarget<E>;
  protected abstract readonly kind: RecordEvent['kind'];

  constructor(protected readonly dataSource: DataSource) {}

  /** Columns for the fields that the body names; fields that it leaves out stay as they are. */
  protected abstract columnsOf(body: Partial<Body>): DeepPartial<E>;

  /** Writes the outbox rows that must follow a change of a record that is or was in the library. */
  protected abstract queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void>;

  async create(actor: Actor, body: Body): Promise<E> {
    assertMay(actor, this.permission('create'), {
      state: 'draft',
      owners: [{ organisationId: actor.organisationId, regionCode: actor.regionCode }],
    });
    return this.dataSource.transaction(async (manager) => {
      const record = manager.create(this.entity, {
        ...this.columnsOf(body),
        organisationId: actor.organisationId,
        state: 'draft',
      } as DeepPartial<E>);
      const saved = await this.save(manager, record);
      await this.writeDown(manager, actor, this.permission('create'), null, saved);
      return saved;
    });
  }

  async update(actor: Actor, id: string, body: Partial<Body>): Promise<E> {
    return this.dataSource.transaction(async (manager) => {
      const record = await this.lock(manager, actor, id, this.permission('edit'));
      const before = recordPicture(record);
      manager.merge(this.entity as never, record as never, this.columnsOf(body) as never);
      // `merge` mixes lists entry by entry, and a shorter list must replace a longer one whole.
      Object.assign(record, this.columnsOf(body));
      await this.writeDown(manager, actor, this.permission('edit'), before, record);
      return this.saveAndTell(manager, record, record.state === 'published');
    });
  }

  submit(actor: Actor, id: string): Promise<E> {
    return this.move(actor, id, this.permission('submit'));
  }

  publish(actor: Actor, id: string): Promise<E> {
    return this.move(actor, id, this.permission('publish'));
  }

  withdraw(actor: Actor, id: string): Promise<E> {
    return this.move(actor, id, this.permission('withdraw'));
  }

  return(actor: Actor, id: string, { reasons }: ReturnBody): Promise<E> {
    return this.move(actor, id, this.permission('return'), (record) => {
      record.returnReasons = reasons;
    });
  }

  /** @throws DomainError `not_found` where it is not there, or not for this reader. */
  async get(actor: Actor | null, id: string): Promise<E> {
    const record = await this.dataSource.manager.findOne(this.entity, {
      where: { id } as FindOptionsWhere<E>,
      relations: { organisation: true } as never,
    });
    if (!record) throw new DomainError('not_found', 'There is no such record.');
    assertMay(actor, `${this.kind}.read`, subjectOf(record));
    return record;
  }

  /**
   * What the actor may read: published records unless another state is named, newest publication first; with `mine`
   * those of the actor's organisation in any state, newest first. So `state=submitted` is a reviewer's desk.
   */
  async list(
    actor: Actor | null,
    { mine, state, ...page }: PageQuery & { mine?: boolean; state?: RecordState },
  ): Promise<Page<E>> {
    if (mine && !actor) throw new DomainError('not_signed_in', 'Sign in to list your own records.');
    const builder = restrictTo(
      this.dataSource.manager
        .createQueryBuilder(this.entity, 'record')
        .innerJoinAndSelect('record.organisation', 'organisation'),
      actor,
      `${this.kind}.read`,
      {
        state: 'record.state',
        owners: [{ organisationId: 'record.organisationId', regionCode: 'organisation.regionCode' }],
      },
    );
    if (mine && actor) builder.andWhere('record.organisationId = :own', { own: actor.organisationId });
    const wanted = state ?? (mine ? undefined : 'published');
    if (wanted) builder.andWhere('record.state = :state', { state: wanted });
    if (!mine && (wanted === 'published' || wanted === 'closed')) {
      return keysetPage(
        builder,
        page,
        'record.publishedAt',
        (record) => record.publishedAt ?? record.createdAt,
      );
    }
    return keysetPage(builder, page, 'record.createdAt', (record) => record.createdAt);
  }

  /** Takes one step of the record's life; a step that was taken already changes nothing and queues nothing. */
  protected async move(
    actor: Actor,
    id: string,
    permission: Permission,
    change: (record: E) => void = () => undefined,
    why: StepReason = {},
  ): Promise<E> {
    return this.dataSource.transaction(async (manager) => {
      const record = await this.lock(manager, actor, id, permission);
      const before = record.state;
      const after = stateAfter(permission, before) as E['state'];
      if (after === before) return record;
      const picture = recordPicture(record);
      record.state = after;
      record.returnReasons = [];
      if (after === 'published') record.publishedAt = new Date();
      change(record);
      await this.writeDown(manager, actor, permission, picture, record, why);
      return this.saveAndTell(manager, record, before === 'published' || after === 'published');
    });
  }

  private permission(action: RecordAction): Permission {
    return `${this.kind}.${action}`;
  }

  /** The history of the record and the audit entry, in the transaction of the step itself. */
  protected async writeDown(
    manager: EntityManager,
    actor: Actor,
    permission: Permission,
    before: RecordPicture | null,
    record: E,
    why: StepReason = {},
  ): Promise<void> {
    const { kind } = this;
    const { id, organisationId, organisation } = record;
    const after = recordPicture(record);
    if (before && isSamePicture(before, after)) return;
    const action = permission.slice(kind.length + 1);
    await recordStep(manager, { kind, record, action, from: before?.state ?? null, actor, ...why });
    const confidential = after.confidential === true || before?.confidential === true;
    await recordAudit(manager, {
      actor,
      action: `${kind}.${action}`,
      subject: { kind, id },
      owners: [{ organisationId, regionCode: organisation.regionCode }],
      before,
      after,
      // The words of a draft, as those of a confidential need, are its owner's business.
      confidentialTo: confidential || after.state === 'draft' ? organisationId : null,
    });
  }

  private async lock(manager: EntityManager, actor: Actor, id: string, permission: Permission): Promise<E> {
    const record = await manager.findOne(this.entity, {
      where: { id } as FindOptionsWhere<E>,
      lock: { mode: 'pessimistic_write' },
    });
    if (!record) throw new DomainError('not_found', 'There is no such record.');
    record.organisation = await manager.findOneByOrFail(Organisation, { id: record.organisationId });
    assertMay(actor, permission, subjectOf(record));
    return record;
  }

  private async saveAndTell(manager: EntityManager, record: E, inLibrary: boolean): Promise<E> {
    if (!inLibrary) return this.save(manager, record);
    await this.queueMatching(manager, [record.id]);
    record.revision = await nextRevision(manager);
    return this.save(manager, record);
  }

  private async save(manager: EntityManager, record: E): Promise<E> {
    try {
      await manager.save(this.entity, record as DeepPartial<E>);
    } catch (error) {
      if (error instanceof QueryFailedError && /organisation_id_external_key/.test(error.message)) {
        throw new DomainError(
          'external_key_taken',
          'Another record of your organisation has this externalKey.',
          [
            {
              field: 'externalKey',
              code: 'external_key_taken',
              message: 'must be unique within your organisation',
            },
          ],
        );
      }
      throw error;
    }
    return manager.findOneOrFail(this.entity, {
      where: { id: record.id } as FindOptionsWhere<E>,
      relations: { organisation: true } as never,
    });
  }
}

const subjectOf = ({ organisationId, organisation, state }: StatefulRecord): Subject => ({
  state,
  owners: [{ organisationId, regionCode: organisation.regionCode }],
});
