import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Actor } from '../access/actor.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { Account } from './account.entity.js';

/**
 * The actor behind an account as it is now, for work that was asked for earlier: whoever has lost a role or the trust in
 * an organisation meanwhile does not act by them any more. Null where the account is gone.
 */
export async function storedActor(manager: EntityManager, accountId: string): Promise<Actor | null> {
  const account = await manager.findOne(Account, {
    where: { id: accountId },
    relations: { organisation: true },
  });
  if (!account) return null;
  const { id, role, locale, organisationId, organisation } = account;
  return {
    accountId: id,
    role,
    locale,
    organisationId,
    regionCode: organisation.regionCode,
    trusted: organisation.trusted,
  };
}

/**
 * The longest-standing manager of an organisation, for commands that its operator gives on the machine itself.
 * @throws DomainError `not_found` where no organisation, or more than one, has the name, or it has no manager.
 */
export async function managerOf(manager: EntityManager, nameOrId: string): Promise<Actor> {
  const [found, ...others] = await manager
    .createQueryBuilder(Organisation, 'organisation')
    .where('organisation.name = :nameOrId OR organisation.id::text = :nameOrId', { nameOrId })
    .take(2)
    .getMany();
  if (!found) throw new DomainError('not_found', `There is no organisation "${nameOrId}".`);
  if (others.length > 0) {
    throw new DomainError('not_found', `More than one organisation is called "${nameOrId}": give its id.`);
  }
  const account = await manager.findOne(Account, {
    where: { organisationId: found.id, role: 'manager' },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const actor = account && (await storedActor(manager, account.id));
  if (!actor) throw new DomainError('not_found', `The organisation "${nameOrId}" has no manager.`);
  return actor;
}
