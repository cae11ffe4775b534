import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { Account } from '../accounts/account.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { type Need } from './need.entity.js';

const unsuitable = (field: string, message: string) =>
  new DomainError('assignee_unsuitable', `The need cannot be assigned: ${field} ${message}.`, [
    { field, code: 'assignee_unsuitable', message },
  ]);

/**
 * A need is given to a transfer institution, or to an organisation that has brokers, and not to its own owner.
 * @throws DomainError `assignee_unsuitable`.
 */
export async function assertSuitableAssignee(
  manager: EntityManager,
  need: Need,
  organisationId: string,
  accountId: string | undefined,
): Promise<void> {
  const organisation = await manager.findOneBy(Organisation, { id: organisationId });
  if (!organisation) throw unsuitable('organisationId', 'is no organisation');
  if (organisationId === need.organisationId) throw unsuitable('organisationId', 'is the owner itself');
  const brokers = await manager.findBy(Account, { organisationId, role: 'broker' });
  if (organisation.kind !== 'transfer_institution' && brokers.length === 0) {
    throw unsuitable('organisationId', 'is neither a transfer institution nor an organisation with brokers');
  }
  if (accountId && !brokers.some(({ id }) => id === accountId)) {
    throw unsuitable('accountId', 'is no broker of that organisation');
  }
}

/** What is kept for a need and can be named as evidence. Read by name, since both folders build on this one. */
const KEPT_FOR_NEED = {
  match: 'SELECT 1 FROM matches WHERE id = $1 AND need_id = $2',
  attachment: 'SELECT 1 FROM attachments WHERE id = $1 AND need_id = $2',
} as const;

/** @throws DomainError `evidence_unknown`. */
export async function assertKeptForNeed(
  manager: EntityManager,
  need: Need,
  what: keyof typeof KEPT_FOR_NEED,
  id: string | undefined,
  field: string,
): Promise<void> {
  if (id === undefined) return;
  const [row] = await manager.query<unknown[]>(KEPT_FOR_NEED[what], [id, need.id]);
  if (row) return;
  throw new DomainError('evidence_unknown', `There is no such ${what} of this need.`, [
    { field, code: 'evidence_unknown', message: `must be a ${what} of this need` },
  ]);
}

/** @throws DomainError `not_found`. */
export async function assertKnownOrganisation(manager: EntityManager, id: string): Promise<void> {
  if (await manager.existsBy(Organisation, { id })) return;
  throw new DomainError('not_found', 'There is no such organisation.', [
    { field: 'organisationId', code: 'not_found', message: 'must be an organisation of the platform' },
  ]);
}
