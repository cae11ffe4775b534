import { type RecordKind } from './record-subject.js';

const DAY = 24 * 60 * 60_000;

/**
 * Within how many days a reviewer answers. A need waits with a production line behind it, an achievement does not. The
 * days are those of the calendar: the working days of a year are only known once its holidays are announced.
 */
export const REVIEW_LIMIT_DAYS: Readonly<Record<RecordKind, number>> = { achievement: 5, need: 3 };

/** The moment after which a review is late. */
export const reviewDueAt = (kind: RecordKind, waitingSince: Date): Date =>
  new Date(waitingSince.getTime() + REVIEW_LIMIT_DAYS[kind] * DAY);
