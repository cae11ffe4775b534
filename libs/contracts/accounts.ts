import { z } from 'zod';
import { ACCOUNT_ROLES, emailSchema, LOCALES } from './identity.js';
import { newOrganisationSchema, organisationViewSchema } from './organisations.js';
import { pageQuerySchema } from './pages.js';
import { lineOf } from './text.js';

export { ACCOUNT_ROLES, type AccountRole, emailSchema, type Locale, LOCALES } from './identity.js';
export { type OrganisationView, organisationViewSchema } from './organisations.js';

/** Length is what makes a password strong; the upper end keeps hashing one cheap. */
export const passwordSchema = z
  .string()
  .min(10, { error: 'must have at least 10 characters' })
  .max(200, { error: 'must have at most 200 characters' });

/** A password that was set before; the rules of its day do not matter. */
const knownPasswordSchema = z.string().min(1).max(200);

/** The secret of a mailed link, and the tokens that this platform signs. */
const tokenSchema = z.string().min(1).max(2000);

const personFields = { name: lineOf(60), locale: z.enum(LOCALES).default('zh') };

/** A new organisation with its first account, who becomes its manager. It is not trusted until a government says so. */
export const registerSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  ...personFields,
  organisation: newOrganisationSchema,
});
export type Register = z.infer<typeof registerSchema>;

export const loginSchema = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: knownPasswordSchema,
});
export type Login = z.infer<typeof loginSchema>;

/** Six digits from the device, or a recovery code. */
const codeSchema = z.string().trim().min(6).max(40);

export const secondFactorLoginSchema = z.strictObject({ challengeToken: tokenSchema, code: codeSchema });
export type SecondFactorLogin = z.infer<typeof secondFactorLoginSchema>;

export const forgottenPasswordSchema = z.strictObject({ email: emailSchema });
export type ForgottenPassword = z.infer<typeof forgottenPasswordSchema>;

export const resetPasswordSchema = z.strictObject({ token: tokenSchema, password: passwordSchema });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;

export const mailedTokenSchema = z.strictObject({ token: tokenSchema });
export type MailedToken = z.infer<typeof mailedTokenSchema>;

export const acceptInvitationSchema = z.strictObject({
  token: tokenSchema,
  password: passwordSchema,
  name: lineOf(60),
  locale: z.enum(LOCALES).optional(),
});
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;

/** What the holder of an invitation's link is shown before accepting it. */
export const offeredInvitationSchema = z.object({
  email: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  organisation: organisationViewSchema,
  expiresAt: z.iso.datetime(),
});
export type OfferedInvitation = z.infer<typeof offeredInvitationSchema>;

export const updateMeSchema = z
  .strictObject({ name: lineOf(60), locale: z.enum(LOCALES) })
  .partial()
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' });
export type UpdateMe = z.infer<typeof updateMeSchema>;

export const changePasswordSchema = z.strictObject({
  currentPassword: knownPasswordSchema,
  password: passwordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

export const changeEmailSchema = z.strictObject({ email: emailSchema, password: knownPasswordSchema });
export type ChangeEmail = z.infer<typeof changeEmailSchema>;

export const withPasswordSchema = z.strictObject({ password: knownPasswordSchema });
export type WithPassword = z.infer<typeof withPasswordSchema>;

export const withCodeSchema = z.strictObject({ code: codeSchema });
export type WithCode = z.infer<typeof withCodeSchema>;

export const withPasswordAndCodeSchema = z.strictObject({ password: knownPasswordSchema, code: codeSchema });
export type WithPasswordAndCode = z.infer<typeof withPasswordAndCodeSchema>;

export const accountViewSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  emailConfirmed: z.boolean(),
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

/** The answer to a right password where the account asks for a code as well. */
export const challengeViewSchema = z.object({
  challenge: z.literal('second_factor_required'),
  challengeToken: z.string(),
  /** Seconds. */
  expiresIn: z.number().int(),
});
export type ChallengeView = z.infer<typeof challengeViewSchema>;

/** One place where the account is signed in. */
export const openSessionViewSchema = z.object({
  id: z.uuid(),
  device: z.string(),
  address: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  current: z.boolean(),
});
export type OpenSessionView = z.infer<typeof openSessionViewSchema>;

export const secondFactorSecretSchema = z.object({
  secret: z.string().describe('Base32, for typing in.'),
  uri: z.string().describe('otpauth URI, for a QR code.'),
});
export type SecondFactorSecret = z.infer<typeof secondFactorSecretSchema>;

export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;

export const secondFactorStateSchema = z.object({
  enabled: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});
export type SecondFactorState = z.infer<typeof secondFactorStateSchema>;

export const signInProviderSchema = z.object({ enabled: z.boolean(), name: z.string().nullable() });
export type SignInProvider = z.infer<typeof signInProviderSchema>;

export const oidcStartSchema = z.strictObject({
  returnTo: z
    .string()
    .max(300)
    // Two slashes, or one and its mirror, would begin the address of another site.
    .regex(/^\/(?![/\\])[\x21-\x7e]*$/, { error: 'must be a path of the interface' })
    .default('/'),
});
export type OidcStart = z.infer<typeof oidcStartSchema>;

export const mailboxQuerySchema = pageQuerySchema.extend({
  recipient: emailSchema.optional().describe('For operators: whose mail. Others read their own.'),
});
export type MailboxQuery = z.infer<typeof mailboxQuerySchema>;

/** A mail that was kept because the installation has no mail server. */
export const keptMailSchema = z.object({
  id: z.uuid(),
  recipient: z.string(),
  subject: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
});
export type KeptMail = z.infer<typeof keptMailSchema>;
