import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACHIEVEMENT_STATES } from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import { NEED_STATES } from '#contracts/needs.js';
import { type Actor } from '../accounts/actor.js';
import {
  assertMay,
  maySee,
  type OwnedRecord,
  PUBLICATION,
  type RecordAction,
  type RecordState,
  stateAfter,
} from './publication.rules.js';

const STATES = [...new Set<RecordState>([...ACHIEVEMENT_STATES, ...NEED_STATES])];
const ACTIONS = Object.keys(PUBLICATION) as RecordAction[];

const actorOf = (changes: Partial<Actor> = {}): Actor => ({
  accountId: 'a',
  role: 'member',
  locale: 'zh',
  organisationId: 'own',
  regionCode: '410184',
  trusted: true,
  ...changes,
});

const recordOf = (changes: Partial<OwnedRecord> = {}): OwnedRecord => ({
  organisationId: 'own',
  state: 'draft',
  ownerRegionCode: '410184',
  ...changes,
});

const outcome = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'may';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('the life of a record', () => {
  it.each([
    ['publish', 'draft', 'published'],
    ['publish', 'submitted', 'published'],
    ['submit', 'returned', 'submitted'],
    ['return', 'submitted', 'returned'],
    ['withdraw', 'published', 'withdrawn'],
    ['close', 'published', 'closed'],
  ] as const)('%s leads from %s to %s', (action, from, to) => {
    expect(stateAfter(action, from)).toBe(to);
  });

  it.each([
    ['withdraw', 'draft'],
    ['return', 'published'],
    ['publish', 'closed'],
    ['close', 'draft'],
  ] as const)('%s cannot be taken from %s', (action, from) => {
    expect(outcome(() => stateAfter(action, from))).toBe('transition_not_allowed');
  });

  it('ends in the same state when an action is taken twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.constantFrom(...STATES), (action, state) => {
        fc.pre(outcome(() => stateAfter(action, state)) === 'may');
        const after = stateAfter(action, state);
        expect(stateAfter(action, after)).toBe(after);
      }),
    );
  });
});

describe('who may do what', () => {
  it.each([
    ['a member of the owner edits a draft', actorOf(), 'edit', recordOf(), 'may'],
    ['a trusted owner publishes', actorOf(), 'publish', recordOf(), 'may'],
    [
      'an owner without trust does not',
      actorOf({ trusted: false }),
      'publish',
      recordOf(),
      'organisation_not_trusted',
    ],
    ['but submits', actorOf({ trusted: false }), 'submit', recordOf(), 'may'],
    ['nobody else knows of a draft', actorOf({ organisationId: 'other' }), 'edit', recordOf(), 'not_found'],
    [
      'somebody else may not edit what is published',
      actorOf({ organisationId: 'other' }),
      'edit',
      recordOf({ state: 'published' }),
      'not_allowed',
    ],
    [
      'the city publishes what its county submitted',
      actorOf({ organisationId: 'gov', role: 'administrator', regionCode: '410100' }),
      'publish',
      recordOf({ state: 'submitted' }),
      'may',
    ],
    [
      'a city does not know of drafts elsewhere',
      actorOf({ organisationId: 'gov', role: 'administrator', regionCode: '410300' }),
      'publish',
      recordOf({ state: 'submitted' }),
      'not_found',
    ],
    [
      'an administrator does not edit',
      actorOf({ organisationId: 'gov', role: 'administrator', regionCode: '410000' }),
      'edit',
      recordOf({ state: 'submitted' }),
      'not_allowed',
    ],
    [
      'an owner does not return its own',
      actorOf(),
      'return',
      recordOf({ state: 'submitted' }),
      'not_allowed',
    ],
    [
      'a broker of the organisation does not publish',
      actorOf({ role: 'broker' }),
      'publish',
      recordOf(),
      'not_allowed',
    ],
  ] as const)('%s', (_, actor, action, record, expected) => {
    expect(outcome(() => assertMay(actor, action, record))).toBe(expected);
  });

  it('shows everybody what is published or closed, and drafts to nobody outside', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), (state) => {
        const open = state === 'published' || state === 'closed';
        expect(maySee(null, recordOf({ state }))).toBe(open);
        expect(maySee(actorOf({ organisationId: 'other' }), recordOf({ state }))).toBe(open);
        expect(maySee(actorOf(), recordOf({ state }))).toBe(true);
      }),
    );
  });
});
