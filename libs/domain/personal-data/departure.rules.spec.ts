import { describe, expect, it } from '@jest/globals';
import { type AccountRole } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { assertMayLeave } from './departure.rules.js';

const outcome = (role: AccountRole, colleagues: AccountRole[], hasRecords: boolean): string => {
  try {
    assertMayLeave({ role, colleagues, hasRecords });
    return 'may';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('who may leave', () => {
  it.each([
    ['member', [], true, 'may'],
    ['broker', ['member'], true, 'may'],
    ['manager', ['manager'], true, 'may'],
    ['manager', [], false, 'may'],
    ['manager', [], true, 'last_manager'],
    ['manager', ['member'], false, 'last_manager'],
    ['administrator', ['administrator'], false, 'may'],
    ['administrator', ['member'], false, 'only_administrator'],
    ['operator', ['administrator'], false, 'only_administrator'],
  ] as const)('%s beside %j, records %s: %s', (role, colleagues, hasRecords, expected) => {
    expect(outcome(role, [...colleagues], hasRecords)).toBe(expected);
  });
});
