import { Injectable } from '@nestjs/common';
import { DataSource, type DeepPartial, type EntityManager } from 'typeorm';
import { type CreateNeed, type NeedListQuery, type NeedState } from '#contracts/needs.js';
import { type Page } from '#contracts/pages.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { type Actor } from '../access/actor.js';
import { type Permission } from '../access/permissions.js';
import { type StepReason } from '../records/record-events.js';
import { recordPicture } from '../records/record-picture.js';
import { sharedColumns } from '../records/record-columns.js';
import { RecordsService } from '../records/records.service.js';
import { type ReviewDecision } from '../records/review-news.js';
import { type WrittenStep } from '../records/written-steps.js';
import { isDesk, listDesk } from './desk-list.js';
import { Need } from './need.entity.js';
import { dueAfter, stageAfter, type StageStep } from './need-stages.rules.js';

/** The step of handling that goes with entering a state. */
const STEP_INTO: Partial<Record<NeedState, StageStep>> = {
  submitted: 'collect',
  published: 'collect',
  returned: 'return',
  withdrawn: 'withdraw',
  closed: 'close',
};

/** Needs from draft to publication and withdrawal, each step with what it means for the need's handling. */
@Injectable()
export class NeedsService extends RecordsService<Need, CreateNeed> {
  protected readonly entity = Need;
  protected readonly kind = 'need';

  constructor(dataSource: DataSource) {
    super(dataSource);
  }

  /** The library, or with `stage`, `late` or `assigned` the desk of those who have to do with needs. */
  override async list(actor: Actor | null, query: NeedListQuery): Promise<Page<Need>> {
    return isDesk(query) ? listDesk(this.dataSource.manager, actor, query) : super.list(actor, query);
  }

  /**
   * One step of a need's handling, in one transaction: locks the need, asks the table, and lets `work` change it.
   * @param work gives the reason of the step, or null where it was taken already: then nothing is written.
   */
  handle(
    actor: Actor,
    id: string,
    permission: Permission,
    work: (need: Need, manager: EntityManager) => Promise<StepReason | null>,
  ): Promise<Need> {
    return this.dataSource.transaction(async (manager) => {
      const need = await this.lock(manager, actor, id, permission);
      const before = recordPicture(need);
      const why = await work(need, manager);
      if (!why) return need;
      const action = permission.slice(this.kind.length + 1);
      await this.writeDown(manager, actor, [{ action, before, record: need, why }]);
      const states = [before.state, need.state];
      return this.saveAndTell(manager, need, before.state !== need.state && states.includes('published'));
    });
  }

  /**
   * Moves the need to the stage after the step and starts its time; to assign starts it anew.
   * @returns whether the step was still to be taken.
   * @throws DomainError `transition_not_allowed`.
   */
  advance(need: Need, step: StageStep): boolean {
    const after = stageAfter(step, need.stage);
    if (after === need.stage && step !== 'assign') return false;
    const now = new Date();
    need.stage = after;
    need.stageSince = after && now;
    need.dueAt = dueAfter(after, now);
    need.remindedAt = null;
    if (after) need.collectedAt ??= now;
    if (!after || step === 'assign') {
      Object.assign(need, { assigneeOrganisationId: null, assigneeAccountId: null, services: 0 });
    }
    return true;
  }

  override enter(need: Need, state: NeedState): void {
    super.enter(need, state);
    const step = STEP_INTO[state];
    if (step) this.advance(need, step);
  }

  /** An administrator who publishes a need has read it, and takes it on. */
  override async noteDecision(
    manager: EntityManager,
    actor: Actor,
    need: Need,
    decision: ReviewDecision | undefined,
  ): Promise<void> {
    if (actor.organisationId !== need.organisationId) {
      need.firstReplyAt ??= new Date();
      if (decision === 'published') this.advance(need, 'accept');
    }
    await super.noteDecision(manager, actor, need, decision);
  }

  protected override async writeDown(
    manager: EntityManager,
    actor: Actor,
    taken: readonly WrittenStep<Need>[],
  ): Promise<void> {
    await super.writeDown(manager, actor, taken);
    const switched = taken.filter(
      ({ before, record }) => before && before.confidential !== record.confidential,
    );
    await addToOutbox(
      manager,
      'need.retell',
      switched.map(({ record }) => ({ needId: record.id })),
    );
  }

  protected columnsOf({ budget, ...shared }: Partial<CreateNeed>): DeepPartial<Need> {
    return {
      ...sharedColumns(shared),
      ...(budget !== undefined && { budgetMin: budget?.min ?? null, budgetMax: budget?.max ?? null }),
    };
  }

  protected async queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void> {
    // The index first: it takes a moment, and is what people look at next.
    await addToOutbox(manager, 'search.follow', [{ kind: 'need' }]);
    await addToOutbox(
      manager,
      'need.match',
      ids.map((needId) => ({ needId })),
    );
  }
}
