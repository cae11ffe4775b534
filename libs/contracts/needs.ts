import { z } from 'zod';
import { CLOSURE_REASONS, codesOf, REFUSAL_REASONS, SERVICE_KINDS } from '#vocabulary/case-reasons.js';
import { pageQuerySchema } from './pages.js';
import { recordFields, recordView, returnBodyOf } from './records.js';
import { amountAtMost, amountSchema, lineOf, unclassified } from './text.js';

export const NEED_STATES = ['draft', 'submitted', 'returned', 'published', 'withdrawn', 'closed'] as const;
export type NeedState = (typeof NEED_STATES)[number];

/**
 * How far the handling of a need has come, beside its state: 征集 → 受理 → 分派 → 服务 → 办结 → 评价. A need that is not
 * in the hands of the desk (a draft, returned, withdrawn) has no stage.
 */
export const NEED_STAGES = ['collected', 'accepted', 'assigned', 'served', 'closed', 'rated'] as const;
export type NeedStage = (typeof NEED_STAGES)[number];

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

const noteSchema = unclassified(lineOf(1000)).optional();

/** What shows that a need was solved here. */
export const closureEvidenceSchema = z
  .strictObject({
    contractNumber: lineOf(60).optional(),
    matchId: z.uuid().optional().describe('The match, of this need, that led to it.'),
    attachmentId: z.uuid().optional().describe('A file that was attached to this need.'),
  })
  .refine((evidence) => Object.values(evidence).some((value) => value !== undefined), {
    error: 'must name at least one of contractNumber, matchId and attachmentId',
  });
export type ClosureEvidence = z.infer<typeof closureEvidenceSchema>;

const closureFields = {
  reason: z.enum(codesOf(CLOSURE_REASONS)),
  note: noteSchema,
  evidence: closureEvidenceSchema.optional(),
};
export const closeNeedSchema = z
  .strictObject({ ...closureFields, reason: closureFields.reason.exclude(['owner_silent']) })
  .refine(({ reason, note, evidence }) => reason !== 'solved_here' || note !== undefined || evidence, {
    path: ['evidence'],
    error: 'is required where the need was solved here: a contract number, a match, or a note that says how',
    params: { code: 'required' },
  });
export type CloseNeed = z.infer<typeof closeNeedSchema>;

/** By an administrator, who says in a note what is known. */
export const closeForOwnerSchema = z.strictObject({
  ...closureFields,
  note: unclassified(lineOf(1000)),
});
export type CloseForOwner = z.infer<typeof closeForOwnerSchema>;

export const acceptNeedSchema = z.strictObject({ note: noteSchema });
export type AcceptNeed = z.infer<typeof acceptNeedSchema>;

export const refuseNeedSchema = z.strictObject({
  reason: z.enum(codesOf(REFUSAL_REASONS)),
  note: noteSchema,
});
export type RefuseNeed = z.infer<typeof refuseNeedSchema>;

export const assignNeedSchema = z.strictObject({
  organisationId: z.uuid().describe('A transfer institution, or an organisation with brokers.'),
  accountId: z.uuid().optional().describe('The broker of that organisation who answers for it.'),
  note: noteSchema,
});
export type AssignNeed = z.infer<typeof assignNeedSchema>;

export const serviceRecordSchema = z.strictObject({
  kind: z.enum(codesOf(SERVICE_KINDS)),
  note: unclassified(lineOf(1000)),
  at: z.iso.datetime({ offset: true }).optional().describe('When it was done; now, where it is left out.'),
  matchId: z.uuid().optional(),
});
export type ServiceRecord = z.infer<typeof serviceRecordSchema>;

export const serveNeedSchema = z.strictObject({ note: noteSchema });
export type ServeNeed = z.infer<typeof serveNeedSchema>;

export const rateNeedSchema = z.strictObject({
  rating: z.int().min(1).max(5),
  comment: noteSchema,
});
export type RateNeed = z.infer<typeof rateNeedSchema>;

export const discloseNeedSchema = z.strictObject({
  organisationId: z.uuid().describe('The one organisation that may read the words from now on.'),
});
export type DiscloseNeed = z.infer<typeof discloseNeedSchema>;

/** Where a need stands, for those who have to do with it. */
const handlingSchema = z.object({
  stage: z.enum(NEED_STAGES),
  since: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable().describe('When the next step is due; null where none is.'),
  late: z.boolean(),
  responsible: z.enum(['administrator', 'assignee', 'owner']).nullable(),
  collectedAt: z.iso.datetime(),
  firstReplyAt: z.iso.datetime().nullable().describe('When somebody other than the owner first answered.'),
  assignee: z.object({ organisationId: z.uuid(), accountId: z.uuid().nullable() }).nullable(),
  services: z.number().int().describe('Service records since the assignment.'),
  rating: z.object({ stars: z.number().int(), comment: z.string().nullable() }).nullable(),
});

export const needViewSchema = z.object({
  ...recordView,
  budget: z.object({ min: z.string().nullable(), max: z.string().nullable() }).nullable(),
  deadline: z.iso.date().nullable(),
  confidential: z.boolean(),
  masked: z.boolean().describe('True where the caller sees the masked text of a confidential need.'),
  closure: z
    .object({
      reason: z.enum(codesOf(CLOSURE_REASONS)),
      note: z.string().nullable(),
      evidence: closureEvidenceSchema.nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
  state: z.enum(NEED_STATES),
  handling: handlingSchema
    .nullable()
    .describe('Null for those who have nothing to do with it, and where it has no stage.'),
});
export type NeedView = z.infer<typeof needViewSchema>;

/** `mine=true` lists the records of the caller's organisation in every state, otherwise what is published. */
export const needListQuerySchema = pageQuerySchema.extend({
  mine: z.stringbool().optional(),
  state: z.enum(NEED_STATES).optional(),
  stage: z
    .enum(NEED_STAGES)
    .optional()
    .describe("The desk: needs of the caller's region, organisation or assignments, most urgent first."),
  late: z.stringbool().optional().describe('The desk, and of it what is late or what is not.'),
  assigned: z
    .stringbool()
    .optional()
    .describe("The desk, and of it what is assigned to the caller's organisation."),
});
export type NeedListQuery = z.infer<typeof needListQuerySchema>;

/** Who took a step; null in a history where the platform itself did, or where the reader may not know. */
export const authorSchema = z
  .object({
    name: z.string().nullable().describe('Null for members of other organisations.'),
    role: z.string().nullable(),
    organisation: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  })
  .nullable();

export const needEventSchema = z.object({
  id: z.string(),
  action: z.string(),
  fromState: z.enum(NEED_STATES).nullable(),
  toState: z.enum(NEED_STATES),
  stage: z.enum(NEED_STAGES).nullable().describe('The stage after the step.'),
  reason: z.string().nullable().describe('A code of closure-reasons, refusal-reasons or service-kinds.'),
  note: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  author: authorSchema,
  at: z.iso.datetime(),
});
export type NeedEventView = z.infer<typeof needEventSchema>;
