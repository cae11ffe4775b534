import { type AccountRole } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type InvitationState } from '#contracts/organisations.js';
import { type OrganisationKind } from '#vocabulary/organisation-kinds.js';
import { type Permission } from '../access/permissions.js';

/** The permission that it takes to give somebody this role. */
export const PERMISSION_TO_GIVE: Readonly<Record<AccountRole, Permission>> = {
  member: 'organisation.admit',
  manager: 'organisation.admit',
  broker: 'organisation.appoint',
  administrator: 'organisation.appoint',
  operator: 'organisation.appointOperator',
};

/** The permission that it takes to end it: a broker who leaves a transfer institution is that institution's business. */
export const PERMISSION_TO_TAKE: Readonly<Record<AccountRole, Permission>> = {
  ...PERMISSION_TO_GIVE,
  broker: 'organisation.admit',
};

/** Government offices have administrators and operators; everybody else has members, managers and brokers. */
const rolesIn = (kind: OrganisationKind): readonly AccountRole[] =>
  kind === 'government' ? ['administrator', 'operator'] : ['member', 'manager', 'broker'];

/** @throws DomainError `validation_failed` where an organisation of this kind has nobody of this role. */
export function assertRoleFits(kind: OrganisationKind, role: AccountRole): void {
  const roles = rolesIn(kind);
  if (roles.includes(role)) return;
  throw new DomainError('validation_failed', `An organisation of the kind ${kind} has no ${role}.`, [
    { field: 'role', code: 'role_of_other_kind', message: `must be one of ${roles.join(', ')}` },
  ]);
}

/**
 * An organisation never loses its last manager: nobody could invite another. Offices of government can, because the
 * province and the operators appoint theirs.
 * @param members everybody of the organisation, as they are now.
 * @param next the role that the member will have; null where it leaves.
 * @throws DomainError `last_manager`.
 */
export function assertManagerRemains(
  members: readonly { id: string; role: AccountRole }[],
  memberId: string,
  next: AccountRole | null,
): void {
  const managers = members.filter(({ role }) => role === 'manager');
  if (next === 'manager' || managers.length !== 1 || managers[0]?.id !== memberId) return;
  throw new DomainError(
    'last_manager',
    'This is the last manager of the organisation: make another member a manager first.',
  );
}

/** An invitation as a person sees it: one that ran out is open in the database and expired for everybody. */
export const invitationStateAt = (
  { state, expiresAt }: { state: InvitationState; expiresAt: Date | null },
  now: Date,
): InvitationState | 'expired' =>
  state === 'open' && expiresAt !== null && expiresAt <= now ? 'expired' : state;
