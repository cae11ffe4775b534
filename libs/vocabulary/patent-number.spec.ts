import { describe, expect, it } from '@jest/globals';
import { normalizePatentNumber } from './patent-number.js';

describe('normalizePatentNumber', () => {
  it.each([
    '202211250898.9',
    '2022112508989',
    '202211250898',
    'ZL202211250898.9',
    'ZL 2022 1 1250898.9',
    'CN202211250898.9',
    '专利号：ＺＬ２０２２１１２５０８９８．９',
  ])('brings %j to one form', (written) => {
    expect(normalizePatentNumber(written)).toEqual({
      ok: true,
      form: 'application',
      number: '202211250898.9',
      kind: 'invention',
    });
  });

  it('verifies the check digit, X included', () => {
    expect(normalizePatentNumber('202511052777.7')).toMatchObject({ ok: true });
    expect(normalizePatentNumber('202110500007.x')).toMatchObject({ ok: true, number: '202110500007.X' });
    expect(normalizePatentNumber('202410012345.6')).toEqual({
      ok: false,
      problem: 'check_digit',
      expected: '2',
      actual: '6',
    });
  });

  it('accepts the numbers from before October 2003', () => {
    expect(normalizePatentNumber('ZL98805245.8')).toMatchObject({
      number: '98805245.8',
      kind: 'pct_invention',
    });
  });

  it.each([
    ['202010000001', 'invention'],
    ['202020000001', 'utility_model'],
    ['202030000001', 'design'],
    ['202080000001', 'pct_invention'],
    ['202090000001', 'pct_utility_model'],
    ['CN1234567A', 'invention'],
    ['CN116789012B', 'invention'],
    ['CN 216789012 U', 'utility_model'],
    ['306789012S', 'design'],
  ])('tells from %s that it is %s', (written, kind) => {
    expect(normalizePatentNumber(written)).toMatchObject({ ok: true, kind });
  });

  it('writes publication numbers with CN', () => {
    expect(normalizePatentNumber('cn 1234567 a')).toMatchObject({
      form: 'publication',
      number: 'CN1234567A',
    });
    expect(normalizePatentNumber('116789012B')).toMatchObject({ number: 'CN116789012B' });
  });

  it('rejects an unknown kind', () => {
    expect(normalizePatentNumber('202250000001')).toEqual({ ok: false, problem: 'kind', digit: '5' });
  });

  it.each(['', '12345', '199910000001.2', 'CN116789012', 'CN1234567Q', 'US10123456B2', 'PCT/CN2023/123456'])(
    'finds no Chinese number in %j',
    (written) => {
      expect(normalizePatentNumber(written)).toEqual({ ok: false, problem: 'format' });
    },
  );
});
