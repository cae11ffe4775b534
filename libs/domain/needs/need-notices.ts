import { type EntityManager } from 'typeorm';
import { type Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { membersOf, writeNotifications } from '../notifications/write-notifications.js';
import { type StepReason } from '../records/record-events.js';
import { assigneesOf } from './need-people.js';
import { needStepText } from './need-notice-text.js';
import { type StageStep } from './need-stages.rules.js';
import { isMaskedFor, maskedTitle } from './need-view.js';
import { type Need } from './need.entity.js';

/** Steps that the owner hears of when another takes them, and those that the assignee hears of. */
const OWNER_HEARS: ReadonlySet<StageStep> = new Set<StageStep>([
  'accept',
  'assign',
  'recordService',
  'serve',
  'close',
]);
const ASSIGNEE_HEARS: ReadonlySet<StageStep> = new Set<StageStep>(['assign', 'close', 'rate']);

/** Tells, in the step's transaction, those whom a step concerns and who did not take it themselves. */
export async function tellOfStep(
  manager: EntityManager,
  actor: Actor,
  need: Need,
  step: StageStep,
  why: StepReason,
): Promise<void> {
  const owners = OWNER_HEARS.has(step) ? await membersOf(manager, [need.organisationId]) : [];
  const assignees = ASSIGNEE_HEARS.has(step) ? await assigneesOf(manager, need) : [];
  const readers = new Map([...owners, ...assignees].map((account) => [account.id, account]));
  const others = [...readers.values()].filter(
    ({ organisationId }) => organisationId !== actor.organisationId,
  );
  await writeNotifications(
    manager,
    others.map((account) => ({
      accountId: account.id,
      kind: 'need_step' as const,
      recordKind: 'need' as const,
      recordId: need.id,
      ...textFor(account, need, step, why),
    })),
  );
}

function textFor(account: Account, need: Need, step: StageStep, { reason, note }: StepReason) {
  const masked = isMaskedFor(account.organisationId, need);
  const toAssignee = step === 'assign' && account.organisationId === need.assigneeOrganisationId;
  return needStepText(
    step,
    masked ? maskedTitle(need) : need.title,
    // What is said about a confidential need may say what it is.
    { reason, note: masked ? null : note, toAssignee },
    account.locale,
  );
}
