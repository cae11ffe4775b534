import { z } from 'zod';
import { checkCreditCode } from '#vocabulary/credit-code.js';
import { ORGANISATION_KIND_CODES } from '#vocabulary/organisation-kinds.js';
import { ACCOUNT_ROLES, emailSchema, LOCALES } from './identity.js';
import { pageQuerySchema } from './pages.js';
import { regionCodeSchema } from './records.js';
import { lineOf, textOf } from './text.js';

/** Whether an administrator of the region has found an organisation to be what it says. */
export const VERIFICATION_STATES = ['unverified', 'verified', 'refused'] as const;
export type VerificationState = (typeof VERIFICATION_STATES)[number];

/** The life of an invitation; one that ran out stays open, can no longer be accepted, and can be sent again. */
export const INVITATION_STATES = ['requested', 'open', 'accepted', 'revoked', 'declined'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** A credit code in its tidied form. A wrong length or character cannot be a code; a wrong check character can. */
export const creditCodeSchema = z
  .string()
  .trim()
  .max(60, { error: 'must have 18 characters' })
  .transform((written, context) => {
    const check = checkCreditCode(written);
    if (check.ok || check.problem === 'check_digit') return check.code;
    context.addIssue({
      code: 'custom',
      params: { code: `credit_code_${check.problem}` },
      message:
        check.problem === 'length'
          ? `must have 18 characters, not ${check.length}`
          : `must not have "${check.character}" as character ${check.position}`,
    });
    return z.NEVER;
  });

/** What an organisation says of itself. A code with a wrong check character needs a note why it is right all the same. */
const registrationFields = {
  name: lineOf(120),
  regionCode: regionCodeSchema,
  creditCode: creditCodeSchema.optional().describe('Unified social credit code (GB 32100).'),
  creditCodeNote: lineOf(300)
    .optional()
    .describe('Why a code is right although its check character is not: the administrator decides.'),
};

const noteWhereNeeded = (
  { creditCode, creditCodeNote }: { creditCode?: string | undefined; creditCodeNote?: string | undefined },
  context: z.RefinementCtx,
) => {
  if (creditCode === undefined || creditCodeNote !== undefined) return;
  const check = checkCreditCode(creditCode);
  if (check.ok || check.problem !== 'check_digit') return;
  context.addIssue({
    code: 'custom',
    path: ['creditCode'],
    params: { code: 'credit_code_check_digit' },
    message: `has the check character ${check.actual} where ${check.expected} is right: correct it, or say in creditCodeNote why it is so`,
  });
};

/** An organisation that registers itself; a government office is made by those above it. */
export const newOrganisationSchema = z
  .strictObject({ ...registrationFields, kind: z.enum(ORGANISATION_KIND_CODES).exclude(['government']) })
  .superRefine(noteWhereNeeded);
export type NewOrganisation = z.infer<typeof newOrganisationSchema>;

/** Corrections by a manager. What was verified must be verified anew. */
export const updateOrganisationSchema = z
  .strictObject(registrationFields)
  .partial()
  .superRefine(noteWhereNeeded)
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' });
export type UpdateOrganisation = z.infer<typeof updateOrganisationSchema>;

/** A government office, with the person who is invited to be its first administrator. */
export const newGovernmentSchema = z.strictObject({
  name: lineOf(120),
  regionCode: regionCodeSchema,
  administrator: z.strictObject({ email: emailSchema, locale: z.enum(LOCALES).default('zh') }),
});
export type NewGovernment = z.infer<typeof newGovernmentSchema>;

export const organisationViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(ORGANISATION_KIND_CODES),
  regionCode: z.string(),
  verified: z.boolean(),
  trusted: z.boolean(),
  demonstration: z.boolean(),
});
export type OrganisationView = z.infer<typeof organisationViewSchema>;

/** What the organisation itself and the administrators of its region see beside the public part. */
export const registrationViewSchema = organisationViewSchema.extend({
  creditCode: z.string().nullable(),
  creditCodeNote: z.string().nullable(),
  creditCodeValid: z.boolean().nullable().describe('False where only the check character is wrong.'),
  verification: z.object({
    state: z.enum(VERIFICATION_STATES),
    note: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
  }),
  createdAt: z.iso.datetime(),
});
export type RegistrationView = z.infer<typeof registrationViewSchema>;

export const verifySchema = z.strictObject({
  note: lineOf(500).optional().describe('Needed where the check character of the code is wrong.'),
});
export type Verify = z.infer<typeof verifySchema>;

export const refuseSchema = z.strictObject({ reason: lineOf(500) });
export type Refuse = z.infer<typeof refuseSchema>;

export const trustSchema = z.strictObject({ trusted: z.boolean(), reason: lineOf(500) });
export type Trust = z.infer<typeof trustSchema>;

export const registrationListQuerySchema = pageQuerySchema.extend({
  state: z
    .enum(['waiting', ...VERIFICATION_STATES])
    .default('waiting')
    .describe('`waiting` lists what can be decided: unverified, with a code and a confirmed address.'),
});
export type RegistrationListQuery = z.infer<typeof registrationListQuerySchema>;

export const memberViewSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  emailConfirmed: z.boolean(),
  secondFactor: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type MemberView = z.infer<typeof memberViewSchema>;

export const changeRoleSchema = z.strictObject({ role: z.enum(ACCOUNT_ROLES) });
export type ChangeRole = z.infer<typeof changeRoleSchema>;

export const inviteSchema = z.strictObject({
  email: emailSchema,
  role: z.enum(ACCOUNT_ROLES).default('member'),
  locale: z.enum(LOCALES).default('zh'),
});
export type Invite = z.infer<typeof inviteSchema>;

/** Asking to join an organisation that is there already. The answer never says whether it is. */
export const askToJoinSchema = z.strictObject({
  creditCode: creditCodeSchema,
  email: emailSchema,
  locale: z.enum(LOCALES).default('zh'),
  message: textOf(500).default(''),
});
export type AskToJoin = z.infer<typeof askToJoinSchema>;

export const invitationViewSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(ACCOUNT_ROLES),
  state: z.enum([...INVITATION_STATES, 'expired']),
  message: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationViewSchema>;
