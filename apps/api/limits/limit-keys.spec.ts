import { describe, expect, it } from '@jest/globals';
import { type RequestWithActor } from '../access/access.decorator.js';
import { isSpared, keyOf } from './limit-keys.js';
import { LIMITS } from './limits.table.js';

const request = (parts: { ip?: string; body?: unknown; accountId?: string }) =>
  ({
    ip: parts.ip ?? '198.51.100.7',
    body: parts.body,
    actor: parts.accountId ? { accountId: parts.accountId } : undefined,
  }) as RequestWithActor;

describe('whom a limit counts', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['198.51.100.7', false],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['1127.0.0.1', false],
  ])('spares %s: %s, where measuring is meant', (ip, spared) => {
    expect(isSpared(LIMITS.preview, request({ ip }))).toBe(spared);
    expect(isSpared(LIMITS.loginFromAddress, request({ ip }))).toBe(false);
  });

  it('counts an account wherever it calls from, and a visitor by address', () => {
    const keys = [
      request({ accountId: 'a', ip: '10.0.0.1' }),
      request({ accountId: 'a', ip: '10.0.0.2' }),
      request({ ip: '10.0.0.1' }),
    ].map((one) => keyOf(LIMITS.preview, one));
    expect(keys).toEqual(['a', 'a', '10.0.0.1']);
  });

  it('counts an e-mail address in all its spellings as one, and does not keep it', () => {
    const [one, two, other, none] = [
      { email: 'Wang@Example.test ' },
      { email: 'wang@example.test' },
      { email: 'li@example.test' },
      'no object',
    ].map((body) => keyOf(LIMITS.loginToAccount, request({ body })));
    expect(one).toBe(two);
    expect(new Set([one, other, none]).size).toBe(3);
    expect(one).not.toContain('wang');
    expect(one).toContain('198.51.100.7');
  });
});
