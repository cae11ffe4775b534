import { z } from 'zod';
import { bearsClassificationMark } from '#vocabulary/classification-marks.js';

/** The longest description in characters; a whole project report fits, a book does not. */
export const DESCRIPTION_LIMIT = 50_000;

/** PostgreSQL cannot store U+0000, and no reader can see it. */
const withoutNull = (text: string) => !text.includes('\u0000');

/** One line of text with its outer white space taken off; a line of spaces is not a title. */
export const lineOf = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(longest, { error: `must be at most ${longest} characters` })
    .refine(withoutNull, { error: 'must not contain the character U+0000' });

/** Text of several lines, possibly empty. */
export const textOf = (longest: number) =>
  z
    .string()
    .max(longest, { error: `must be at most ${longest} characters` })
    .refine(withoutNull, { error: 'must not contain the character U+0000' });

/** The code of a text that bears the mark of a state secret; it is the code of the whole answer too. */
export const STATE_SECRET = 'state_secret_suspected';

/**
 * A text that goes into an open library, and so must not bear the mark of a state secret. The refusal never repeats
 * the text, so that nothing of it reaches a log.
 */
export const unclassified = <T extends z.ZodType<string, string>>(text: T) =>
  text.refine((written) => !bearsClassificationMark(written), {
    error:
      '疑似含有国家秘密标志（密级、涉密或内部资料），本平台公开运行，不得填报：请删去涉密内容，或经本单位保密机构确认后去掉误用的标志。' +
      'Seems to bear the mark of a state secret, which must not be put into this open platform: take the matter out, ' +
      'or, where your security officer finds the mark wrong, the mark.',
    params: { code: STATE_SECRET },
  });

/** An amount in 万元 as a decimal string with at most four decimals (one 元), up to 99,999,999. */
export const amountSchema = z
  .string()
  .regex(/^\d{1,8}(\.\d{1,4})?$/, { error: 'must be an amount in 万元 such as "120" or "35.5"' });

/** Compares two amounts as numbers; both have at most twelve digits, which a double keeps exactly. */
export const amountAtMost = (lower: string, upper: string) => Number(lower) <= Number(upper);
