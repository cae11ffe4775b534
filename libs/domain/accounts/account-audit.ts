import { type EntityManager } from 'typeorm';
import { type AuditActor, type AuditNote, recordAudit } from '../audit/record-audit.js';
import { type Account } from './account.entity.js';

/** The columns of an account that say something of its person. */
export const PERSONAL_FIELDS = ['email', 'name'] as const;

/** The account as the one who acts; `organisation` must be loaded. */
export const auditActor = ({ id, role, organisationId, organisation }: Account): AuditActor => ({
  accountId: id,
  role,
  organisationId,
  regionCode: organisation.regionCode,
});

/**
 * Writes down what an account did to itself, in the caller's transaction; `organisation` must be loaded. The e-mail
 * address and the name are kept apart, so that they can be erased.
 */
export const recordOnAccount = (
  manager: EntityManager,
  account: Account,
  action: string,
  { before, after }: Pick<AuditNote, 'before' | 'after'> = {},
): Promise<void> =>
  recordAudit(manager, {
    actor: auditActor(account),
    action: `account.${action}`,
    subject: { kind: 'account', id: account.id },
    before,
    after,
    personal: { of: account.id, fields: PERSONAL_FIELDS },
  });
