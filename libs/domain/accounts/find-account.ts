import { type EntityManager, IsNull, QueryFailedError } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { Account } from './account.entity.js';

/** The account of an address, with its organisation; who was removed has none. */
export const accountByEmail = (manager: EntityManager, email: string): Promise<Account | null> =>
  manager.findOne(Account, { where: { email, removedAt: IsNull() }, relations: { organisation: true } });

export const accountWithOrganisation = (manager: EntityManager, id: string): Promise<Account> =>
  manager.findOneOrFail(Account, { where: { id }, relations: { organisation: true } });

/**
 * Locks an account for the rest of the transaction, and reads it with its organisation.
 * @throws DomainError `token_invalid` where it was removed.
 */
export async function lockAccount(manager: EntityManager, id: string): Promise<Account> {
  const account = await manager.findOne(Account, {
    where: { id, removedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
  if (!account) throw new DomainError('token_invalid', 'The account has been removed.');
  // PostgreSQL does not lock the empty side of an outer join, so the lock goes first and alone.
  return accountWithOrganisation(manager, id);
}

const UNIQUE_VIOLATION = '23505';

/** True where a write failed because another row has the value already. */
export const violatesUnique = (error: unknown, index: string): boolean => {
  const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as {
    code?: string;
    constraint?: string;
  };
  return code === UNIQUE_VIOLATION && constraint === index;
};

/** Saves an account whose address may be taken. @throws DomainError `email_taken`. */
export async function saveAccount(manager: EntityManager, account: Account): Promise<Account> {
  return manager.save(Account, account).catch((error: unknown) => {
    if (!violatesUnique(error, 'accounts_email_idx')) throw error;
    throw new DomainError('email_taken', 'There is an account with this e-mail address: sign in.', [
      { field: 'email', code: 'email_taken', message: 'is taken' },
    ]);
  });
}
