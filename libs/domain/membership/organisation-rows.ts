import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Subject } from '../access/access.rules.js';
import { violatesUnique } from '../accounts/find-account.js';
import { Organisation } from '../organisations/organisation.entity.js';

/** What the table of permissions asks of an organisation. */
export const subjectOf = ({ id, regionCode, verification }: Organisation): Subject => ({
  state: verification,
  owners: [{ organisationId: id, regionCode }],
});

/** @throws DomainError `not_found`. */
export async function findOrganisation(manager: EntityManager, id: string): Promise<Organisation> {
  const organisation = await manager.findOneBy(Organisation, { id });
  if (!organisation) throw new DomainError('not_found', 'There is no such organisation.');
  return organisation;
}

/** Locks it for the rest of the transaction, so that two who decide take turns. @throws DomainError `not_found`. */
export async function lockOrganisation(manager: EntityManager, id: string): Promise<Organisation> {
  const organisation = await manager.findOne(Organisation, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!organisation) throw new DomainError('not_found', 'There is no such organisation.');
  return organisation;
}

/** @throws DomainError `organisation_taken` where another has the credit code. */
export async function saveOrganisation(
  manager: EntityManager,
  organisation: Organisation,
): Promise<Organisation> {
  return manager.save(Organisation, organisation).catch((error: unknown) => {
    if (!violatesUnique(error, 'organisations_credit_code_idx')) throw error;
    throw new DomainError(
      'organisation_taken',
      'An organisation with this credit code takes part already: ask to join it, or have one of its managers invite you.',
      [{ field: 'organisation.creditCode', code: 'organisation_taken', message: 'is registered already' }],
    );
  });
}

/** As an organisation is before an administrator looked at it. */
export const UNDECIDED = {
  verification: 'unverified',
  verificationNote: null,
  verificationDecidedBy: null,
  verificationDecidedAt: null,
  trusted: false,
} as const satisfies Partial<Organisation>;
