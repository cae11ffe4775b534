import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Subject } from '../access/access.rules.js';
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
