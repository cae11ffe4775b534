import { type z } from 'zod';
import { achievementListQuerySchema } from './achievements.js';
import { matchListQuerySchema } from './matches.js';
import { needListQuerySchema } from './needs.js';
import { searchAchievementsQuerySchema, searchNeedsQuerySchema } from './search.js';

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const page = { cursor: true, limit: true } as const;

/** The lists that can be had as a file, each with the filters of the list itself. */
export const EXPORT_LISTS = {
  achievements: achievementListQuerySchema.omit(page),
  needs: needListQuerySchema.omit(page),
  matches: matchListQuerySchema.omit(page),
  'found-achievements': searchAchievementsQuerySchema,
  'found-needs': searchNeedsQuerySchema,
} as const satisfies Record<string, z.ZodType>;
export type ExportList = keyof typeof EXPORT_LISTS;
