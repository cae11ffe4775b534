import { describe, expect, it } from '@jest/globals';
import { MATCH_STATES } from '#contracts/matches.js';
import { isNews, isOpen, MATCH_TRANSITIONS } from './match.rules.js';

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
