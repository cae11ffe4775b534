import { randomUUID } from 'node:crypto';
import { type DeepPartial, type EntityManager, type FindOptionsWhere, QueryFailedError } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type ReturnBody } from '#contracts/records.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { nextRevision } from '#platform/database/revision.js';
import { assertMay, decide, stateAfter } from '../access/access.rules.js';
import { type Permission } from '../access/permissions.js';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { tellMembers } from '../notifications/write-notifications.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { claimKey } from './idempotency.js';
import {
  type BatchOptions,
  type BatchOutcome,
  type BatchRow,
  type BatchTools,
  putBatch,
  wholeEdit,
} from './record-batch.js';
import { recordStep, type StepReason } from './record-events.js';
import { isSamePicture, recordPicture } from './record-picture.js';
import { type StatefulRecord, subjectOf } from './record-subject.js';
import { type Edit, type WrittenStep, type WrittenText } from './written-steps.js';
import { RecordsReader } from './records-reader.js';
import { assertSeen, forestalled, isForestalled } from './review-conflicts.js';
import { DECISION_KIND, type ReviewDecision, reviewNews } from './review-news.js';

/** The steps and changes that both kinds of record share. */
type RecordAction = 'create' | 'edit' | 'submit' | 'publish' | 'return' | 'withdraw';

/** What a caller says of the versions that it read before it asked for a change. */
export interface Seen {
  /** The version that it read; left out by callers that do not mind what happened meanwhile. */
  version?: number;
  /** The number of the earlier version that the change brings back. */
  restores?: number;
}

const DECISIONS: Readonly<Partial<Record<RecordAction, ReviewDecision>>> = {
  publish: 'published',
  return: 'returned',
  withdraw: 'withdrawn',
};

/**
 * The life of a record from draft to publication and after it, the same for achievements and needs. Every method that
 * writes is one transaction: it locks the row, asks the rule, saves, and writes down what must happen next.
 */
export abstract class RecordsService<
  E extends StatefulRecord,
  Body extends { externalKey?: string | null },
