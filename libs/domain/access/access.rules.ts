import { DomainError } from '#contracts/domain-error.js';
import { findRegion, isWithin } from '#vocabulary/regions.js';
import { type Actor } from './actor.js';
import { type Grant, type Permission, PERMISSIONS, type Role, type Rule, ruleOf } from './permissions.js';

/** What a rule must know of a record in order to say who may touch it. */
export interface Subject {
  /** Of records that have a life. */
  state?: string;
  /** The organisations it belongs to: one, or the two sides of a match. */
  owners: readonly { organisationId: string; regionCode: string }[];
  /** The account it belongs to, where it is a person's own or one has taken it. */
  accountId?: string;
  /** The organisations to which it was given to work on. */
  assignees?: readonly string[];
  /** The organisations to which its owner has opened it. */
  disclosedTo?: readonly string[];
}

/**
 * `hidden`: the actor may not know that the record is there; `refused`: the action is not for this actor; `untrusted`:
 * it would be, were the organisation trusted; `wrong_state`: it is, but not in this state.
 */
export type Verdict = 'allowed' | 'hidden' | 'refused' | 'untrusted' | 'wrong_state';

export const roleOf = (actor: Actor | null): Role => actor?.role ?? 'visitor';

/** Says what an actor may do with a record, from the table of permissions and nothing else. */
export function decide(actor: Actor | null, permission: Permission, subject: Subject): Verdict {
  const read = readingOf(permission);
  if (read && !granted(actor, ruleOf(read), subject)) return 'hidden';
  const rule = ruleOf(permission);
  const reaching = rule.grants.filter((grant) => reaches(actor, grant, subject));
  if (reaching.length === 0) return read === permission ? 'hidden' : 'refused';
  const trusted = reaching.filter((grant) => !grant.trusted || actor?.trusted);
  if (trusted.length === 0) return 'untrusted';
  if (isDone(rule, subject)) return 'allowed';
  return trusted.some((grant) => inState(grant.states, subject)) && inState(rule.from, subject)
    ? 'allowed'
    : 'wrong_state';
}

export const may = (actor: Actor | null, permission: Permission, subject: Subject): boolean =>
  decide(actor, permission, subject) === 'allowed';

/**
 * Lets an allowed action pass.
 * @throws DomainError `not_found` where the actor may not know of the record, `not_allowed`, `organisation_not_trusted`
 * where it must be submitted first, `transition_not_allowed` where the state forbids it.
 */
export function assertMay(actor: Actor | null, permission: Permission, subject: Subject): void {
  const action = permission.split('.')[1] ?? permission;
  switch (decide(actor, permission, subject)) {
    case 'allowed':
      return;
    case 'hidden':
      throw new DomainError('not_found', 'There is no such record.');
    case 'refused':
      throw new DomainError('not_allowed', `You may not ${action} a record of this organisation.`);
    case 'untrusted':
      throw new DomainError(
        'organisation_not_trusted',
        'Your organisation does not publish directly: submit the record, and an administrator publishes it.',
      );
    case 'wrong_state':
      throw wrongState(action, ruleOf(permission), subject);
  }
}

/**
 * The state after an action. Taking an action twice leaves the record where the first time put it, so that a double
 * click does no harm.
 */
export const stateAfter = (permission: Permission, state: string): string => ruleOf(permission).to ?? state;

/** What an actor's grants for an action reach; queries turn it into their condition. No entry: nothing. */
export const reachOf = (actor: Actor | null, permission: Permission): readonly Grant[] =>
  ruleOf(permission).grants.filter((grant) => isFor(actor, grant) && (!grant.trusted || actor?.trusted));

const isFor = (actor: Actor | null, { roles, level }: Grant): boolean =>
  roles.includes(roleOf(actor)) &&
  (level === undefined || (actor !== null && findRegion(actor.regionCode)?.level === level));

const granted = (actor: Actor | null, rule: Rule, subject: Subject): boolean =>
  rule.grants.some((grant) => reaches(actor, grant, subject) && inState(grant.states, subject));

function reaches(actor: Actor | null, grant: Grant, subject: Subject): boolean {
  const { scope } = grant;
  if (!isFor(actor, grant)) return false;
  if (scope === 'any') return true;
  if (actor === null) return false;
  const { organisationId: own, regionCode: region, accountId } = actor;
  switch (scope) {
    case 'self':
      return subject.accountId === accountId;
    case 'claimable':
      return subject.accountId === undefined || subject.accountId === accountId;
    case 'own':
      return subject.owners.some(({ organisationId }) => organisationId === own);
    case 'region':
      return subject.owners.some(({ regionCode }) => isWithin(regionCode, region));
    case 'assigned':
      return subject.assignees?.includes(own) ?? false;
    case 'disclosed':
      return subject.disclosedTo?.includes(own) ?? false;
  }
}

const inState = (states: readonly string[] | undefined, { state }: Subject): boolean =>
  states === undefined || (state !== undefined && states.includes(state));

const isDone = ({ to }: Rule, { state }: Subject): boolean => to !== undefined && to === state;

/** Reading is an action as any other; who may not read a record is not told that it is there. */
function readingOf(permission: Permission): Permission | undefined {
  const resource = permission.split('.')[0] as keyof typeof PERMISSIONS;
  return 'read' in PERMISSIONS[resource] ? (`${resource}.read` as Permission) : undefined;
}

function wrongState(action: string, { from }: Rule, { state }: Subject): DomainError {
  return new DomainError(
    'transition_not_allowed',
    `A record that is ${state} cannot take the action ${action}${from ? `; it can from: ${from.join(', ')}` : ''}.`,
    [{ field: 'state', code: 'transition_not_allowed', message: `is ${state}` }],
  );
}
