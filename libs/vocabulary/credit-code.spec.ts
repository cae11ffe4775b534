import { describe, expect, it } from '@jest/globals';
import { checkCreditCode } from './credit-code.js';

describe('checkCreditCode', () => {
  it.each(['91350100M000100Y43', '91110000101623741K', '911101066976941872'])('accepts %s', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, code });
  });

  it('tidies spaces, hyphens, full width and lower case', () => {
    expect(checkCreditCode(' ９１３５０１００-m000100y43 ')).toEqual({
      ok: true,
      code: '91350100M000100Y43',
    });
  });

  it('accepts the check digit 0 of a sum divisible by 31', () => {
    expect(checkCreditCode('91410100MA4009XX80')).toMatchObject({ ok: true });
  });

  it('says which check digit it expected, also of an issued code that breaks the rule', () => {
    expect(checkCreditCode('91350100M000100Y44')).toMatchObject({
      problem: 'check_digit',
      expected: '3',
      actual: '4',
    });
    expect(checkCreditCode('91350211M0000XUF46')).toMatchObject({ ok: false, problem: 'check_digit' });
  });

  it('notices two neighbours changed about', () => {
    expect(checkCreditCode('91350100M000010Y43')).toMatchObject({ problem: 'check_digit' });
  });

  it('names the character that cannot be there', () => {
    expect(checkCreditCode('91350100I000100Y43')).toMatchObject({
      problem: 'character',
      position: 9,
      character: 'I',
    });
    expect(checkCreditCode('9135A100M000100Y43')).toMatchObject({ problem: 'character', position: 5 });
  });

  it('wants 18 characters', () => {
    expect(checkCreditCode('91350100M000100Y4')).toMatchObject({ problem: 'length', length: 17 });
    expect(checkCreditCode('')).toMatchObject({ problem: 'length', length: 0 });
  });
});
