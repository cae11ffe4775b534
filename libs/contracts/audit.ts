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
