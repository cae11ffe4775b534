import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { detailsOfIssue } from '#contracts/issues.js';
import { STATE_SECRET } from '#contracts/text.js';

type Issue = z.core.$ZodIssue;

/** Every body, query and parameter passes its schema before a controller sees it; all that is wrong is named at once. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const details = (issues as readonly Issue[]).slice(0, 100).flatMap(detailsOfIssue);
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
