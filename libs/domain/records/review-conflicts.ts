import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { type PublishedRecord } from './published-record.entity.js';
import { type StatefulRecord } from './record-subject.js';

/**
 * Lets pass whoever read the newest version, or does not say what they read.
 * @throws DomainError `changed_meanwhile`.
 */
export function assertSeen({ version, updatedAt }: PublishedRecord, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw new DomainError(
    'changed_meanwhile',
    `You read version ${seen}, and since ${updatedAt.toISOString()} there is version ${version}: read it, then decide.`,
    [
      {
        field: 'If-Match',
        code: 'changed_meanwhile',
        message: `is ${seen}, and the newest version is ${version}`,
      },
    ],
  );
}

/** True where another reviewer has decided on somebody else's record before this one. */
export const isForestalled = (actor: Actor, record: StatefulRecord): boolean =>
  actor.organisationId !== record.organisationId &&
  record.reviewedById !== null &&
  record.reviewedById !== actor.accountId;

/** What the later of two reviewers is told: who decided, what, and when. */
export async function forestalled(manager: EntityManager, record: StatefulRecord): Promise<DomainError> {
  const reviewer = await manager.findOne(Account, {
    where: { id: record.reviewedById ?? '' },
    relations: { organisation: true },
  });
  const who = reviewer ? `${reviewer.name} (${reviewer.organisation.name})` : 'Another reviewer';
  const when = record.reviewedAt?.toISOString() ?? '';
  return new DomainError(
    'transition_not_allowed',
    `${who} has decided on this record at ${when}: it is ${record.state}.`,
    [{ field: 'state', code: 'decided_meanwhile', message: `is ${record.state} by ${who} since ${when}` }],
  );
}
