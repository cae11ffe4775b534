import { z } from 'zod';
import { normalizePatentNumber } from '#vocabulary/patent-number.js';
import { SELECTION_LEVELS } from './achievement-selections.js';
import { pageQuerySchema } from './pages.js';
import { recordFields, recordView, returnBodyOf } from './records.js';
import { amountAtMost, amountSchema, lineOf } from './text.js';

export const ACHIEVEMENT_STATES = ['draft', 'submitted', 'returned', 'published', 'withdrawn'] as const;
export type AchievementState = (typeof ACHIEVEMENT_STATES)[number];

/** Every published achievement is in the library; some are selected for the curated tier (精选). */
export const ACHIEVEMENT_TIERS = ['library', 'curated'] as const;
export type AchievementTier = (typeof ACHIEVEMENT_TIERS)[number];

/** Asking price in 万元: a fixed price has `min` only, a range both ends, a negotiable one neither. */
export const priceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), min: amountSchema }),
  z
    .strictObject({ kind: z.literal('range'), min: amountSchema, max: amountSchema })
    .refine((price) => amountAtMost(price.min, price.max), {
      path: ['max'],
      error: 'must not be below min',
    }),
  z.strictObject({ kind: z.literal('negotiable') }),
]);
export type Price = z.infer<typeof priceSchema>;

const patentNumberSchema = z.string().transform((text, context) => {
  const result = normalizePatentNumber(text);
  if (result.ok) return result.number;
  context.addIssue({
    code: 'custom',
    message: `is not a Chinese patent or application number (${result.problem})`,
    params: { code: `patent_number_${result.problem}` },
  });
  return z.NEVER;
});

const achievementFields = {
  ...recordFields,
  trl: z.int().min(1).max(9).nullable().optional().describe('Technology readiness level, 1–9.'),
  patentNumbers: z.array(patentNumberSchema).max(50).optional(),
  price: priceSchema.nullable().optional(),
};

export const createAchievementSchema = z.strictObject(achievementFields);
export type CreateAchievement = z.infer<typeof createAchievementSchema>;

/** Only what is named changes; null empties a field. */
export const updateAchievementSchema = z.strictObject(achievementFields).partial();
export type UpdateAchievement = z.infer<typeof updateAchievementSchema>;

export const returnAchievementSchema = returnBodyOf(achievementFields);

/** Said with submitting and publishing, where something like it is there already. */
export const duplicatesBodySchema = z
  .strictObject({
    duplicatesSeen: z.array(z.uuid()).max(100).optional().describe('Candidates that are something else.'),
    duplicatesReason: lineOf(500).optional().describe('Why; needed where not every candidate may be seen.'),
  })
  .default({});
export type DuplicatesBody = z.infer<typeof duplicatesBodySchema>;

export const DUPLICATE_GROUNDS = ['same_patent_number', 'same_text', 'near_text'] as const;
export type DuplicateGround = (typeof DUPLICATE_GROUNDS)[number];

export const duplicatesViewSchema = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      organisation: z.object({ id: z.uuid(), name: z.string() }),
      state: z.enum(ACHIEVEMENT_STATES),
      ground: z.enum(DUPLICATE_GROUNDS),
      similarity: z.number().describe('Share of three-character pieces that both texts have, 0 to 1.'),
      seen: z.boolean().describe('True where its owner has said that it is something else.'),
    }),
  ),
  hidden: z.number().int().describe('How many more there are that this reader may not see.'),
});
export type DuplicatesView = z.infer<typeof duplicatesViewSchema>;

export const mergeAchievementSchema = z.strictObject({
  into: z.uuid().describe('The achievement that goes on.'),
  reason: lineOf(500),
});
export type MergeAchievement = z.infer<typeof mergeAchievementSchema>;

export const achievementViewSchema = z.object({
  ...recordView,
  trl: z.number().int().nullable(),
  patentNumbers: z.array(z.string()),
  price: z
    .object({
      kind: z.enum(['fixed', 'range', 'negotiable']),
      min: z.string().nullable(),
      max: z.string().nullable(),
    })
    .nullable(),
  state: z.enum(ACHIEVEMENT_STATES),
  tier: z.enum(ACHIEVEMENT_TIERS),
  selectedLevels: z.array(z.enum(SELECTION_LEVELS)),
  lastConfirmedAt: z.iso.datetime().nullable(),
  freshUntil: z.iso.datetime().nullable(),
  stale: z.boolean().describe('True where its owner has not confirmed it for a year.'),
  mergedInto: z.uuid().nullable().describe('The achievement that goes on in its place.'),
  proposedChange: z
    .object({
      waiting: z.boolean().describe('False where it was returned; the reasons are in returnReasons.'),
      fields: z.array(z.string()),
      content: z.record(z.string(), z.unknown()),
    })
    .nullable()
    .describe(
      'What its owner would have it say instead; null where nothing is proposed, or not for this reader.',
    ),
  duplicates: z
    .object({ suspected: z.boolean(), seen: z.array(z.uuid()), reason: z.string().nullable() })
    .nullable()
    .describe('What its owner said of possible duplicates; null for those who do not answer for it.'),
});
export type AchievementView = z.infer<typeof achievementViewSchema>;

/** `mine=true` lists the records of the caller's organisation in every state, otherwise what is published. */
export const achievementListQuerySchema = pageQuerySchema.extend({
  mine: z.stringbool().optional(),
  state: z.enum(ACHIEVEMENT_STATES).optional(),
  tier: z.enum(ACHIEVEMENT_TIERS).optional(),
  duplicates: z.literal('suspected').optional().describe('Of those the caller answers for.'),
});
export type AchievementListQuery = z.infer<typeof achievementListQuerySchema>;
