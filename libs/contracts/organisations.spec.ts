import { describe, expect, it } from '@jest/globals';
import { makeCreditCode, makeWrongCreditCode } from '#test/support/credit-codes.js';
import { registerSchema } from './accounts.js';

const body = {
  email: ' Zhang@Example.Test ',
  password: 'a long enough one',
  name: '张工',
  organisation: { name: '新来的企业', kind: 'enterprise', regionCode: '410102' },
};
const withOrganisation = (more: object) =>
  registerSchema.safeParse({ ...body, organisation: { ...body.organisation, ...more } });
const problemsOf = (more: object) =>
  withOrganisation(more).error?.issues.map((issue) => [
    issue.path.join('.'),
    issue.code === 'custom' ? (issue.params?.code as string) : issue.code,
  ]);

describe('registration', () => {
  it('needs no credit code, and takes the address in its one spelling', () => {
    expect(registerSchema.parse(body)).toMatchObject({ email: 'zhang@example.test', locale: 'zh' });
  });

  it('takes a code however it is spaced, in its tidied form', () => {
    const code = makeCreditCode();
    const spaced = `${code.slice(0, 8)} ${code.slice(8)}`.toLowerCase();
    expect(withOrganisation({ creditCode: spaced }).data?.organisation.creditCode).toBe(code);
  });

  it('takes a wrong check character with a note only', () => {
    const creditCode = makeWrongCreditCode();
    expect(problemsOf({ creditCode })).toEqual([['organisation.creditCode', 'credit_code_check_digit']]);
    expect(withOrganisation({ creditCode, creditCodeNote: '证照如此' }).success).toBe(true);
  });

  it.each([
    ['too short', { creditCode: '9141' }, 'organisation.creditCode', 'credit_code_length'],
    [
      'a letter that codes do not have',
      { creditCode: '91410100MAI4000000', creditCodeNote: 'x' },
      'organisation.creditCode',
      'credit_code_character',
    ],
    ['government', { kind: 'government' }, 'organisation.kind', 'invalid_value'],
    ['trust of its own', { trusted: true }, 'organisation', 'unrecognized_keys'],
    ['a verification of its own', { verification: 'verified' }, 'organisation', 'unrecognized_keys'],
  ])('refuses %s', (_, more, field, code) => {
    expect(problemsOf(more)).toEqual([[field, code]]);
  });
});
