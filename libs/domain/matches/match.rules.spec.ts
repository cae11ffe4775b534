import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MATCH_STATES, type MatchState, matchTransitionSchema } from '#contracts/matches.js';
import { CONTRACT_KINDS, DECLINE_REASONS } from '#vocabulary/case-reasons.js';
import { ruleOf } from '../access/permissions.js';
import { isNews, isOpen, MATCH_TRANSITIONS, mustMove, STEP_PERMISSIONS } from './match.rules.js';

describe('the life of a match', () => {
  it('reaches a contract step by step, and can end from every open state', () => {
    expect(MATCH_STATES.filter(isOpen)).toEqual(['suggested', 'introduced', 'negotiating', 'agreed']);
    for (const state of MATCH_STATES.filter(isOpen)) expect(MATCH_TRANSITIONS[state]).toContain('declined');
  });

  it('never leaves a contract or a refusal', () => {
    expect(MATCH_TRANSITIONS.contracted).toEqual([]);
    expect(MATCH_TRANSITIONS.declined).toEqual([]);
  });
});

const BY_PEOPLE = Object.keys(STEP_PERMISSIONS) as (keyof typeof STEP_PERMISSIONS)[];

describe('steps that people take', () => {
  it('are the same ways in the table of permissions and in the table of transitions', () => {
    for (const to of BY_PEOPLE) {
      const { from, to: leadsTo } = ruleOf(STEP_PERMISSIONS[to]);
      expect(leadsTo).toBe(to);
      expect([...(from ?? [])].sort()).toEqual(
        MATCH_STATES.filter((state) => MATCH_TRANSITIONS[state].includes(to)).sort(),
      );
    }
  });

  it('end in a contract or a refusal or not at all, and never leave either', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BY_PEOPLE), { maxLength: 20 }), (steps) => {
        let state: MatchState = 'suggested';
        for (const to of steps) {
          if (!MATCH_TRANSITIONS[state].includes(to)) continue;
          expect(['contracted', 'declined']).not.toContain(state);
          state = to;
        }
        expect(MATCH_TRANSITIONS[state].length === 0).toBe(['contracted', 'declined'].includes(state));
      }),
    );
  });

  it('end with a reason of the list that goes with the end', () => {
    const codes = [...CONTRACT_KINDS, ...DECLINE_REASONS].map(({ code }) => code);
    const end = (to: string, reason?: string) =>
      matchTransitionSchema.safeParse({ to, ...(reason && { reason }), note: '说明' }).success;
    for (const to of ['contracted', 'declined']) {
      expect(end(to)).toBe(false);
      const list: readonly { code: string }[] = to === 'contracted' ? CONTRACT_KINDS : DECLINE_REASONS;
      for (const code of codes) expect(end(to, code)).toBe(list.some((one) => one.code === code));
    }
    for (const to of ['suggested', 'expired']) expect(end(to)).toBe(false);
  });

  it('do nothing twice, and nothing upon a state that is no more', () => {
    expect(mustMove('introduced', 'introduced', 'suggested')).toBe(false);
    expect(mustMove('suggested', 'introduced', undefined)).toBe(true);
    expect(mustMove('introduced', 'declined', 'introduced')).toBe(true);
    expect(() => mustMove('introduced', 'declined', 'suggested')).toThrow('introduced now');
  });
});

describe('what is news', () => {
  it.each([
    ['a new match at level 3', null, 3, true],
    ['a new match at level 2', null, 2, false],
    ['a rise from 2 to 3', { state: 'suggested', level: 2 }, 3, true],
    ['a rise from 3 to 4', { state: 'suggested', level: 3 }, 4, false],
    ['the same level again', { state: 'suggested', level: 3 }, 3, false],
    ['a return from expiry', { state: 'expired', level: 4 }, 4, true],
    ['a better score of what people work on', { state: 'negotiating', level: 2 }, 4, false],
  ] as const)('%s', (_, earlier, level, expected) => {
    expect(isNews(earlier, level)).toBe(expected);
  });
});
