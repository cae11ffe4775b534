import { type PublishedRecord } from './published-record.entity.js';

/** The shared fields of a record as the interface answers them; `organisation` must be loaded. */
export function sharedView(record: PublishedRecord) {
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
    returnReasons: record.returnReasons,
    publishedAt: record.publishedAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** An amount without the zeros that the column's scale adds: `120.0000` is `120`. */
export const plainAmount = (amount: string | null): string | null =>
  amount === null ? null : amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
