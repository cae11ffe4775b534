import { type AccountRole } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';

/** What must be known of an account's organisation before the account goes. */
export interface Departure {
  role: AccountRole;
  /** Others of the same organisation by role. */
  colleagues: readonly AccountRole[];
  /** Whether the organisation has records that somebody must answer for. */
  hasRecords: boolean;
}

/**
 * Lets an account go unless that would leave something without anybody: people or records without a manager, a region
 * without its administrator, the platform without its operator.
 * @throws DomainError `last_manager`, `only_administrator`.
 */
export function assertMayLeave({ role, colleagues, hasRecords }: Departure): void {
  const another = colleagues.includes(role);
  if (another) return;
  if (role === 'manager' && (colleagues.length > 0 || hasRecords)) {
    throw new DomainError(
      'last_manager',
      'You are the last manager of your organisation, which has other members or records: make somebody else a manager first.',
    );
  }
  if (role === 'administrator' || role === 'operator') {
    throw new DomainError(
      'only_administrator',
      `You are the only ${role} of your organisation: another must be there first.`,
    );
  }
}
