import { z } from 'zod';
import { pageQuerySchema } from './pages.js';
import { lineOf } from './text.js';

/** On which level an achievement is selected, each with a list of its own. */
export const SELECTION_LEVELS = ['county', 'city', 'province'] as const;
export type SelectionLevel = (typeof SELECTION_LEVELS)[number];

/** By what an achievement is selected for the curated tier. */
export const SELECTION_CRITERIA = ['proven', 'mature', 'protected', 'wanted', 'complete', 'leading'] as const;
export type SelectionCriterion = (typeof SELECTION_CRITERIA)[number];

export const selectAchievementSchema = z.strictObject({
  level: z
    .enum(SELECTION_LEVELS)
    .optional()
    .describe(
      "An administrator's own level, which need not be named; of an operator the province, unless named.",
    ),
  criteria: z
    .array(z.enum(SELECTION_CRITERIA))
    .min(1)
    .max(SELECTION_CRITERIA.length)
    .transform((list) => [...new Set(list)]),
  reason: lineOf(500),
  note: lineOf(1000).optional(),
});
export type SelectAchievement = z.infer<typeof selectAchievementSchema>;

export const deselectAchievementSchema = z.strictObject({
  level: z.enum(SELECTION_LEVELS).optional(),
  reason: lineOf(500),
});
export type DeselectAchievement = z.infer<typeof deselectAchievementSchema>;

export const selectionListQuerySchema = pageQuerySchema;

export const selectionViewSchema = z.object({
  id: z.uuid(),
  level: z.enum(SELECTION_LEVELS),
  criteria: z.array(z.enum(SELECTION_CRITERIA)),
  reason: z.string(),
  note: z.string().nullable(),
  selectedBy: z.object({ organisationId: z.uuid(), organisation: z.string().nullable() }),
  selectedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  endReason: z.string().nullable(),
});
export type SelectionView = z.infer<typeof selectionViewSchema>;
