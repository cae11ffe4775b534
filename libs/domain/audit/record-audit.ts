import { type EntityManager } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { type AuditSubjectKind } from '#contracts/audit.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { currentOrigin } from '#platform/process/origin.js';
import { regionPath } from '#vocabulary/regions.js';
import { AuditEntry, AuditPersonalValues } from './audit-entry.entity.js';
import {
  type AuditContext,
  type AuditFields,
  changedFields,
  commit,
  NOBODY,
  type PersonalValues,
} from './audit.rules.js';

/** What an entry tells of the actor; every `Actor` is one. */
export interface AuditActor {
  accountId: string;
  role: AccountRole;
  organisationId: string;
  regionCode: string;
}

export interface AuditNote {
  /** Null where the platform itself acted, or where nobody known did. */
  actor: AuditActor | null;
  /** What was done: `achievement.publish`, `account.login`. */
  action: `${AuditSubjectKind}.${string}`;
  subject: { kind: AuditSubjectKind; id: string };
  /** Whose the subject is: beside the actor's own, the organisations whose managers may read the entry. */
  owners?: readonly { organisationId: string; regionCode: string }[];
  /** The subject before and after. Only fields that differ are kept, so whole pictures may be given. */
  before?: object | null;
  after?: object | null;
  /** Which of those fields say something of a person, and of whom. They can be erased; the rest cannot. */
  personal?: { of: string; fields: readonly string[] };
  /** The one organisation that may read `before` and `after`, for what is confidential. */
  confidentialTo?: string | null;
}

/**
 * Writes down who did what, in the caller's transaction: it is there when and only when the thing itself was done. From
 * where it came (address, request, job, command line) is known already. Call it in every service method that changes
 * something on somebody's behalf, after the change and with the same `manager`:
 *
 *     await recordAudit(manager, {
 *       actor,
 *       action: 'account.rename',
 *       subject: { kind: 'account', id: account.id },
 *       before: { name: was }, after: { name: account.name },
 *       personal: { of: account.id, fields: ['name'] },
 *     });
 *
 * Never give passwords, tokens or their hashes. Several notes are written at once, which is what an import does.
 */
export async function recordAudit(
  manager: EntityManager,
  notes: AuditNote | readonly AuditNote[],
): Promise<void> {
  const drafts = (Array.isArray(notes) ? (notes as readonly AuditNote[]) : [notes as AuditNote]).map(draftOf);
  if (drafts.length === 0) return;
  const written = await insertRows(
    manager,
    AuditEntry,
    drafts.map(({ entry }) => entry),
  );
  const personal = drafts.flatMap(({ persons }, index) =>
    [...persons].map(([personId, values]) => ({
      entryId: written[index]?.id,
      personId,
      values,
    })),
  );
  await insertRows(manager, AuditPersonalValues, personal);
}

interface Draft {
  entry: Partial<AuditEntry>;
  persons: Map<string, PersonalValues>;
}

function draftOf(note: AuditNote): Draft {
  const { actor, action, subject } = note;
  const persons = new Map<string, PersonalValues>();
  const hide = (of: string, place: string, value: unknown) => {
    const { commitment, kept } = commit(of, value);
    persons.set(of, { ...persons.get(of), [place]: kept });
    return commitment;
  };
  const hidePersonal = (fields: AuditFields | null, side: 'before' | 'after') =>
    fields &&
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) =>
        note.personal?.fields.includes(name) && value !== null
          ? [name, hide(note.personal.of, `${side}.${name}`, value)]
          : [name, value],
      ),
    );

  const changed = changedFields(note.before ?? null, note.after ?? null);
  const { ip, userAgent, ...origin } = currentOrigin();
  const caller = actor?.accountId ?? (subject.kind === 'account' ? subject.id : NOBODY);
  const context: AuditContext = {
    ...origin,
    ...(ip && { ip: hide(caller, 'context.ip', ip) }),
    ...(userAgent && { userAgent: hide(caller, 'context.userAgent', userAgent) }),
  };
  const owners = [...(actor ? [actor] : []), ...(note.owners ?? [])];
  return {
    entry: {
      accountId: actor?.accountId ?? null,
      role: actor?.role ?? null,
      actingFor: actor?.organisationId ?? null,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      before: hidePersonal(changed.before, 'before'),
      after: hidePersonal(changed.after, 'after'),
      context,
      organisationIds: [...new Set(owners.map(({ organisationId }) => organisationId))],
      regionCodes: [
        ...new Set(owners.flatMap(({ regionCode }) => regionPath(regionCode).map(({ code }) => code))),
      ],
      confidentialTo: note.confidentialTo ?? null,
    },
    persons,
  };
}
