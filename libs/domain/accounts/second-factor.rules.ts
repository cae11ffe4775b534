import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const SECONDS = 30;
/** A clock may be one period off, either way. */
const WINDOW = 1;
const RECOVERY_CODES = 10;

const totp = (secret: string, email: string) =>
  new TOTP({
    issuer: 'Duijie',
    label: email,
    algorithm: 'SHA1',
    digits: 6,
    period: SECONDS,
    secret: Secret.fromBase32(secret),
  });

/** A new shared secret of 160 bits in base32, as RFC 4226 wants it. */
export const makeTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that authenticator applications read from a QR code. */
export const totpUri = (secret: string, email: string): string => totp(secret, email).toString();

/**
 * The period to which a code belongs, or null where it is wrong, or not later than the last one that was taken: a code
 * that somebody looked on is worth nothing once it was used.
 */
export function acceptedPeriod(
  secret: string,
  code: string,
  lastPeriod: number | null,
  now: Date,
): number | null {
  const timestamp = now.getTime();
  const delta = totp(secret, '').validate({ token: code, timestamp, window: WINDOW });
  if (delta === null) return null;
  const period = TOTP.counter({ period: SECONDS, timestamp }) + delta;
  return lastPeriod !== null && period <= lastPeriod ? null : period;
}

/** Codes of 136 random bits, which need no slow hash, in fours so that they can be typed. */
export const makeRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(17)).buffer }).base32.match(/.{4}/g) ?? []).join('-'),
  );

/** The hash of a recovery code, however its letters and groups were typed. */
export const recoveryCodeHash = (code: string): string =>
  createHash('sha256').update(code.replace(/[\s-]/g, '').toUpperCase()).digest('base64url');
