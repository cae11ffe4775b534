import { z } from 'zod';
import { CLUSTERS, findChain } from '#vocabulary/chains.js';
import { findCooperationMode } from '#vocabulary/cooperation-modes.js';
import { findDiscipline } from '#vocabulary/disciplines.js';
import { findField } from '#vocabulary/fields.js';
import { findIndustry } from '#vocabulary/industries.js';
import { findOrganisationKind } from '#vocabulary/organisation-kinds.js';
import { findRegion } from '#vocabulary/regions.js';
import { ACHIEVEMENT_TIERS } from './achievements.js';
import { amountAtMost, amountSchema, lineOf } from './text.js';

export const SEARCH_KINDS = ['achievement', 'need'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** What can be counted beside the answer, each under the name of the filter that narrows by it. */
export const SEARCH_FACETS = [
  'regionCode',
  'industryCodes',
  'disciplineCodes',
  'fieldCodes',
  'chainCodes',
  'cooperationModes',
  'organisationKind',
  'tier',
  'trl',
] as const;
export type SearchFacet = (typeof SEARCH_FACETS)[number];

/** Values of one facet that are counted at most, the most frequent first. */
export const FACET_VALUES = 200;

export const ACHIEVEMENT_SORTS = ['relevance', 'newest', 'priceLowest', 'priceHighest'] as const;
export const NEED_SORTS = ['relevance', 'newest', 'budgetLowest', 'budgetHighest'] as const;

/** A parameter that may be repeated or hold several values with commas between them; each value counts once. */
const several = <T extends z.ZodType>(item: T) =>
  z.preprocess((given) => {
    if (given === undefined) return undefined;
    const parts: unknown[] = Array.isArray(given) ? given : [given];
    const values = parts.flatMap((part) =>
      typeof part === 'string' ? part.split(',').filter(Boolean) : [part],
    );
    return [...new Set(values)];
  }, z.array(item).max(50).optional());

const codesOf = (list: string, find: (code: string) => { code: string } | undefined) =>
  several(
    z.string().transform((written, context) => {
      const entry = find(written);
      if (entry) return entry.code;
      context.addIssue({
        code: 'custom',
        message: `"${written.slice(0, 40)}" is not in the list at /api/v1/vocabularies/${list}`,
        params: { code: 'unknown_code' },
      });
      return z.NEVER;
    }),
  );

const trlSchema = z.coerce.number().int().min(1).max(9).optional();
const daySchema = z.iso.date().optional();
const queryText = z
  .string()
  .max(500, { error: 'must be at most 500 characters' })
  .refine((text) => !text.includes('\u0000'), { error: 'must not contain the character U+0000' })
  .default('')
  .describe('Words, "phrases in quotes", -exclusions, patent numbers, an external key.');

const findChainOrCluster = (code: string): { code: string } | undefined =>
  findChain(code) ?? CLUSTERS.find((cluster) => cluster.code === code);

/** The filters that both kinds take; a code stands for everything below it in its list. */
const sharedFilters = {
  regionCode: codesOf('regions', findRegion),
  industryCodes: codesOf('industries', findIndustry),
  disciplineCodes: codesOf('disciplines', findDiscipline),
  fieldCodes: codesOf('fields', findField),
  chainCodes: codesOf('chains', findChainOrCluster),
  cooperationModes: codesOf('cooperation-modes', findCooperationMode),
  organisationKind: codesOf('organisation-kinds', findOrganisationKind),
  publishedFrom: daySchema,
  publishedTo: daySchema,
};

const achievementFilters = {
  ...sharedFilters,
  tier: several(z.enum(ACHIEVEMENT_TIERS)),
  trlMin: trlSchema,
  trlMax: trlSchema,
  priceMin: amountSchema.optional(),
  priceMax: amountSchema.optional(),
};
const needFilters = {
  ...sharedFilters,
  budgetMin: amountSchema.optional(),
  budgetMax: amountSchema.optional(),
};

const paging = {
  facets: several(z.enum(SEARCH_FACETS)),
  cursor: z.string().max(300).optional().describe('The nextCursor of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

/** Whether a range has its ends in order, as far as both are given. */
const upright = <T>(least: T | undefined, most: T | undefined, atMost: (least: T, most: T) => boolean) =>
  least === undefined || most === undefined || atMost(least, most);
const notAbove = <T extends string | number>(least: T, most: T) => least <= most;

const trlUpright = {
  check: ({ trlMin, trlMax }: { trlMin?: number; trlMax?: number }) => upright(trlMin, trlMax, notAbove),
  says: { path: ['trlMax'], error: 'must not be below trlMin' },
};
const daysUpright = {
  check: (query: { publishedFrom?: string; publishedTo?: string }) =>
    upright(query.publishedFrom, query.publishedTo, notAbove),
  says: { path: ['publishedTo'], error: 'must not be before publishedFrom' },
};

export const searchAchievementsQuerySchema = z
  .strictObject({
    q: queryText,
    ...achievementFilters,
    sort: z.enum(ACHIEVEMENT_SORTS).default('relevance'),
    ...paging,
  })
  .refine(({ priceMin, priceMax }) => upright(priceMin, priceMax, amountAtMost), {
    path: ['priceMax'],
    error: 'must not be below priceMin',
  })
  .refine(trlUpright.check, trlUpright.says)
  .refine(daysUpright.check, daysUpright.says);
export type SearchAchievementsQuery = z.infer<typeof searchAchievementsQuerySchema>;

export const searchNeedsQuerySchema = z
  .strictObject({
    q: queryText,
    ...needFilters,
    sort: z.enum(NEED_SORTS).default('relevance'),
    ...paging,
  })
  .refine(({ budgetMin, budgetMax }) => upright(budgetMin, budgetMax, amountAtMost), {
    path: ['budgetMax'],
    error: 'must not be below budgetMin',
  })
  .refine(daysUpright.check, daysUpright.says);
export type SearchNeedsQuery = z.infer<typeof searchNeedsQuerySchema>;

export const suggestQuerySchema = z.strictObject({
  q: queryText,
  kind: z.enum(SEARCH_KINDS).default('achievement'),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export type SuggestQuery = z.infer<typeof suggestQuerySchema>;

/** Where a text matched: pairs of first and one-past-last place, counted as JavaScript's `slice` counts. */
const rangesSchema = z.array(z.tuple([z.number().int(), z.number().int()]));
export type TextRange = [start: number, end: number];

const moneySchema = z.object({ min: z.string().nullable(), max: z.string().nullable() });

const sharedItem = {
  id: z.uuid(),
  title: z.string(),
  excerpt: z.string().describe('The part of the description around the hits.'),
  highlights: z.object({ title: rangesSchema, excerpt: rangesSchema }),
  organisation: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  keywords: z.array(z.string()),
  disciplineCodes: z.array(z.string()),
  fieldCodes: z.array(z.string()),
  industryCodes: z.array(z.string()),
  chainCodes: z.array(z.string()),
  regionCode: z.string().nullable(),
  cooperationModes: z.array(z.string()),
  publishedAt: z.iso.datetime().nullable(),
};

export const foundAchievementSchema = z.object({
  ...sharedItem,
  tier: z.enum(ACHIEVEMENT_TIERS),
  trl: z.number().int().nullable(),
  patentNumbers: z.array(z.string()),
  price: moneySchema.extend({ kind: z.enum(['fixed', 'range', 'negotiable']) }).nullable(),
});
export type FoundAchievement = z.infer<typeof foundAchievementSchema>;

export const foundNeedSchema = z.object({
  ...sharedItem,
  budget: moneySchema.nullable(),
  deadline: z.iso.date().nullable(),
  masked: z.boolean(),
});
export type FoundNeed = z.infer<typeof foundNeedSchema>;

const facetCountsSchema = z
  .partialRecord(z.enum(SEARCH_FACETS), z.array(z.object({ code: z.string(), count: z.number().int() })))
  .describe('Counts under the query and every filter but the own one of the facet.');
export type FacetCounts = z.infer<typeof facetCountsSchema>;

const answerOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    facets: facetCountsSchema,
    total: z.number().int(),
    nextCursor: z.string().nullable(),
    leftOut: z.array(z.string()).describe('Where nothing holds all words: those that the first item lacks.'),
    didYouMean: z
      .string()
      .nullable()
      .describe('Where nothing holds the words as they were written: the spelling that the items answer.'),
  });

export const achievementAnswerSchema = answerOf(foundAchievementSchema);
export const needAnswerSchema = answerOf(foundNeedSchema);

export interface SearchAnswer<T> {
  items: T[];
  facets: FacetCounts;
  total: number;
  nextCursor: string | null;
  leftOut: string[];
  didYouMean: string | null;
}

export const suggestionsSchema = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(SEARCH_KINDS),
      title: z.string(),
      highlights: z.object({ title: rangesSchema }),
    }),
  ),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

/** A search that is kept: the same words and filters, run against what is published from now on. */
export const saveSearchSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('achievement'),
      name: lineOf(100),
      query: z.strictObject({ q: queryText, ...achievementFilters }),
    }),
    z.strictObject({
      kind: z.literal('need'),
      name: lineOf(100),
      query: z.strictObject({ q: queryText, ...needFilters }),
    }),
  ])
  .refine(({ query }) => Object.values(query).some((value) => value !== undefined && value !== ''), {
    path: ['query'],
    error: 'must name at least one word or filter',
  });
export type SaveSearch = z.infer<typeof saveSearchSchema>;

export const savedSearchViewSchema = z.object({
  id: z.uuid(),
  kind: z.enum(SEARCH_KINDS),
  name: z.string(),
  query: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
});
export type SavedSearchView = z.infer<typeof savedSearchViewSchema>;
