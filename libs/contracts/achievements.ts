import { z } from 'zod';
import { normalizePatentNumber } from '#vocabulary/patent-number.js';
import { pageQuerySchema } from './pages.js';
import { recordFields, recordView, returnBodyOf } from './records.js';
import { amountAtMost, amountSchema } from './text.js';

export const ACHIEVEMENT_STATES = ['draft', 'submitted', 'returned', 'published', 'withdrawn'] as const;
export type AchievementState = (typeof ACHIEVEMENT_STATES)[number];

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
});
export type AchievementView = z.infer<typeof achievementViewSchema>;

/** `mine=true` lists the records of the caller's organisation in every state, otherwise what is published. */
export const achievementListQuerySchema = pageQuerySchema.extend({
  mine: z.stringbool().optional(),
  state: z.enum(ACHIEVEMENT_STATES).optional(),
});
export type AchievementListQuery = z.infer<typeof achievementListQuerySchema>;
