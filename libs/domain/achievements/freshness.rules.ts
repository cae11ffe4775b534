const DAY = 24 * 60 * 60_000;

/** How long a confirmation holds, and how long before its end the owner is reminded; days of the calendar. */
export const REFRESH = { validDays: 365, remindDaysBefore: 30 } as const;

/** Which reminders of a cycle there are: before the end, and at it. */
export type RefreshReminder = 'soon' | 'expired';

/** Until when a confirmation holds. */
export const freshUntil = (confirmedAt: Date): Date =>
  new Date(confirmedAt.getTime() + REFRESH.validDays * DAY);

export const isStale = (confirmedAt: Date, now: Date): boolean => now > freshUntil(confirmedAt);

/**
 * The reminder that is owed, or null. Who was away for the whole month before hears of the end only: two letters at
 * once say nothing more than one.
 */
export function owedReminder(
  confirmedAt: Date,
  last: RefreshReminder | null,
  now: Date,
): RefreshReminder | null {
  const end = freshUntil(confirmedAt).getTime();
  if (now.getTime() > end) return last === 'expired' ? null : 'expired';
  return now.getTime() > end - REFRESH.remindDaysBefore * DAY && last === null ? 'soon' : null;
}

/** Whoever confirmed after this moment is owed nothing yet. */
export const remindersBegin = (now: Date): Date =>
  new Date(now.getTime() - (REFRESH.validDays - REFRESH.remindDaysBefore) * DAY);
