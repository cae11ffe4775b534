import { z } from 'zod';
import { ACCOUNT_ROLES, LOCALES } from './accounts.js';
import { auditEntryViewSchema } from './audit.js';

/** What the platform knows of one person. */
export const personalDataViewSchema = z.object({
  exportedAt: z.iso.datetime(),
  account: z.object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ACCOUNT_ROLES),
    locale: z.enum(LOCALES),
    organisationId: z.uuid(),
    createdAt: z.iso.datetime(),
  }),
  rows: z
    .record(z.string(), z.array(z.record(z.string(), z.unknown())))
    .describe('What belongs to the account, table by table: sessions, notifications, saved searches, mail.'),
  actions: z.array(auditEntryViewSchema).describe('What the account did, and what was done to it.'),
});
export type PersonalDataView = z.infer<typeof personalDataViewSchema>;

/** Leaving cannot be undone, so the password is asked for once more. */
export const erasePersonSchema = z.strictObject({ password: z.string().min(1).max(200) });
export type ErasePerson = z.infer<typeof erasePersonSchema>;
