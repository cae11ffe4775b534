import { randomInt } from 'node:crypto';
import { checkCreditCode } from '#vocabulary/credit-code.js';

/** A made-up unified social credit code: right in form and check character, and very likely nobody's. */
export function makeCreditCode(): string {
  const body = `91410100MA${String(randomInt(1e7)).padStart(7, '0')}`;
  const check = checkCreditCode(`${body}0`);
  return check.ok ? check.code : `${body}${'expected' in check ? check.expected : ''}`;
}

/** The same with another check character. */
export function makeWrongCreditCode(): string {
  const code = makeCreditCode();
  return `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
}
