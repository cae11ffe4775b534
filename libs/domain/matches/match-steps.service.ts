import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type MatchNote, type MatchTransition } from '#contracts/matches.js';
import { assertMay, type Subject } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { Need } from '../needs/need.entity.js';
import { MatchEvent } from './match-event.entity.js';
import { mustMove, STEP_PERMISSIONS } from './match.rules.js';
import { Match } from './match.entity.js';
import { disclose } from './match-disclosure.js';
import { type Step, tellOfStep } from './match-step-news.js';

/** An equal note by the same account within this time is a double click. */
const DOUBLE_CLICK_SECONDS = 60;

/** What people do with a match: take it, move it, leave notes. Every step has its author, and none is overwritten. */
@Injectable()
export class MatchStepsService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes one step of the match's life. Of two at once one wins, and the other is told the state that it finds.
   * @throws DomainError `transition_not_allowed`, `match_taken`.
   */
  move(actor: Actor, id: string, body: MatchTransition): Promise<void> {
    return this.locked(actor, id, async (match, manager) => {
      assertNotTaken(match, actor);
      assertMay(actor, STEP_PERMISSIONS[body.to], subjectOf(match));
      if (!mustMove(match.state, body.to, body.from)) return;
      const from = match.state;
      match.state = body.to;
      // A broker who moves what nobody has taken takes it.
      if (actor.role === 'broker') match.takenBy = actor.accountId;
      const reason = 'reason' in body ? body.reason : null;
      await this.write(manager, actor, match, { from, to: body.to, reason, note: body.note ?? null });
    });
  }

  /** The broker answers for the match from now on. @throws DomainError `match_taken`, `transition_not_allowed`. */
  take(actor: Actor, id: string): Promise<void> {
    return this.locked(actor, id, async (match, manager) => {
      assertNotTaken(match, actor);
      assertMay(actor, 'match.take', subjectOf(match));
      if (match.takenBy === actor.accountId) return;
      match.takenBy = actor.accountId;
      await this.write(manager, actor, match, {
        from: match.state,
        to: match.state,
        reason: 'taken',
        note: null,
      });
    });
  }

  /** Leaves a note beside the match, which both sides and its broker read. */
  note(actor: Actor, id: string, { note }: MatchNote): Promise<void> {
    return this.locked(actor, id, async (match, manager) => {
      assertNotTaken(match, actor);
      assertMay(actor, 'match.note', subjectOf(match));
      if (await this.wasJustWritten(manager, actor, id, note)) return;
      await this.write(manager, actor, match, { from: match.state, to: match.state, reason: null, note });
    });
  }

  /** A match is written by whoever holds the lock of its need, as the scoring does. */
  private locked(
    actor: Actor,
    id: string,
    work: (match: Match, manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const found = await manager.findOneBy(Match, { id });
      if (!found) throw new DomainError('not_found', 'There is no such match.');
      await manager.findOneOrFail(Need, {
        where: { id: found.needId },
        lock: { mode: 'for_no_key_update' },
      });
      const match = await manager.findOneOrFail(Match, {
        where: { id },
        relations: { need: { organisation: true }, achievement: { organisation: true } },
      });
      assertMay(actor, 'match.read', subjectOf(match));
      await work(match, manager);
    });
  }

  private async write(manager: EntityManager, actor: Actor, match: Match, step: Step): Promise<void> {
    const { id, state, takenBy, need, achievement } = match;
    await manager.update(Match, { id }, { state, takenBy });
    await manager.insert(MatchEvent, {
      matchId: id,
      fromState: step.from,
      toState: step.to,
      level: match.level,
      reason: step.reason,
      note: step.note,
      accountId: actor.accountId,
      actingFor: actor.organisationId,
    });
    // Whoever owns the need and makes the introduction consents to be known to the one it is introduced to.
    if (step.to === 'introduced' && step.from !== step.to && actor.organisationId === need.organisationId) {
      await disclose(manager, actor, need, achievement.organisationId);
    }
    await recordAudit(manager, {
      actor,
      action: step.from === step.to ? (step.note === null ? 'match.take' : 'match.note') : `match.${step.to}`,
      subject: { kind: 'match', id },
      owners: subjectOf(match).owners,
      before: { state: step.from },
      after: { state: step.to, takenBy, reason: step.reason, note: step.note },
      confidentialTo: need.confidential ? need.organisationId : null,
    });
    await tellOfStep(manager, actor, match, step);
  }

  private wasJustWritten(
    manager: EntityManager,
    actor: Actor,
    matchId: string,
    note: string,
  ): Promise<boolean> {
    return manager
      .createQueryBuilder(MatchEvent, 'event')
      .where({ matchId, accountId: actor.accountId, note })
      .andWhere(`event.createdAt > now() - interval '${DOUBLE_CLICK_SECONDS} seconds'`)
      .getExists();
  }
}

/** Both sides own a match, and it is in the hands of the broker who has taken it. */
const subjectOf = ({ state, need, achievement, takenBy }: Match): Subject => ({
  state,
  owners: [need, achievement].map(({ organisationId, organisation }) => ({
    organisationId,
    regionCode: organisation.regionCode,
  })),
  accountId: takenBy ?? undefined,
});

function assertNotTaken({ takenBy }: Match, actor: Actor): void {
  if (actor.role !== 'broker' || takenBy === null || takenBy === actor.accountId) return;
  throw new DomainError('match_taken', 'Another broker has taken this match.');
}
