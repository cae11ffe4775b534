import { type AuditEntryView } from '#contracts/audit.js';
import { type Actor } from '../access/actor.js';
import { type AuditEntry, type AuditPersonalValues } from './audit-entry.entity.js';
import { type AuditFields, isCommitment } from './audit.rules.js';
import { maskPersonal } from './mask.rules.js';

/** What stands in the place of a value that was erased with its person. */
const ERASED = '[erased]';
/** What stands in the place of words that are another organisation's business. */
const WITHHELD = '[withheld]';

/** Who reads; null for whoever holds the database, from whom nothing in it can be kept. */
export type Reader = Pick<Actor, 'accountId' | 'role' | 'organisationId'> | null;

/**
 * An entry as this reader may see it. Personal values are whole for their own person and for operators, and masked for
 * everybody else; the words of a confidential subject are its owner's alone.
 * @param withheld whether the subject is confidential now, whatever it was when the entry was written.
 */
export function readableEntry(
  entry: AuditEntry,
  values: readonly AuditPersonalValues[],
  reader: Reader,
  withheldTo: string | null = null,
): AuditEntryView {
  const owner = entry.confidentialTo ?? withheldTo;
  const withheld = reader !== null && owner !== null && owner !== reader.organisationId;
  const reveal = (place: string, value: unknown): unknown => {
    if (!isCommitment(value)) return value;
    const { of } = value.$personal;
    const kept = values.find(({ entryId, personId }) => entryId === entry.id && personId === of)?.values[
      place
    ];
    if (!kept) return ERASED;
    const mayRead = reader === null || reader.role === 'operator' || reader.accountId === of;
    return mayRead ? kept.value : maskPersonal(place.split('.').at(-1) ?? '', kept.value);
  };
  const side = (name: 'before' | 'after', fields: AuditFields | null) =>
    fields &&
    Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        withheld && field !== 'state' ? WITHHELD : reveal(`${name}.${field}`, value),
      ]),
    );
  const { ip, userAgent, ...context } = entry.context;
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: entry.accountId
      ? { accountId: entry.accountId, role: entry.role, organisationId: entry.actingFor }
      : null,
    action: entry.action,
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    before: side('before', entry.before),
    after: side('after', entry.after),
    context: {
      ...context,
      ...(ip && { ip: String(reveal('context.ip', ip)) }),
      ...(userAgent && { userAgent: String(reveal('context.userAgent', userAgent)) }),
    },
  };
}
