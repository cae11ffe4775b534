import { z } from 'zod';
import { ORGANISATION_KIND_CODES } from '#vocabulary/organisation-kinds.js';
import { regionCodeSchema } from './records.js';
import { lineOf } from './text.js';

/** What an account may be; a visitor has none. An administrator's reach is the region of its organisation. */
export const ACCOUNT_ROLES = ['member', 'manager', 'broker', 'administrator', 'operator'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

export const LOCALES = ['zh', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .toLowerCase()
  .pipe(z.email({ error: 'must be an e-mail address' }));

/** Length is what makes a password strong; the upper end keeps hashing one cheap. */
export const passwordSchema = z
  .string()
  .min(10, { error: 'must have at least 10 characters' })
  .max(200, { error: 'must have at most 200 characters' });

/** A new organisation with its first account, who becomes its manager. It is not trusted until a government says so. */
export const registerSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: lineOf(60),
  locale: z.enum(LOCALES).default('zh'),
  organisation: z.strictObject({
    name: lineOf(120),
    kind: z.enum(ORGANISATION_KIND_CODES).exclude(['government']),
    regionCode: regionCodeSchema,
  }),
});
export type Register = z.infer<typeof registerSchema>;

export const loginSchema = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
});
export type Login = z.infer<typeof loginSchema>;

export const organisationViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(ORGANISATION_KIND_CODES),
  regionCode: z.string(),
  trusted: z.boolean(),
  demonstration: z.boolean(),
});
export type OrganisationView = z.infer<typeof organisationViewSchema>;

export const accountViewSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  locale: z.enum(LOCALES),
  organisation: organisationViewSchema,
});
export type AccountView = z.infer<typeof accountViewSchema>;

export const sessionViewSchema = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.number().int(),
  account: accountViewSchema,
});
export type SessionView = z.infer<typeof sessionViewSchema>;
