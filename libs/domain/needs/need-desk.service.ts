import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type AcceptNeed,
  type AssignNeed,
  type CloseForOwner,
  type CloseNeed,
  type DiscloseNeed,
  type RateNeed,
  type RefuseNeed,
  type ServeNeed,
  type ServiceRecord,
} from '#contracts/needs.js';
import { reasonName } from '#vocabulary/case-reasons.js';
import { type Actor } from '../access/actor.js';
import { RecordEvent } from '../records/record-event.entity.js';
import { type StepReason } from '../records/record-events.js';
import { forestalled, isForestalled } from '../records/review-conflicts.js';
import { assertSuitableAssignee, assertKnownOrganisation, assertKeptForNeed } from './need-checks.js';
import { tellOfStep } from './need-notices.js';
import { mayCloseForOwner, type StageStep } from './need-stages.rules.js';
import { type Need } from './need.entity.js';
import { NeedsService } from './needs.service.js';

/** An equal service record by the same account within this time is a double click. */
const DOUBLE_CLICK_SECONDS = 60;

/** The handling of needs by those who answer for it: 受理, 分派, 服务, 办结, 评价. */
@Injectable()
export class NeedDeskService {
  constructor(private readonly needs: NeedsService) {}

  /** Takes a need on; one that was submitted is published by it. The second of two administrators is told. */
  accept(actor: Actor, id: string, { note }: AcceptNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.accept', async (need, manager) => {
      if (need.stage === 'accepted') return unlessForestalled(manager, actor, need);
      if (need.state === 'submitted') {
        this.needs.enter(need, 'published');
        await this.needs.noteDecision(manager, actor, need, 'published');
        return { note };
      }
      this.needs.advance(need, 'accept');
      Object.assign(need, { reviewedById: actor.accountId, reviewedAt: new Date() });
      return this.told(manager, actor, need, 'accept', { note });
    });
  }

  /** Gives a need back to its owner; what was published leaves the library. */
  refuse(actor: Actor, id: string, { reason, note }: RefuseNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.refuse', async (need, manager) => {
      if (need.state === 'returned') return unlessForestalled(manager, actor, need);
      this.needs.enter(need, 'returned');
      const words = [reasonName(reason, 'zh'), note].filter(Boolean).join('：');
      need.returnReasons = [{ field: 'need', reason: words }];
      await this.needs.noteDecision(manager, actor, need, 'returned');
      return { reason, note };
    });
  }

  /**
   * Gives a need to an organisation to work on, or to another than before; who had it stays in the history.
   * @throws DomainError `assignee_unsuitable`.
   */
  assign(actor: Actor, id: string, { organisationId, accountId, note }: AssignNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.assign', async (need, manager) => {
      await assertSuitableAssignee(manager, need, organisationId, accountId);
      const given = need.stage === 'assigned' ? need : null;
      if (
        given?.assigneeOrganisationId === organisationId &&
        given.assigneeAccountId === (accountId ?? null)
      ) {
        return null;
      }
      this.needs.advance(need, 'assign');
      Object.assign(need, { assigneeOrganisationId: organisationId, assigneeAccountId: accountId ?? null });
      return this.told(manager, actor, need, 'assign', { note, details: { organisationId, accountId } });
    });
  }

  /** Writes down what was done for a need. The same record twice within a minute is one. */
  recordService(actor: Actor, id: string, { kind, note, at, matchId }: ServiceRecord): Promise<Need> {
    return this.needs.handle(actor, id, 'need.recordService', async (need, manager) => {
      this.needs.advance(need, 'recordService');
      if (at && Date.parse(at) > Date.now()) {
        throw new DomainError(
          'validation_failed',
          'A service is recorded when it was done: at is in the future.',
          [{ field: 'at', code: 'in_the_future', message: 'must not be in the future' }],
        );
      }
      await assertKeptForNeed(manager, need, 'match', matchId, 'matchId');
      if (await this.wasJustRecorded(manager, actor, need, kind, note)) return null;
      need.services += 1;
      const details = { at: at ?? new Date().toISOString(), matchId };
      return this.told(manager, actor, need, 'recordService', { reason: kind, note, details });
    });
  }

  /** Says that the work is done and the owner has the word. @throws DomainError `service_record_missing`. */
  serve(actor: Actor, id: string, { note }: ServeNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.serve', async (need, manager) => {
      if (need.stage === 'assigned' && need.services === 0) {
        throw new DomainError(
          'service_record_missing',
          'Nothing was written down of what was done for this need: add a service record first.',
        );
      }
      if (!this.needs.advance(need, 'serve')) return null;
      return this.told(manager, actor, need, 'serve', { note });
    });
  }

  /**
   * Ends the need with a coded reason and its evidence; its open matches expire.
   * @throws DomainError `evidence_unknown`.
   */
  close(actor: Actor, id: string, closure: CloseNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.close', (need, manager) =>
      need.state === 'closed' ? Promise.resolve(null) : this.end(manager, actor, need, closure),
    );
  }

  /**
   * The same by an administrator, for a need that was served and then left by its owner beyond the time limit.
   * @throws DomainError `transition_not_allowed` where the owner still has time, `evidence_unknown`.
   */
  closeForOwner(actor: Actor, id: string, closure: CloseForOwner): Promise<Need> {
    return this.needs.handle(actor, id, 'need.closeForOwner', (need, manager) => {
      assertMayCloseForOwner(need);
      return this.end(manager, actor, need, closure);
    });
  }

  /** The owner's word on how it went, once. @throws DomainError `already_rated`. */
  rate(actor: Actor, id: string, { rating, comment }: RateNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.rate', async (need, manager) => {
      if (need.stage === 'rated') {
        if (need.rating === rating && need.ratingComment === (comment ?? null)) return null;
        throw new DomainError('already_rated', 'This need was rated already; a rating is given once.');
      }
      this.needs.advance(need, 'rate');
      Object.assign(need, { rating, ratingComment: comment ?? null });
      return this.told(manager, actor, need, 'rate', { note: comment, details: { rating } });
    });
  }

  /** Opens the words of a confidential need to one organisation. It cannot be taken back: what is read is known. */
  disclose(actor: Actor, id: string, { organisationId }: DiscloseNeed): Promise<Need> {
    return this.needs.handle(actor, id, 'need.disclose', async (need, manager) => {
      if (need.disclosedTo.includes(organisationId) || organisationId === need.organisationId) return null;
      await assertKnownOrganisation(manager, organisationId);
      need.disclosedTo = [...need.disclosedTo, organisationId];
      return { details: { organisationId } };
    });
  }

  private async end(
    manager: EntityManager,
    actor: Actor,
    need: Need,
    { reason, note, evidence }: CloseNeed | CloseForOwner,
  ): Promise<StepReason> {
    const { matchId, attachmentId } = evidence ?? {};
    await assertKeptForNeed(manager, need, 'match', matchId, 'evidence.matchId');
    await assertKeptForNeed(manager, need, 'attachment', attachmentId, 'evidence.attachmentId');
    this.needs.enter(need, 'closed');
    Object.assign(need, {
      closureReason: reason,
      closureNote: note ?? null,
      closureEvidence: evidence ?? null,
      closedAt: new Date(),
    });
    return this.told(manager, actor, need, 'close', { reason, note, details: evidence && { evidence } });
  }

  private async told(
    manager: EntityManager,
    actor: Actor,
    need: Need,
    step: StageStep,
    why: StepReason,
  ): Promise<StepReason> {
    if (actor.organisationId !== need.organisationId) need.firstReplyAt ??= new Date();
    await tellOfStep(manager, actor, need, step, why);
    return why;
  }

  private wasJustRecorded(
    manager: EntityManager,
    actor: Actor,
    need: Need,
    kind: string,
    note: string,
  ): Promise<boolean> {
    return manager
      .createQueryBuilder(RecordEvent, 'event')
      .where({
        kind: 'need',
        recordId: need.id,
        action: 'recordService',
        accountId: actor.accountId,
        reason: kind,
        note,
      })
      .andWhere(`event.at > clock_timestamp() - interval '${DOUBLE_CLICK_SECONDS} seconds'`)
      .getExists();
  }
}

/** Nothing is left to do, unless it was a colleague who did it. @throws DomainError naming the colleague. */
async function unlessForestalled(manager: EntityManager, actor: Actor, need: Need): Promise<null> {
  if (isForestalled(actor, need)) throw await forestalled(manager, need);
  return null;
}

function assertMayCloseForOwner(need: Need): void {
  if (mayCloseForOwner(need, new Date())) return;
  const until = need.stage === 'served' && need.dueAt ? ` It has until ${need.dueAt.toISOString()}.` : '';
  throw new DomainError(
    'transition_not_allowed',
    `Its owner closes a need; an administrator may where it was served and its owner let the time run out.${until}`,
    [{ field: 'stage', code: 'transition_not_allowed', message: `is ${need.stage ?? 'none'}` }],
  );
}
