import { dictionary } from '@zxcvbn-ts/language-common';
import { DomainError } from '#contracts/domain-error.js';

/** What stands on this platform's own door; passwords made of it are tried first. */
const OWN_WORDS = ['duijie', 'demo'];
/** What must be left when everything known of the person is taken out. */
const LEAST_OWN_CHARACTERS = 8;

let common: ReadonlySet<string> | undefined;
const commonPasswords = (): ReadonlySet<string> =>
  (common ??= new Set(dictionary['passwords-common'] as readonly string[]));

/** The words that somebody who knows the person would try: the parts of the address, of the name, of the organisation. */
export function wordsAround(...texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => [...word].length >= 3);
}

/**
 * Why a password would be guessed early; null where it would not. There is no rule about kinds of characters: length and
 * being nobody else's password are what counts (OWASP ASVS 5.0, 6.2.4, 6.2.11, 6.2.12). The list holds the 49,000 most
 * common leaked passwords; one of them with digits or signs behind it counts as itself.
 * @param around words of the person, from `wordsAround`.
 */
export function guessableBecause(password: string, around: readonly string[]): 'common' | 'personal' | null {
  const lower = password.toLowerCase();
  const stem = lower.replace(/[^\p{L}]+$/u, '');
  if (commonPasswords().has(lower) || commonPasswords().has(stem)) return 'common';
  const own = [...around, ...OWN_WORDS].reduce((left, word) => left.replaceAll(word, ''), lower);
  return own !== lower && [...own].length < LEAST_OWN_CHARACTERS ? 'personal' : null;
}

/** @throws DomainError `validation_failed` on the field `password`, with `password_common` or `password_personal`. */
export function assertNotGuessable(password: string, around: readonly string[]): void {
  const reason = guessableBecause(password, around);
  if (!reason) return;
  const message =
    reason === 'common'
      ? 'is on the list of passwords that attackers try first: choose another'
      : 'is made of your own names or address: choose something that nobody can guess from them';
  throw new DomainError('validation_failed', 'The password would be guessed too easily.', [
    { field: 'password', code: `password_${reason}`, message },
  ]);
}
