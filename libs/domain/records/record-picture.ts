import { changedFields } from '../audit/audit.rules.js';
import { type PublishedRecord, type RecordState } from './published-record.entity.js';
import { plainAmount } from './record-view.js';

/** Columns that say how the platform works on a record, not what its people wrote or did. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set<string>([
  'id',
  'organisation',
  'revision',
  'matchedRevision',
  'version',
  'comparedVersion',
  'refreshReminder',
  'createdAt',
  'updatedAt',
  'stageSince',
  'dueAt',
  'remindedAt',
]);

/** What a record says at one moment, to be compared with what it says later. */
export type RecordPicture = Record<string, unknown> & { state: RecordState };

/** The database answers amounts with all decimals of the column, and people write them without. */
const AMOUNT = /(Min|Max)$/;

/** A copy: lists that are changed in place afterwards do not change it. */
export const recordPicture = (record: PublishedRecord & { state: RecordState }): RecordPicture =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !NOT_ITS_OWN.has(name))
      .map(([name, value]: [string, unknown]) => [
        name,
        AMOUNT.test(name) ? plainAmount((value ?? null) as string | null) : copyOf(value),
      ]),
  ) as RecordPicture;

/** Cloning is for what has parts of its own: it takes many times as long as copying a list of texts. */
const copyOf = (value: unknown): unknown =>
  Array.isArray(value) && value.every((part) => typeof part === 'string')
    ? [...value]
    : typeof value === 'object' && value !== null
      ? structuredClone(value)
      : value;

export const isSamePicture = (before: RecordPicture, after: RecordPicture): boolean =>
  Object.keys(changedFields(before, after).after ?? {}).length === 0;
