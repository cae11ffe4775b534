import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '#contracts/domain-error.js';

/** RFC 9106's second choice, for memory-constrained servers, with OWASP's lower memory: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Argon2id is the library's default kind; the parameters travel in the hash. */
export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

let decoy: Promise<string> | undefined;

/**
 * Checks a password. Without an account it does the same work on a decoy, so that the time of the answer does not say
 * whether the account exists.
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const stored = passwordHash ?? (await (decoy ??= hashPassword('decoy')));
  const matches = await verify(stored, password);
  return passwordHash !== null && matches;
}

/** Asks for the password once more before something that a stolen session must not do. @throws DomainError `password_wrong`. */
export async function assertPassword(
  { passwordHash }: { passwordHash: string },
  password: string,
): Promise<void> {
  if (await passwordMatches(passwordHash, password)) return;
  throw new DomainError('password_wrong', 'The password is wrong.', [
    { field: 'password', code: 'password_wrong', message: 'is not your password' },
  ]);
}
