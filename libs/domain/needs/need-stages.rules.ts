import { DomainError } from '#contracts/domain-error.js';
import { type NeedStage, type NeedState } from '#contracts/needs.js';
import { afterWorkingDays } from '#vocabulary/working-days.js';

/** A step in the handling of a need. */
export type StageStep =
  'collect' | 'accept' | 'return' | 'withdraw' | 'assign' | 'recordService' | 'serve' | 'close' | 'rate';

/** Null is no stage: the need is in its owner's hands. */
type Stage = NeedStage | null;

/** Where each step leads, and from where it may be taken. Who may take it, and in which state, is in PERMISSIONS. */
export const STAGE_STEPS: Readonly<Record<StageStep, { from: readonly Stage[]; to: Stage | 'same' }>> = {
  collect: { from: [null], to: 'collected' },
  accept: { from: ['collected'], to: 'accepted' },
  return: { from: ['collected'], to: null },
  withdraw: { from: ['collected', 'accepted', 'assigned', 'served'], to: null },
  // Also from `served`: who served it could not solve it, and another takes over.
  assign: { from: ['accepted', 'assigned', 'served'], to: 'assigned' },
  recordService: { from: ['assigned', 'served'], to: 'same' },
  serve: { from: ['assigned'], to: 'served' },
  // From everywhere: a need may be solved before anybody took it on.
  close: { from: ['collected', 'accepted', 'assigned', 'served'], to: 'closed' },
  rate: { from: ['closed'], to: 'rated' },
};

/** The stages that go with each state; a record of the two that is not in here is a defect. */
export const STAGES_OF_STATE: Readonly<Record<NeedState, readonly Stage[]>> = {
  draft: [null],
  submitted: ['collected'],
  returned: [null],
  published: ['collected', 'accepted', 'assigned', 'served'],
  withdrawn: [null],
  closed: ['closed', 'rated'],
};

export type Responsible = 'administrator' | 'assignee' | 'owner';

/** How long a need may stay in a stage, in working days, and who has the next step in hand. */
export const STAGE_LIMITS: Readonly<
  Record<NeedStage, { workingDays: number; responsible: Responsible; why: string } | null>
> = {
  collected: {
    workingDays: 3,
    responsible: 'administrator',
    why: 'To accept or refuse takes one reading; three days bear a day of absence and a question to the enterprise.',
  },
  accepted: {
    workingDays: 2,
    responsible: 'administrator',
    why: 'Whoever accepted it knows its field; to choose who serves it needs no more than a call.',
  },
  assigned: {
    workingDays: 10,
    responsible: 'assignee',
    why: 'Two weeks are enough for a visit and for a first list of those who could solve it.',
  },
  served: {
    workingDays: 10,
    responsible: 'owner',
    why: 'The enterprise weighs what it was offered; after two weeks of silence the administrator may close for it.',
  },
  closed: {
    workingDays: 10,
    responsible: 'owner',
    why: 'A rating is worth something while people remember; it is asked for once and never enforced.',
  },
  rated: null,
};

/**
 * The stage after a step. A step that led here already may be taken again and changes nothing; to assign is always
 * something new.
 * @throws DomainError `transition_not_allowed` where the need is not in a stage from which the step can be taken.
 */
export function stageAfter(step: StageStep, stage: Stage): Stage {
  const { from, to } = STAGE_STEPS[step];
  if (from.includes(stage)) return to === 'same' ? stage : to;
  if (stage === to) return stage;
  const wanted = from.map((one) => one ?? 'none').join(', ');
  throw new DomainError(
    'transition_not_allowed',
    `A need at the stage ${stage ?? 'none'} cannot take the step ${step}; it can at: ${wanted}.`,
    [{ field: 'stage', code: 'transition_not_allowed', message: `is ${stage ?? 'none'}` }],
  );
}

/** When a stage that begins now is overdue; null where it has no limit. */
export function dueAfter(stage: Stage, since: Date): Date | null {
  const limit = stage && STAGE_LIMITS[stage];
  return limit ? afterWorkingDays(since, limit.workingDays) : null;
}

export const isLate = ({ dueAt }: { dueAt: Date | null }, now: Date): boolean =>
  dueAt !== null && dueAt < now;

/** Whether an administrator may close in the owner's place: it was served, and the owner has let its time run out. */
export const mayCloseForOwner = (need: { stage: Stage; dueAt: Date | null }, now: Date): boolean =>
  need.stage === 'served' && isLate(need, now);
