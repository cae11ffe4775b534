import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertNotGuessable, guessableBecause, wordsAround } from './password.rules.js';

const around = wordsAround('li.ming@steel.example', '李明', 'Steel Works');

describe('a password', () => {
  it.each([
    ['1234567890', 'common'],
    ['Password123!', 'common'],
    ['qwertyuiop', 'common'],
    ['li.ming2024', 'personal'],
    ['steel-works-1', 'personal'],
    ['duijie-2026', 'personal'],
    ['correct horse battery', null],
    ['a steel door opens at night', null],
    ['中文也可以作为口令使用', null],
  ] as const)('%s is guessable: %s', (password, reason) => {
    expect(guessableBecause(password, around)).toBe(reason);
  });

  it('is named by its field, with a reason that says what to do', () => {
    expect(() => assertNotGuessable('1234567890', [])).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        details: [expect.objectContaining({ field: 'password', code: 'password_common' })],
      }),
    );
  });

  it('made at random is never refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[b-df-hj-np-tv-z]{16}$/), (password) => {
        expect(guessableBecause(password, around)).toBeNull();
      }),
    );
  });
});
