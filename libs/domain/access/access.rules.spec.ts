import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT_ROLES } from '#contracts/accounts.js';
import { ACHIEVEMENT_STATES } from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import { IMPORT_STATES } from '#contracts/imports.js';
import { MATCH_STATES } from '#contracts/matches.js';
import { NEED_STATES } from '#contracts/needs.js';
import { VERIFICATION_STATES } from '#contracts/organisations.js';
import { assertMay, decide, may, reachOf, stateAfter, type Subject } from './access.rules.js';
import { type Actor } from './actor.js';
import { type Permission, PERMISSIONS, type Resource, ruleOf } from './permissions.js';

const STATES = [
  ...new Set<string>([
    ...ACHIEVEMENT_STATES,
    ...NEED_STATES,
    ...MATCH_STATES,
    ...IMPORT_STATES,
    ...VERIFICATION_STATES,
  ]),
];
const ALL = (Object.keys(PERMISSIONS) as Resource[]).flatMap((resource) =>
  Object.keys(PERMISSIONS[resource]).map((action) => `${resource}.${action}` as Permission),
);
const STEPS = ALL.filter((permission) => ruleOf(permission).to !== undefined);

const actorOf = (changes: Partial<Actor> = {}): Actor => ({
  accountId: 'a',
  role: 'member',
  locale: 'zh',
  organisationId: 'own',
  regionCode: '410184',
  trusted: true,
  ...changes,
});
const subjectOf = (state: string, owner: { organisationId?: string; regionCode?: string } = {}): Subject => ({
  state,
  owners: [{ organisationId: 'own', regionCode: '410184', ...owner }],
});
const outcome = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'may';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

const other = actorOf({ organisationId: 'other' });
const city = actorOf({ organisationId: 'gov', role: 'administrator', regionCode: '410100' });
const otherCity = actorOf({ organisationId: 'gov', role: 'administrator', regionCode: '410300' });
const operator = actorOf({ organisationId: 'house', role: 'operator', regionCode: '410000' });

describe('who may do what', () => {
  it.each([
    ['a member of the owner edits a draft', actorOf(), 'achievement.edit', 'draft', 'may'],
    ['a trusted owner publishes', actorOf(), 'achievement.publish', 'draft', 'may'],
    [
      'an owner without trust does not',
      actorOf({ trusted: false }),
      'achievement.publish',
      'draft',
      'organisation_not_trusted',
    ],
    ['but submits', actorOf({ trusted: false }), 'achievement.submit', 'draft', 'may'],
    ['nobody else knows of a draft', other, 'achievement.edit', 'draft', 'not_found'],
    ['not even the administrator of the region', city, 'achievement.read', 'draft', 'not_found'],
    ['somebody else may not edit what is published', other, 'need.edit', 'published', 'not_allowed'],
    ['the city publishes what its county submitted', city, 'need.publish', 'submitted', 'may'],
    ['another city does not know of it', otherCity, 'need.publish', 'submitted', 'not_found'],
    [
      'but may know what is published, and not return it',
      otherCity,
      'need.return',
      'published',
      'not_allowed',
    ],
    ['an operator returns anywhere', operator, 'achievement.return', 'submitted', 'may'],
    ['an administrator does not edit', city, 'achievement.edit', 'submitted', 'not_allowed'],
    ['an owner does not return its own', actorOf(), 'achievement.return', 'submitted', 'not_allowed'],
    [
      'a broker of the organisation does not publish',
      actorOf({ role: 'broker' }),
      'need.publish',
      'draft',
      'not_allowed',
    ],
    ['a closed need is not edited', actorOf(), 'need.edit', 'closed', 'transition_not_allowed'],
    ['nor published', actorOf(), 'need.publish', 'closed', 'transition_not_allowed'],
    ['a draft is not withdrawn', actorOf(), 'achievement.withdraw', 'draft', 'transition_not_allowed'],
    ['a visitor reads what is closed', null, 'need.read', 'closed', 'may'],
    ['a visitor does nothing else', null, 'need.edit', 'published', 'not_allowed'],
    [
      'the words of a confidential need stay with its owner',
      city,
      'need.readConfidential',
      'published',
      'not_allowed',
    ],
  ] as const)('%s', (_, actor, permission, state, expected) => {
    expect(outcome(() => assertMay(actor, permission, subjectOf(state)))).toBe(expected);
  });

  it('lets either side of a match read it, and whoever answers for one of their regions', () => {
    const match: Subject = {
      owners: [
        { organisationId: 'university', regionCode: '410102' },
        { organisationId: 'enterprise', regionCode: '410305' },
      ],
    };
    const reads = (actor: Actor | null) => may(actor, 'match.read', match);
    expect(reads(actorOf({ organisationId: 'enterprise' }))).toBe(true);
    expect(reads(actorOf({ organisationId: 'university' }))).toBe(true);
    expect(reads(city)).toBe(true);
    expect(reads(otherCity)).toBe(true);
    expect(reads(actorOf({ organisationId: 'x', role: 'broker' }))).toBe(true);
    expect(reads(other)).toBe(false);
    expect(reads(null)).toBe(false);
  });
});

const anyActor = fc.option(
  fc
    .record({
      role: fc.constantFrom(...ACCOUNT_ROLES),
      organisationId: fc.constantFrom('own', 'other'),
      regionCode: fc.constantFrom('410000', '410100', '410184', '410300'),
      trusted: fc.boolean(),
    })
    .map(actorOf),
);
const anySubject = fc.constantFrom(...STATES).map((state) => subjectOf(state));
const anyPermission = fc.constantFrom(...ALL);

describe('the table as a whole', () => {
  it('takes no action on what the actor may not read', () => {
    fc.assert(
      fc.property(anyActor, anyPermission, anySubject, (actor, permission, subject) => {
        const read = `${permission.split('.')[0]}.read` as Permission;
        fc.pre(!may(actor, read, subject));
        expect(decide(actor, permission, subject)).toBe('hidden');
      }),
    );
  });

  it('leaves the record where the first time put it when a step is taken twice', () => {
    fc.assert(
      fc.property(anyActor, fc.constantFrom(...STEPS), anySubject, (actor, permission, subject) => {
        fc.pre(may(actor, permission, subject));
        const after = { ...subject, state: stateAfter(permission, subject.state ?? '') };
        // Who takes a record out of sight cannot take it out once more.
        fc.pre(may(actor, `${permission.split('.')[0]}.read` as Permission, after));
        expect(decide(actor, permission, after)).toBe('allowed');
        expect(stateAfter(permission, after.state)).toBe(after.state);
      }),
    );
  });

  it('gives a visitor nothing but reading', () => {
    for (const permission of ALL) {
      if (!permission.endsWith('.read')) expect(reachOf(null, permission)).toEqual([]);
    }
  });

  it('leads only to states that are known', () => {
    for (const permission of STEPS) expect(STATES).toContain(ruleOf(permission).to);
  });
});
