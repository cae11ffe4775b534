import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT_ROLES } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { ORGANISATION_KIND_CODES } from '#vocabulary/organisation-kinds.js';
import { assertManagerRemains, assertRoleFits, invitationStateAt } from './membership.rules.js';

const codeOf = (attempt: () => void): string => {
  try {
    attempt();
    return 'may';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('roles', () => {
  it('of government are found in government and nowhere else', () => {
    for (const kind of ORGANISATION_KIND_CODES) {
      const fitting = ACCOUNT_ROLES.filter((role) => codeOf(() => assertRoleFits(kind, role)) === 'may');
      expect(fitting).toEqual(
        kind === 'government' ? ['administrator', 'operator'] : ['member', 'manager', 'broker'],
      );
    }
  });
});

describe('the last manager', () => {
  const person = fc.record({ id: fc.uuid(), role: fc.constantFrom(...ACCOUNT_ROLES) });
  const next = fc.option(fc.constantFrom(...ACCOUNT_ROLES));

  it('is the only one who cannot go: an organisation with a manager keeps one', () => {
    const people = fc.uniqueArray(person, { selector: ({ id }) => id, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(people, fc.nat(), next, (members, at, role) => {
        const { id } = members[at % members.length]!;
        const allowed = codeOf(() => assertManagerRemains(members, id, role)) === 'may';
        const after = members
          .filter((member) => member.id !== id || role !== null)
          .map((member) => (member.id === id ? { ...member, role } : member));
        const had = members.some((member) => member.role === 'manager');
        const has = after.some((member) => member.role === 'manager');
        expect(allowed).toBe(has || !had);
      }),
    );
  });
});

describe('an invitation', () => {
  const now = new Date('2026-11-22T08:00:00Z');
  it.each([
    ['open', '2026-11-22T08:00:01Z', 'open'],
    ['open', '2026-11-22T08:00:00Z', 'expired'],
    ['accepted', '2026-11-21T08:00:00Z', 'accepted'],
    ['revoked', '2026-11-21T08:00:00Z', 'revoked'],
    ['requested', null, 'requested'],
  ] as const)('that is %s until %s is %s', (state, until, shown) => {
    expect(invitationStateAt({ state, expiresAt: until && new Date(until) }, now)).toBe(shown);
  });
});
