import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Secret, TOTP, URI } from 'otpauth';
import {
  acceptedPeriod,
  makeRecoveryCodes,
  makeTotpSecret,
  recoveryCodeHash,
  totpUri,
} from './second-factor.rules.js';

const SECRET = makeTotpSecret();
const NOW = new Date('2026-11-22T08:00:15Z');
const PERIOD = Math.floor(NOW.getTime() / 30_000);
/** The code that a device shows so many seconds from now. */
const codeAt = (seconds: number) =>
  new TOTP({ secret: Secret.fromBase32(SECRET) }).generate({ timestamp: NOW.getTime() + seconds * 1000 });

describe('codes of a device', () => {
  it.each([
    ['now', 0, PERIOD],
    ['by a clock half a minute behind', -30, PERIOD - 1],
    ['by a clock half a minute ahead', 30, PERIOD + 1],
    ['by a clock a minute and a half behind', -90, null],
    ['by a clock a minute and a half ahead', 90, null],
  ])('%s', (_, seconds, period) => {
    expect(acceptedPeriod(SECRET, codeAt(seconds), null, NOW)).toBe(period);
  });

  it('are taken once, and none before the last one that was taken', () => {
    expect(acceptedPeriod(SECRET, codeAt(0), PERIOD - 1, NOW)).toBe(PERIOD);
    expect(acceptedPeriod(SECRET, codeAt(0), PERIOD, NOW)).toBeNull();
    expect(acceptedPeriod(SECRET, codeAt(-30), PERIOD, NOW)).toBeNull();
  });

  it('are refused in every other form, whatever it is', () => {
    const right = new Set([codeAt(-30), codeAt(0), codeAt(30)]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!right.has(text));
        expect(acceptedPeriod(SECRET, text, null, NOW)).toBeNull();
      }),
    );
  });

  it('come of the secret in the address that a device reads', () => {
    const read = URI.parse(totpUri(SECRET, 'zhang@example.test')) as TOTP;
    expect(read).toMatchObject({ issuer: 'Duijie', label: 'zhang@example.test', digits: 6, period: 30 });
    expect(read.generate({ timestamp: NOW.getTime() })).toBe(codeAt(0));
  });
});

describe('recovery codes', () => {
  it('are ten different ones, and known however they are typed', () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-7]{4}-){6}[A-Z2-7]{4}$/);
      const typed = ` ${code.toLowerCase().replaceAll('-', ' ')}`;
      expect(recoveryCodeHash(typed)).toBe(recoveryCodeHash(code));
    }
    expect(new Set(codes.map(recoveryCodeHash)).size).toBe(10);
  });
});
