import { DomainError } from '#contracts/domain-error.js';
import { type AchievementState } from '#contracts/achievements.js';
import { type NeedState } from '#contracts/needs.js';
import { isWithin } from '#vocabulary/regions.js';
import { type Actor } from '../accounts/actor.js';

export type RecordState = AchievementState | NeedState;
export type RecordAction = 'submit' | 'publish' | 'return' | 'withdraw' | 'close';

/** The life of a record up to and after publication: where each action leads, and from where it may be taken. */
export const PUBLICATION: Readonly<Record<RecordAction, { from: readonly RecordState[]; to: RecordState }>> =
  {
    submit: { from: ['draft', 'returned', 'withdrawn'], to: 'submitted' },
    publish: { from: ['draft', 'returned', 'withdrawn', 'submitted'], to: 'published' },
    return: { from: ['submitted'], to: 'returned' },
    withdraw: { from: ['published', 'submitted'], to: 'withdrawn' },
    close: { from: ['published'], to: 'closed' },
  };

/**
 * The state after an action. Taking an action twice leaves the record where the first time put it, so that a double
 * click does no harm.
 * @throws DomainError `transition_not_allowed` where the action makes no sense in this state.
 */
export function stateAfter(action: RecordAction, state: RecordState): RecordState {
  const { from, to } = PUBLICATION[action];
  if (state === to || from.includes(state)) return to;
  throw new DomainError(
    'transition_not_allowed',
    `A record that is ${state} cannot take the action ${action}; it can from: ${from.join(', ')}.`,
    [{ field: 'state', code: 'transition_not_allowed', message: `is ${state}` }],
  );
}

/** A closed need is history; everything else its owner may still correct. */
export const mayBeEdited = (state: RecordState): boolean => state !== 'closed';

/** What a rule must know of a record in order to say who may touch it. */
export interface OwnedRecord {
  organisationId: string;
  state: RecordState;
  /** Region of the owning organisation. */
  ownerRegionCode: string;
}

export const isOwner = (actor: Actor | null, record: Pick<OwnedRecord, 'organisationId'>): boolean =>
  actor !== null && actor.organisationId === record.organisationId;

/** Owners who write: members and managers of the organisation. */
export const maintains = (actor: Actor | null, record: Pick<OwnedRecord, 'organisationId'>): boolean =>
  isOwner(actor, record) && (actor?.role === 'member' || actor?.role === 'manager');

/** Those who answer for the region in which the owner sits, and operators. */
export const reviews = (actor: Actor | null, record: OwnedRecord): boolean =>
  actor !== null &&
  (actor.role === 'operator' ||
    (actor.role === 'administrator' && isWithin(record.ownerRegionCode, actor.regionCode)));

/** What is published is everybody's; what is closed stays readable; the rest is for its owner and its reviewers. */
export const maySee = (actor: Actor | null, record: OwnedRecord): boolean =>
  record.state === 'published' ||
  record.state === 'closed' ||
  isOwner(actor, record) ||
  reviews(actor, record);

/**
 * Says whether the actor may take the action on the record, whatever its state.
 * @throws DomainError `not_found` where the actor may not know of the record, `organisation_not_trusted` where it must
 * be submitted first, `not_allowed` otherwise.
 */
export function assertMay(actor: Actor, action: RecordAction | 'edit', record: OwnedRecord): void {
  if (!maySee(actor, record)) throw new DomainError('not_found', 'There is no such record.');
  const owner = maintains(actor, record);
  const reviewer = reviews(actor, record);
  if (action === 'return' && reviewer) return;
  if (action === 'publish') {
    if ((owner && actor.trusted) || (reviewer && record.state !== 'draft')) return;
    if (owner && record.state !== 'published') {
      throw new DomainError(
        'organisation_not_trusted',
        'Your organisation does not publish directly: submit the record, and an administrator publishes it.',
      );
    }
  } else if (action === 'withdraw') {
    if (owner || reviewer) return;
  } else if (action !== 'return' && owner) return;
  throw new DomainError('not_allowed', `You may not ${action} a record of this organisation.`);
}
