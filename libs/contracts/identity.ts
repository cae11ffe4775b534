import { z } from 'zod';

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
