/** Wrong passwords in a row before an account is locked. */
export const FAILED_LOGINS_ALLOWED = 10;

/** How long a lock lasts, in minutes. */
export const LOCK_MINUTES = 15;

export interface LoginRecord {
  failedLogins: number;
  lockedUntil: Date | null;
}

export const isLocked = ({ lockedUntil }: LoginRecord, now: Date): boolean =>
  lockedUntil !== null && lockedUntil > now;

/** What an account remembers after a wrong password. */
export function afterFailure({ failedLogins }: LoginRecord, now: Date): LoginRecord {
  const failures = failedLogins + 1;
  if (failures < FAILED_LOGINS_ALLOWED) return { failedLogins: failures, lockedUntil: null };
  return { failedLogins: 0, lockedUntil: new Date(now.getTime() + LOCK_MINUTES * 60_000) };
}
