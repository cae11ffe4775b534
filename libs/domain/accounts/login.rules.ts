/** Wrong passwords in a row, from places where the account never signed in, before it is locked for such places. */
export const FAILED_LOGINS_ALLOWED = 10;

/** Wrong codes in a row before the second factor is locked. With 3 codes right at a time, 5 guesses win 1 in 66,000. */
export const WRONG_CODES_ALLOWED = 5;

/** How long a lock lasts, in minutes. */
export const LOCK_MINUTES = 15;

export interface FailureRecord {
  failures: number;
  lockedUntil: Date | null;
}

export const isLocked = ({ lockedUntil }: Pick<FailureRecord, 'lockedUntil'>, now: Date): boolean =>
  lockedUntil !== null && lockedUntil > now;

/** What is remembered after one more failure. */
export function afterFailure({ failures }: FailureRecord, allowed: number, now: Date): FailureRecord {
  if (failures + 1 < allowed) return { failures: failures + 1, lockedUntil: null };
  return { failures: 0, lockedUntil: new Date(now.getTime() + LOCK_MINUTES * 60_000) };
}
