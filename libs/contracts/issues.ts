import { z } from 'zod';
import { type ErrorDetail } from './errors.js';

type Issue = z.core.$ZodIssue;

const REQUIRED = 'is required';

// An issue has lost its input by the time it is reported, and a field that is missing is known by nothing else.
z.config({
  customError: (issue) => {
    if (issue.code !== 'invalid_type') return undefined;
    return issue.input === undefined ? REQUIRED : `must be of type ${issue.expected}`;
  },
});

/** The stable code of what a schema found wrong. */
export function codeOfIssue(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.message === REQUIRED ? 'required' : 'wrong_type';
  if (issue.code === 'custom') return String(issue.params?.code ?? 'invalid');
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'empty';
  return issue.code;
}

/** What a schema found wrong, field by field; every body and every row of an import is told of in this way. */
export function detailsOfIssue(issue: Issue): ErrorDetail[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      code: 'unknown_field',
      message: 'is not a field of this body: leave it out',
    }));
  }
  return [{ field: path.join('.'), code: codeOfIssue(issue), message: issue.message }];
}
