import { type EntityManager } from 'typeorm';
import { type AuditActor, recordAudit } from '../audit/record-audit.js';
import { type Organisation } from '../organisations/organisation.entity.js';

/** What the record keeps of an organisation: what it says of itself, and what was decided about it. */
export const organisationPicture = (organisation: Organisation) => {
  const { name, kind, regionCode, creditCode, creditCodeNote, verification, verificationNote, trusted } =
    organisation;
  return { name, kind, regionCode, creditCode, creditCodeNote, verification, verificationNote, trusted };
};

/** Writes down what was done to an organisation, in the caller's transaction. */
export const recordOnOrganisation = (
  manager: EntityManager,
  actor: AuditActor | null,
  { id, regionCode }: Organisation,
  action: string,
  { before = null, after = null }: { before?: object | null; after?: object | null },
): Promise<void> =>
  recordAudit(manager, {
    actor,
    action: `organisation.${action}`,
    subject: { kind: 'organisation', id },
    owners: [{ organisationId: id, regionCode }],
    before,
    after,
  });
