import { z } from 'zod';
import { codesOf, CONTRACT_KINDS, DECLINE_REASONS } from '#vocabulary/case-reasons.js';
import { createAchievementSchema } from './achievements.js';
import { authorSchema, createNeedSchema } from './needs.js';
import { pageQuerySchema } from './pages.js';
import { DESCRIPTION_LIMIT, lineOf, textOf, unclassified } from './text.js';

/** A match's life: suggested → introduced → negotiating → agreed → contracted, or declined, or expired. */
export const MATCH_STATES = [
  'suggested',
  'introduced',
  'negotiating',
  'agreed',
  'contracted',
  'declined',
  'expired',
] as const;
export type MatchState = (typeof MATCH_STATES)[number];

/** Why a match expired without anybody's decision. */
export const EXPIRY_REASONS = [
  'achievement_withdrawn',
  'achievement_merged',
  'need_withdrawn',
  'need_closed',
  'no_longer_fits',
] as const;
export type ExpiryReason = (typeof EXPIRY_REASONS)[number];

export const matchLevelSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const evidenceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('terms'), terms: z.array(z.object({ term: z.string(), share: z.number() })) }),
  z.object({ type: z.literal('sentence'), side: z.enum(['need', 'achievement']), text: z.string() }),
  z.object({
    type: z.literal('indicator'),
    verdict: z.enum(['met', 'missed', 'unknown']),
    name: z.string(),
    required: z.string(),
    offered: z.string().optional(),
    margin: z.number().optional(),
  }),
  z.object({
    type: z.literal('values'),
    field: z.string(),
    need: z.string().optional(),
    achievement: z.string().optional(),
    relation: z.string(),
  }),
  z.object({
    type: z.literal('model'),
    measure: z.enum(['similarity', 'relevance']),
    model: z.string(),
    score: z.number(),
  }),
]);

/** One reason: its weight in the score, its value from 0 to 1 or null for unknown, and evidence a person can check. */
export const factorSchema = z.object({
  name: z.string(),
  weight: z.number(),
  value: z.number().nullable(),
  evidence: z.array(evidenceSchema),
});

const sideSchema = z.object({ id: z.uuid(), title: z.string() });

export const matchViewSchema = z.object({
  id: z.uuid(),
  needId: z.uuid(),
  achievementId: z.uuid(),
  need: sideSchema,
  achievement: sideSchema,
  score: z.number(),
  level: matchLevelSchema,
  state: z.enum(MATCH_STATES),
  factors: z.array(factorSchema),
  matchedTerms: z.array(z.string()),
  weightsVersion: z.string(),
  scoredAt: z.iso.datetime(),
  broker: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('The broker who has taken it.'),
});
export type MatchView = z.infer<typeof matchViewSchema>;

export const matchListQuerySchema = pageQuerySchema.extend({
  needId: z.uuid().optional(),
  achievementId: z.uuid().optional(),
  level: z.coerce.number().int().min(1).max(4).optional().describe('The lowest level to list.'),
  state: z.enum(MATCH_STATES).optional().describe('Without it, everything but what has expired.'),
  taken: z
    .enum(['mine', 'nobody'])
    .optional()
    .describe('A board: what the caller has taken, or what is free.'),
});
export type MatchListQuery = z.infer<typeof matchListQuerySchema>;

/** The matches of one record: the same list without naming the record again. */
export const recordMatchesQuerySchema = matchListQuerySchema.omit({ needId: true, achievementId: true });
export type RecordMatchesQuery = z.infer<typeof recordMatchesQuerySchema>;

const noteSchema = unclassified(lineOf(1000));
const step = {
  note: noteSchema.optional(),
  from: z
    .enum(MATCH_STATES)
    .optional()
    .describe('The state that the caller sees. If another step came first, this one is refused.'),
};

/** A step of a match's life. Ends are coded: what was signed, or why not. */
export const matchTransitionSchema = z
  .discriminatedUnion('to', [
    z.strictObject({ to: z.enum(['introduced', 'negotiating', 'agreed']), ...step }),
    z.strictObject({ to: z.literal('contracted'), reason: z.enum(codesOf(CONTRACT_KINDS)), ...step }),
    z.strictObject({ to: z.literal('declined'), reason: z.enum(codesOf(DECLINE_REASONS)), ...step }),
  ])
  .refine((body) => body.to !== 'declined' || body.reason !== 'other' || body.note !== undefined, {
    path: ['note'],
    error: 'is required with the reason "other": say why',
    params: { code: 'required' },
  });
export type MatchTransition = z.infer<typeof matchTransitionSchema>;

export const matchNoteSchema = z.strictObject({ note: noteSchema });
export type MatchNote = z.infer<typeof matchNoteSchema>;

export const matchEventSchema = z.object({
  id: z.uuid(),
  from: z.enum(MATCH_STATES).nullable(),
  to: z
    .enum(MATCH_STATES)
    .describe('The same as `from` where only a note was left, or a broker took the match.'),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  author: authorSchema,
  at: z.iso.datetime(),
});
export type MatchEventView = z.infer<typeof matchEventSchema>;

/** A pasted text may stand alone, or beside any field that the record would have. */
const pastedText = {
  text: unclassified(textOf(DESCRIPTION_LIMIT)).optional().describe('The pasted text, title and all.'),
};
const previewOptions = { limit: z.int().min(1).max(50).default(10) };

/**
 * What is pasted is read as a need and compared with the published achievements, unless `kind` says that it is an
 * achievement, which is compared with the published needs.
 */
export const previewMatchesSchema = z
  .discriminatedUnion('kind', [
    createNeedSchema
      .omit({ confidential: true, externalKey: true })
      .partial()
      .extend({ kind: z.literal('need').default('need'), ...pastedText, ...previewOptions }),
    createAchievementSchema
      .omit({ externalKey: true })
      .partial()
      .extend({ kind: z.literal('achievement'), ...pastedText, ...previewOptions }),
  ])
  .refine((body) => [body.title, body.description, body.text].some((text) => text?.trim()), {
    path: ['text'],
    error: 'must not be empty: paste the text, or give a title or a description',
  });
export type PreviewMatches = z.infer<typeof previewMatchesSchema>;

/** One answer of a preview: the stored record that fits, and why. */
export const previewItemSchema = z.object({
  rank: z.number().int(),
  record: sideSchema,
  score: z.number(),
  level: matchLevelSchema,
  factors: z.array(factorSchema),
  matchedTerms: z.array(z.string()),
  weightsVersion: z.string(),
});
export const previewViewSchema = z.object({
  kind: z.enum(['need', 'achievement']),
  /** How many records were compared. */
  compared: z.number().int(),
  items: z.array(previewItemSchema),
});
export type PreviewView = z.infer<typeof previewViewSchema>;
