const DAY = 86_400_000;
/** China keeps one time all year. */
const CHINA_OFFSET = 8 * 3_600_000;

/** Saturday and Sunday in China. 1 January 1970 was a Thursday. */
const isWeekend = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6;

/**
 * The end, in China, of the last of so many working days after the day of `from`. Only weekends are taken out: public
 * holidays and the weekends worked in exchange are decreed anew each November, and a list that nobody keeps up would
 * be wrong without saying so. A limit that spans a holiday therefore ends early, never late.
 */
export function afterWorkingDays(from: Date, days: number): Date {
  let day = Math.floor((from.getTime() + CHINA_OFFSET) / DAY);
  for (let left = days; left > 0;) {
    day += 1;
    if (!isWeekend(day)) left -= 1;
  }
  return new Date((day + 1) * DAY - CHINA_OFFSET);
}
