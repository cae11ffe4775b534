import { type EntityManager } from 'typeorm';
import { type MatchState } from '#contracts/matches.js';
import { Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { isMaskedFor, maskedTitle } from '../needs/need-view.js';
import { membersOf, writeNotifications } from '../notifications/write-notifications.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { type Match } from './match.entity.js';
import { matchStepText } from './match-step-text.js';

export interface Step {
  from: MatchState;
  /** The same where a note was left, or a broker took the match. */
  to: MatchState;
  reason: string | null;
  note: string | null;
}

/** Tells, in the step's transaction, both sides and the broker, but for the organisation of whoever took the step. */
export async function tellOfStep(
  manager: EntityManager,
  actor: Actor,
  { id, level, need, achievement, takenBy }: Match,
  { from, to, reason, note }: Step,
): Promise<void> {
  // Who works on a match is seen on it; nobody need be told.
  if (from === to && note === null) return;
  const members = await membersOf(manager, [need.organisationId, achievement.organisationId]);
  const broker = takenBy ? await manager.findBy(Account, { id: takenBy }) : [];
  const readers = new Map([...members, ...broker].map((account) => [account.id, account]));
  const author = await manager.findOneByOrFail(Organisation, { id: actor.organisationId });
  const others = [...readers.values()].filter(
    (account) => account.id !== actor.accountId && account.organisationId !== actor.organisationId,
  );
  await writeNotifications(
    manager,
    others.map((account) => {
      const masked = isMaskedFor(account.organisationId, need);
      // Whoever knows the words of a confidential need can repeat them.
      const knows = masked && !isMaskedFor(actor.organisationId, need);
      return {
        accountId: account.id,
        kind: 'match_step' as const,
        matchId: id,
        level,
        ...matchStepText(
          {
            to: from === to ? null : to,
            reason,
            note: knows ? null : note,
            by: masked && actor.organisationId === need.organisationId ? null : author.name,
          },
          { need: masked ? maskedTitle(need) : need.title, achievement: achievement.title },
          account.locale,
        ),
      };
    }),
  );
}
