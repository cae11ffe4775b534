import { type EntityManager, In } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { regionPath } from '#vocabulary/regions.js';
import { Account } from '../accounts/account.entity.js';
import { membersOf } from '../notifications/write-notifications.js';
import { type Responsible } from './need-stages.rules.js';
import { type Need } from './need.entity.js';

/** The broker who answers for the need, or everybody of the organisation who could. */
export async function assigneesOf(
  manager: EntityManager,
  { assigneeOrganisationId, assigneeAccountId }: Need,
): Promise<Account[]> {
  if (!assigneeOrganisationId) return [];
  const roles: AccountRole[] = ['member', 'manager', 'broker'];
  const all = await manager.find(Account, {
    where: { organisationId: assigneeOrganisationId, role: In(roles) },
  });
  const named = all.filter(({ id }) => id === assigneeAccountId);
  return named.length > 0 ? named : all;
}

/** The administrators who sit nearest to a region: its county's, else its city's, else its province's. */
async function administratorsOf(manager: EntityManager, regionCode: string): Promise<Account[]> {
  const path = regionPath(regionCode).map(({ code }) => code);
  const all = await manager.find(Account, {
    where: { role: 'administrator', organisation: { regionCode: In(path) } },
    relations: { organisation: true },
  });
  const nearest = path.findLast((code) => all.some(({ organisation }) => organisation.regionCode === code));
  return all.filter(({ organisation }) => organisation.regionCode === nearest);
}

/** Those who have the next step of a need in hand; its organisation must be loaded. */
export function peopleResponsible(
  manager: EntityManager,
  need: Need,
  responsible: Responsible,
): Promise<Account[]> {
  switch (responsible) {
    case 'administrator':
      return administratorsOf(manager, need.organisation.regionCode);
    case 'assignee':
      return assigneesOf(manager, need);
    case 'owner':
      return membersOf(manager, [need.organisationId]);
  }
}
