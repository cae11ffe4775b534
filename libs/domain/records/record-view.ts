import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { type RecordKind, type StatefulRecord, subjectOf } from './record-subject.js';
import { reviewDueAt } from './review.rules.js';

/** The shared fields of a record as this reader may see them; `organisation` must be loaded. */
export function sharedView(record: StatefulRecord, kind: RecordKind, reader: Actor | null) {
  const answersForIt = may(reader, `${kind}.readReview`, subjectOf(record));
  return {
    id: record.id,
    organisation: { id: record.organisationId, name: record.organisation.name },
    title: record.title,
    description: record.description,
    keywords: record.keywords,
    disciplineCodes: record.disciplineCodes,
    fieldCodes: record.fieldCodes,
    industryCodes: record.industryCodes,
    chainCodes: record.chainCodes,
    regionCode: record.regionCode,
    cooperationModes: record.cooperationModes,
    externalKey: record.externalKey,
    returnReasons: answersForIt ? record.returnReasons : [],
    version: record.version,
    review: answersForIt ? waitingView(kind, record.submittedAt, new Date()) : null,
    publishedAt: record.publishedAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

function waitingView(kind: RecordKind, since: Date | null, now: Date) {
  if (since === null) return null;
  const due = reviewDueAt(kind, since);
  return { waitingSince: since.toISOString(), dueAt: due.toISOString(), late: now > due };
}

/** An amount without the zeros that the column's scale adds: `120.0000` is `120`. */
export const plainAmount = (amount: string | null): string | null =>
  amount === null ? null : amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
