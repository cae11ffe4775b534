import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, changedFields, commit, commitmentsOf, keepsCommitment } from './audit.rules.js';
import { maskPersonal } from './mask.rules.js';

describe('what changed', () => {
  it.each([
    ['nothing', { a: 1, b: [1] }, { b: [1], a: 1 }, {}, {}],
    ['a field', { a: 1, b: 2 }, { a: 1, b: 3 }, { b: 2 }, { b: 3 }],
    ['a field that comes', { a: 1 }, { a: 1, b: '' }, { b: null }, { b: '' }],
    [
      'a date',
      { at: new Date(0) },
      { at: new Date(1) },
      { at: '1970-01-01T00:00:00.000Z' },
      { at: '1970-01-01T00:00:00.001Z' },
    ],
  ])('%s', (_, before, after, was, is) => {
    expect(changedFields(before, after)).toEqual({ before: was, after: is });
  });

  it('of a thing that begins or ends is what it says', () => {
    const picture = { title: '成果', description: '', keywords: [], trl: null, free: false };
    const said = { title: '成果', free: false };
    expect(changedFields(null, picture)).toEqual({ before: null, after: said });
    expect(changedFields(picture, null)).toEqual({ before: said, after: null });
    expect(changedFields(null, null)).toEqual({ before: null, after: null });
  });
});

describe('canonical JSON', () => {
  it('is the same whatever the order of the keys, and differs where the value does', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (one, other) => {
          const reversed = Object.fromEntries(Object.entries(one).reverse());
          expect(canonicalJson(reversed)).toBe(canonicalJson(one));
          const [left, right] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as unknown);
          expect(canonicalJson(left) === canonicalJson(right)).toBe(isDeepEqual(left, right));
        },
      ),
    );
  });
});

const isDeepEqual = (one: unknown, other: unknown): boolean => {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
};

describe('commitments', () => {
  it('hold the value they were made for and no other, and never say the same twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, other) => {
        const { commitment, kept } = commit('somebody', value);
        expect(keepsCommitment(commitment, kept)).toBe(true);
        if (other !== value) expect(keepsCommitment(commitment, { ...kept, value: other })).toBe(false);
        expect(commit('somebody', value).commitment).not.toEqual(commitment);
      }),
    );
  });

  it('are found wherever they are', () => {
    const { commitment } = commit('somebody', 'x');
    const entry = {
      before: null,
      after: { name: commitment, note: 'x' },
      context: { via: 'http' as const, ip: commitment },
    };
    expect([...commitmentsOf(entry).keys()]).toEqual(['after.name', 'context.ip']);
  });
});

describe('masks', () => {
  it.each([
    ['email', 'zhang@example.com', 'z***@example.com'],
    ['name', '张某某', '张**'],
    ['phone', '13800001234', '138****1234'],
    ['phone', '12345', '***'],
    ['ip', '203.0.113.7', '203.0.*.*'],
    ['ip', '::ffff:203.0.113.7', '203.0.*.*'],
    ['ip', '2001:db8:1:2::3', '2001:db8:*'],
    ['userAgent', 'Mozilla/5.0', '***'],
  ])('%s %s', (field, value, masked) => {
    expect(maskPersonal(field, value)).toBe(masked);
  });
});
