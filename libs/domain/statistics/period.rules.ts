const DAY_MILLISECONDS = 86_400_000;
/** A day is a day in China, which is eight hours ahead of UTC the whole year. */
const OFFSET_MILLISECONDS = 8 * 3_600_000;
const DEFAULT_DAYS = 30;

/** `2026-11-22` in China at this moment. */
export const dayAt = (moment: Date): string =>
  new Date(moment.getTime() + OFFSET_MILLISECONDS).toISOString().slice(0, 10);

/** The moment at which a day begins in China. */
export const startOf = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MILLISECONDS);

/** The moment at which a day is over. */
export const endOf = (day: string): Date => new Date(startOf(day).getTime() + DAY_MILLISECONDS);

export const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MILLISECONDS).toISOString().slice(0, 10);

export interface Period {
  from: string;
  to: string;
}

/** The period asked for; what is left open is filled with the last thirty days. */
export function periodOf({ from, to }: Partial<Period>, now: Date): Period {
  const today = dayAt(now);
  const last = to ?? (from !== undefined && from > today ? from : today);
  return { from: from ?? daysBefore(last, DEFAULT_DAYS - 1), to: last };
}

/** Every day of the period, first to last. */
export function daysOf({ from, to }: Period): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => daysBefore(from, -index));
}
