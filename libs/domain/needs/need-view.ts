import { type NeedView } from '#contracts/needs.js';
import { findChain } from '#vocabulary/chains.js';
import { findField } from '#vocabulary/fields.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { plainAmount, sharedView } from '../records/record-view.js';
import { type Need } from './need.entity.js';

/** Whether this reader is shown the masked text instead of the need's own. */
export const isMasked = (
  reader: Actor | null,
  { confidential, organisationId, organisation, state }: Need,
): boolean =>
  confidential &&
  !may(reader, 'need.readConfidential', {
    state,
    owners: [{ organisationId, regionCode: organisation?.regionCode ?? '' }],
  });

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
  const view: NeedView = {
    ...sharedView(need, 'need', reader),
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
        ? { reason: need.closureReason, note: need.closureNote, at: need.closedAt.toISOString() }
        : null,
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
    closure: view.closure && { ...view.closure, note: null },
  };
}
