import { StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { type ErrorDetail } from '#contracts/errors.js';
import { STATE_SECRET } from '#contracts/text.js';

type Issue = z.core.$ZodIssue;

const REQUIRED = 'is required';

// An issue has lost its input by the time it is reported, and a field that is missing is known by nothing else.
z.config({
  customError: (issue) => {
    if (issue.code !== 'invalid_type') return undefined;
    return issue.input === undefined ? REQUIRED : `must be of type ${issue.expected}`;
  },
});

function codeOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.message === REQUIRED ? 'required' : 'wrong_type';
  if (issue.code === 'custom') return String(issue.params?.code ?? 'invalid');
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'empty';
  return issue.code;
}

function detailsOf(issue: Issue): ErrorDetail[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      code: 'unknown_field',
      message: 'is not a field of this body: leave it out',
    }));
  }
  return [{ field: path.join('.'), code: codeOf(issue), message: issue.message }];
}

/** Every body, query and parameter passes its schema before a controller sees it; all that is wrong is named at once. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const details = (issues as readonly Issue[]).slice(0, 100).flatMap(detailsOf);
      const secret = details.filter(({ code }) => code === STATE_SECRET);
      if (secret[0]) {
        return new DomainError(STATE_SECRET, `${secret[0].field}: ${secret[0].message}`, secret);
      }
      const first = details[0];
      const what = first?.field
        ? `${first.field} ${first.message}`
        : (first?.message ?? 'the input is wrong');
      const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
      return new DomainError('validation_failed', `The input is not valid: ${what}${more}.`, details);
    },
  });
