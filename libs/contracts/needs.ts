import { z } from 'zod';
import { pageQuerySchema } from './pages.js';
import { recordFields, recordView, returnBodyOf } from './records.js';
import { amountAtMost, amountSchema, lineOf } from './text.js';

export const NEED_STATES = ['draft', 'submitted', 'returned', 'published', 'withdrawn', 'closed'] as const;
export type NeedState = (typeof NEED_STATES)[number];

/** Why a need ended. Only `solved_here` counts as an outcome of the platform. */
export const CLOSURE_REASONS = [
  'solved_here',
  'solved_elsewhere',
  'no_longer_needed',
  'no_solution_found',
] as const;

/** Budget in 万元; an end that is missing is open. */
export const budgetSchema = z
  .strictObject({ min: amountSchema.optional(), max: amountSchema.optional() })
  .refine((budget) => budget.min !== undefined || budget.max !== undefined, {
    error: 'must name at least one of min and max',
  })
  .refine((budget) => !budget.min || !budget.max || amountAtMost(budget.min, budget.max), {
    path: ['max'],
    error: 'must not be below min',
  });

const needFields = {
  ...recordFields,
  budget: budgetSchema.nullable().optional(),
  deadline: z.iso.date().nullable().optional().describe('The day by which the problem must be solved.'),
  confidential: z.boolean().optional().describe('Others see masked text only.'),
};

export const createNeedSchema = z.strictObject(needFields);
export type CreateNeed = z.infer<typeof createNeedSchema>;

/** Only what is named changes; null empties a field. */
export const updateNeedSchema = z.strictObject(needFields).partial();
export type UpdateNeed = z.infer<typeof updateNeedSchema>;

export const returnNeedSchema = returnBodyOf(needFields);

export const closeNeedSchema = z.strictObject({
  reason: z.enum(CLOSURE_REASONS),
  note: lineOf(1000).optional(),
});
export type CloseNeed = z.infer<typeof closeNeedSchema>;

export const needViewSchema = z.object({
  ...recordView,
  budget: z.object({ min: z.string().nullable(), max: z.string().nullable() }).nullable(),
  deadline: z.iso.date().nullable(),
  confidential: z.boolean(),
  masked: z.boolean().describe('True where the caller sees the masked text of a confidential need.'),
  closure: z
    .object({ reason: z.enum(CLOSURE_REASONS), note: z.string().nullable(), at: z.iso.datetime() })
    .nullable(),
  state: z.enum(NEED_STATES),
});
export type NeedView = z.infer<typeof needViewSchema>;

/** `mine=true` lists the records of the caller's organisation in every state, otherwise what is published. */
export const needListQuerySchema = pageQuerySchema.extend({
  mine: z.stringbool().optional(),
  state: z.enum(NEED_STATES).optional(),
});
export type NeedListQuery = z.infer<typeof needListQuerySchema>;
