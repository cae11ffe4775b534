import { type NeedView } from '#contracts/needs.js';
import { findChain } from '#vocabulary/chains.js';
import { findField } from '#vocabulary/fields.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { subjectOf } from '../records/record-subject.js';
import { plainAmount, sharedView } from '../records/record-view.js';
import { isLate, STAGE_LIMITS } from './need-stages.rules.js';
import { type Need } from './need.entity.js';

/** Whether this reader is shown the masked text instead of the need's own. */
export const isMasked = (reader: Actor | null, need: Need): boolean =>
  need.confidential && !may(reader, 'need.readConfidential', subjectOf(need));

/** The same for a member of an organisation, who is not here to ask. */
export const isMaskedFor = (
  organisationId: string,
  { confidential, organisationId: owner, disclosedTo }: Need,
): boolean => confidential && organisationId !== owner && !disclosedTo.includes(organisationId);

/** What others read in place of a confidential need's title: its field, never its words. */
export function maskedTitle(need: Pick<Need, 'chainCodes' | 'fieldCodes'>): string {
  const fields = [
    ...need.chainCodes.map((code) => findChain(code)?.zh),
    ...need.fieldCodes.map((code) => findField(code)?.zh),
  ].filter((name) => name !== undefined);
  return fields.length > 0 ? `保密需求（${fields.slice(0, 2).join('、')}）` : '保密需求';
}

/** A need as this reader may see it; `organisation` must be loaded. */
export function needView(need: Need, reader: Actor | null): NeedView {
  const shared = sharedView(need, 'need', reader);
  const view: NeedView = {
    ...shared,
    // One limit, and in working days: that of the stage.
    review:
      shared.review && need.dueAt
        ? { ...shared.review, dueAt: need.dueAt.toISOString(), late: isLate(need, new Date()) }
        : shared.review,
    state: need.state,
    budget:
      need.budgetMin === null && need.budgetMax === null
        ? null
        : { min: plainAmount(need.budgetMin), max: plainAmount(need.budgetMax) },
    deadline: need.deadline,
    confidential: need.confidential,
    masked: false,
    closure:
      need.closureReason && need.closedAt
        ? {
            reason: need.closureReason,
            note: need.closureNote,
            evidence: need.closureEvidence,
            at: need.closedAt.toISOString(),
          }
        : null,
    handling: handlingView(need, reader),
  };
  if (!isMasked(reader, need)) return view;
  return {
    ...view,
    masked: true,
    organisation: null,
    title: maskedTitle(need),
    description: '',
    keywords: [],
    budget: null,
    externalKey: null,
    returnReasons: [],
    review: null,
    closure: view.closure && { ...view.closure, note: null, evidence: null },
    handling: view.handling && {
      ...view.handling,
      rating: view.handling.rating && { ...view.handling.rating, comment: null },
    },
  };
}

function handlingView(need: Need, reader: Actor | null): NeedView['handling'] {
  const { stage, stageSince, dueAt, collectedAt, firstReplyAt, rating } = need;
  if (!stage || !stageSince || !collectedAt) return null;
  if (!may(reader, 'need.readHandling', subjectOf(need))) return null;
  return {
    stage,
    since: stageSince.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    late: isLate(need, new Date()),
    responsible: STAGE_LIMITS[stage]?.responsible ?? null,
    collectedAt: collectedAt.toISOString(),
    firstReplyAt: firstReplyAt?.toISOString() ?? null,
    assignee: need.assigneeOrganisationId
      ? { organisationId: need.assigneeOrganisationId, accountId: need.assigneeAccountId }
      : null,
    services: need.services,
    rating: rating === null ? null : { stars: rating, comment: need.ratingComment },
  };
}
