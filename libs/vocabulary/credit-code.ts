import { compact } from './text.js';

// GB 32100-2015 leaves out I, O, S, V and Z; a character's place in the alphabet is its value.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const codeLength = 18;

export type CreditCodeCheck =
  | { ok: true; code: string }
  | { ok: false; problem: 'length'; code: string; length: number }
  /** `position` counts from 1. */
  | { ok: false; problem: 'character'; code: string; position: number; character: string }
  | { ok: false; problem: 'check_digit'; code: string; expected: string; actual: string };

function checkDigit(code: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, codeLength - 1)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  // Without the outer remainder a sum divisible by 31 would point past the end of the alphabet.
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/**
 * Checks a unified social credit code (统一社会信用代码) by GB 32100-2015: 18 characters of its alphabet, digits in the
 * region part (3 to 8), and the check digit. Spaces, hyphens, full-width and lower-case letters are put right first;
 * `code` is always that tidied form. Codes that fail on the check digit alone have been issued, so treat
 * `check_digit` as a warning a person may override.
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = compact(text).replace(/-/g, '').toUpperCase();
  const characters = [...code];
  if (characters.length !== codeLength)
    return { ok: false, problem: 'length', code, length: characters.length };
  for (const [offset, character] of characters.entries()) {
    const isRegion = offset >= 2 && offset < 8;
    if (!(isRegion ? /\d/.test(character) : alphabet.includes(character))) {
      return { ok: false, problem: 'character', code, position: offset + 1, character };
    }
  }
  const [expected, actual] = [checkDigit(code), code.charAt(codeLength - 1)];
  return expected === actual
    ? { ok: true, code }
    : { ok: false, problem: 'check_digit', code, expected, actual };
}