> extends RecordsReader<E> {
  /** Columns for the fields that the body names; fields that it leaves out stay as they are. */
  protected abstract columnsOf(body: Partial<Body>): DeepPartial<E>;

  /** Writes the outbox rows that must follow a change of a record that is or was in the library. */
  protected abstract queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void>;

  /** @param key the caller's own name for this request; the same one again answers the record of the first time. */
  async create(actor: Actor, body: Body, key?: string): Promise<E> {
    assertMay(actor, this.permission('create'), {
      state: 'draft',
      owners: [{ organisationId: actor.organisationId, regionCode: actor.regionCode }],
    });
    return this.dataSource.transaction(async (manager) => {
      const id = randomUUID();
      if (key !== undefined) {
        const content = [this.kind, body];
        const claimed = await claimKey(manager, { accountId: actor.accountId, key, content }, id);
        if (claimed !== id) return this.load(manager, claimed);
      }
      const record = manager.create(this.entity, {
        ...this.columnsOf(body),
        id,
        organisationId: actor.organisationId,
        state: 'draft',
      } as DeepPartial<E>);
      const saved = await this.save(manager, record);
      await this.writeDown(manager, actor, [{ action: 'create', before: null, record: saved }]);
      await this.keepVersions(manager, actor, [{ record: saved, edit: wholeEdit(body) }]);
      return saved;
    });
  }

  /** @throws DomainError `changed_meanwhile` where the record is not any more what the caller saw. */
  async update(actor: Actor, id: string, body: Partial<Body>, seen: Seen = {}): Promise<E> {
    return this.dataSource.transaction(async (manager) => {
      const record = await this.lock(manager, actor, id, this.permission('edit'));
      assertSeen(record, seen.version);
      const before = recordPicture(record);
      const edit = this.edit(actor, record, body);
      if (edit.fields.length === 0) return record;
      record.version += 1;
      await this.keepVersions(manager, actor, [{ record, edit, restores: seen.restores }]);
      await this.writeDown(manager, actor, [{ action: 'edit', before, record }]);
      return this.saveAndTell(manager, record, edit.applied && record.state === 'published');
    });
  }

  /**
   * Creates and changes many records at once, in the caller's transaction; see `putBatch`.
   * @returns what came of each row, in their order.
   */
  putAll(
    manager: EntityManager,
    actor: Actor,
    rows: readonly BatchRow<Body>[],
    how: BatchOptions,
  ): Promise<BatchOutcome[]> {
    const { entity, kind } = this;
    const tools: BatchTools<E, Body> = {
      entity,
      kind,
      edit: (record, body) => this.edit(actor, record, body),
      enter: (record, state) => this.enter(record, state),
      writeDown: (steps) => this.writeDown(manager, actor, steps),
      keepVersions: (texts) => this.keepVersions(manager, actor, texts),
      // That they are scored is for the caller to queue, when it has put everything: `matching.owed`.
      queueIndexing: () => addToOutbox(manager, 'search.follow', [{ kind }]),
    };
    return putBatch(manager, actor, tools, rows, how);
  }

  submit(actor: Actor, id: string, seen?: Seen): Promise<E> {
    return this.move(actor, id, this.permission('submit'), undefined, seen);
  }

  publish(actor: Actor, id: string, seen?: Seen): Promise<E> {
    return this.move(actor, id, this.permission('publish'), undefined, seen);
  }

  withdraw(actor: Actor, id: string, seen?: Seen): Promise<E> {
    return this.move(actor, id, this.permission('withdraw'), undefined, seen);
  }

  return(actor: Actor, id: string, { reasons }: ReturnBody, seen?: Seen): Promise<E> {
    const note = (record: E) => void (record.returnReasons = reasons);
    return this.move(actor, id, this.permission('return'), note, seen);
  }

  /** Writes the body into a record that is locked. */
  protected edit(_actor: Actor, record: E, body: Partial<Body>): Edit {
    const before = recordPicture(record);
    Object.assign(record, this.columnsOf(body));
    const differs = !isSamePicture(before, recordPicture(record));
    return { fields: differs ? Object.keys(body) : [], applied: differs };
  }

  /** Keeps what the records say now, where their kind has a history of its text. */
  protected async keepVersions(
    _manager: EntityManager,
    _actor: Actor,
    _texts: readonly WrittenText<E>[],
  ): Promise<void> {}

  /** Takes one step of the record's life; a step that was taken already changes nothing and queues nothing. */
  protected async move(
    actor: Actor,
    id: string,
    permission: Permission,
    change: (record: E, manager: EntityManager) => void | Promise<void> = () => undefined,
    { version, ...why }: Seen & StepReason = {},
  ): Promise<E> {
    return this.dataSource.transaction(async (manager) => {
      const record = await this.lock(manager, actor, id, permission);
      const before = record.state;
      const after = stateAfter(permission, before) as E['state'];
      if (after === before) {
        if (isForestalled(actor, record)) throw await forestalled(manager, record);
        return record;
      }
      assertSeen(record, version);
      const picture = recordPicture(record);
      this.enter(record, after);
      await change(record, manager);
      const action = permission.slice(this.kind.length + 1);
      await this.noteDecision(manager, actor, record, DECISIONS[action as RecordAction]);
      await this.writeDown(manager, actor, [{ action, before: picture, record, why }]);
      return this.saveAndTell(manager, record, before === 'published' || after === 'published');
    });
  }

  /** Puts a record into another state; whatever the state before asked for is over. */
  protected enter(record: E, state: E['state']): void {
    const now = new Date();
    record.state = state;
    record.returnReasons = [];
    record.reviewedById = record.reviewedAt = null;
    record.submittedAt = state === 'submitted' ? now : null;
    if (state === 'published') record.publishedAt = now;
  }

  /** Where somebody else than the owner decides: who and when, and a notification to the owner's members. */
  protected async noteDecision(
    manager: EntityManager,
    actor: Actor,
    record: E,
    decision: ReviewDecision | undefined,
  ): Promise<void> {
    if (!decision || actor.organisationId === record.organisationId) return;
    record.reviewedById = actor.accountId;
    record.reviewedAt = new Date();
    const about = { kind: DECISION_KIND[decision], recordKind: this.kind, recordId: record.id };
    await tellMembers(manager, record.organisationId, about, (locale) =>
      reviewNews(decision, this.kind, record, locale),
    );
  }

  protected permission(action: RecordAction): Permission {
    return `${this.kind}.${action}`;
  }

  /** The history of the records and the audit entries, in the transaction of the steps themselves. */
  protected async writeDown(
    manager: EntityManager,
    actor: Actor,
    taken: readonly WrittenStep<E>[],
  ): Promise<void> {
    const { kind } = this;
    const steps = taken
      .map((step) => ({ ...step, after: recordPicture(step.record) }))
      .filter(({ before, after }) => !before || !isSamePicture(before, after));
    await recordStep(
      manager,
      steps.map(({ action, before, record, why }) => ({
        kind,
        record,
        action,
        from: before?.state ?? null,
        actor,
        ...why,
      })),
    );
    await recordAudit(
      manager,
      steps.map(({ action, before, after, record: { id, organisationId, organisation } }) => ({
        actor,
        action: `${kind}.${action}`,
        subject: { kind, id },
        owners: [{ organisationId, regionCode: organisation.regionCode }],
        before,
        after,
        // The words of a draft, as those of a confidential need, are its owner's business.
        confidentialTo:
          after.confidential === true || before?.confidential === true || after.state === 'draft'
            ? organisationId
            : null,
      })),
    );
  }

  /** Locks the record for the rest of the transaction, once the rule allows the action. */
  protected async lock(
    manager: EntityManager,
    actor: Actor,
    id: string,
    permission: Permission | ((record: E) => Permission),
  ): Promise<E> {
    const record = await manager.findOne(this.entity, {
      where: { id } as FindOptionsWhere<E>,
      lock: { mode: 'pessimistic_write' },
    });
    if (!record) throw new DomainError('not_found', 'There is no such record.');
    record.organisation = await manager.findOneByOrFail(Organisation, { id: record.organisationId });
    const wanted = typeof permission === 'function' ? permission(record) : permission;
    const subject = subjectOf(record);
    if (decide(actor, wanted, subject) === 'wrong_state' && isForestalled(actor, record)) {
      throw await forestalled(manager, record);
    }
    assertMay(actor, wanted, subject);
    return record;
  }

  protected async saveAndTell(manager: EntityManager, record: E, inLibrary: boolean): Promise<E> {
    if (!inLibrary) return this.save(manager, record);
    await this.queueMatching(manager, [record.id]);
    record.revision = await nextRevision(manager);
    return this.save(manager, record);
  }

  protected async save(manager: EntityManager, record: E): Promise<E> {
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
    return this.load(manager, record.id);
  }

  private load(manager: EntityManager, id: string): Promise<E> {
    return manager.findOneOrFail(this.entity, {
      where: { id } as FindOptionsWhere<E>,
      relations: { organisation: true } as never,
    });
  }
}
