import { z } from 'zod';
import { ACCOUNT_ROLES } from './accounts.js';
import { pageQuerySchema } from './pages.js';
import { lineOf } from './text.js';

/** What an audit entry can be about. */
export const AUDIT_SUBJECTS = [
  'account',
  'organisation',
  'achievement',
  'need',
  'match',
  'import',
  'export',
  'file',
] as const;
export type AuditSubjectKind = (typeof AUDIT_SUBJECTS)[number];

const fieldsSchema = z.record(z.string(), z.unknown()).nullable();

export const auditEntryViewSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z
    .object({
      accountId: z.uuid(),
      role: z.enum(ACCOUNT_ROLES).nullable(),
      organisationId: z.uuid().nullable(),
    })
    .nullable()
    .describe('Null where the platform itself acted, or nobody known did.'),
  action: z.string(),
  subject: z.object({ kind: z.enum(AUDIT_SUBJECTS), id: z.uuid() }),
  before: fieldsSchema.describe(
    'The changed fields as they were. Personal values are masked outside their owner.',
  ),
  after: fieldsSchema,
  context: z.object({
    via: z.enum(['http', 'job', 'command', 'process']),
    requestId: z.string().optional(),
    name: z.string().optional(),
    ip: z.string().optional(),
    userAgent: z.string().optional(),
  }),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const auditQuerySchema = pageQuerySchema.extend({
  subjectKind: z.enum(AUDIT_SUBJECTS).optional(),
  subjectId: z.uuid().optional(),
  accountId: z.uuid().optional().describe('Who acted.'),
  organisationId: z.uuid().optional().describe('Whom it concerns.'),
  action: lineOf(80).optional().describe('Such as `achievement.publish`.'),
  requestId: lineOf(64).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Up to this moment, without it.'),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
