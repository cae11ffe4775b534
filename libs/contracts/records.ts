import { z } from 'zod';
import { findChain } from '#vocabulary/chains.js';
import { findCooperationMode } from '#vocabulary/cooperation-modes.js';
import { findDiscipline } from '#vocabulary/disciplines.js';
import { findField } from '#vocabulary/fields.js';
import { findIndustry } from '#vocabulary/industries.js';
import { findRegion } from '#vocabulary/regions.js';
import { DESCRIPTION_LIMIT, lineOf, textOf, unclassified } from './text.js';

/** A code of one list, in the spelling of the list; the message names the address where the list can be read. */
const codeOf = (list: string, find: (code: string) => { code: string } | undefined) =>
  z
    .string()
    .trim()
    .transform((written, context) => {
      const entry = find(written);
      if (entry) return entry.code;
      context.addIssue({
        code: 'custom',
        message: `"${written.slice(0, 40)}" is not in the list at /api/v1/vocabularies/${list}`,
        params: { code: 'unknown_code' },
      });
      return z.NEVER;
    });

const listOf = <T extends z.ZodType<string, string>>(item: T, most: number) =>
  z
    .array(item)
    .max(most, { error: `must have at most ${most} entries` })
    .transform((items) => [...new Set(items)]);

export const regionCodeSchema = codeOf('regions', findRegion);

/**
 * The fields that an achievement and a need share. A title and a description alone are enough; whatever is left out is
 * stored as unknown and shown as unknown.
 */
export const recordFields = {
  title: unclassified(lineOf(300)),
  description: unclassified(textOf(DESCRIPTION_LIMIT)),
  keywords: listOf(unclassified(lineOf(60)), 20).optional(),
  disciplineCodes: listOf(codeOf('disciplines', findDiscipline), 10).optional(),
  fieldCodes: listOf(codeOf('fields', findField), 10).optional(),
  industryCodes: listOf(codeOf('industries', findIndustry), 10).optional(),
  chainCodes: listOf(codeOf('chains', findChain), 10).optional(),
  regionCode: regionCodeSchema.nullable().optional(),
  cooperationModes: listOf(codeOf('cooperation-modes', findCooperationMode), 16).optional(),
  externalKey: lineOf(100)
    .nullable()
    .optional()
    .describe("The owner's own key, unique within its organisation."),
};

/** How the stored shared fields are answered. */
export const recordView = {
  id: z.uuid(),
  organisation: z
    .object({ id: z.uuid(), name: z.string() })
    .nullable()
    .describe('Null where the owner of a confidential need is not told.'),
  title: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  disciplineCodes: z.array(z.string()),
  fieldCodes: z.array(z.string()),
  industryCodes: z.array(z.string()),
  chainCodes: z.array(z.string()),
  regionCode: z.string().nullable(),
  cooperationModes: z.array(z.string()),
  externalKey: z.string().nullable(),
  returnReasons: z
    .array(z.object({ field: z.string(), reason: z.string() }))
    .describe('What a reviewer found wrong; empty for those who do not answer for the record.'),
  version: z.number().int().describe('Grows with every change of the text; send it back as If-Match.'),
  review: z
    .object({
      waitingSince: z.iso.datetime(),
      dueAt: z.iso.datetime(),
      late: z.boolean(),
    })
    .nullable()
    .describe('Since when it waits for a reviewer; null where it does not, or not for this reader.'),
  publishedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

/** What a reviewer says is wrong, by field of the form, when a record goes back to its owner. */
export const returnBodyOf = (form: Record<string, z.ZodType>) =>
  z.strictObject({
    reasons: z
      .array(
        z.strictObject({
          field: z.enum(Object.keys(form), { error: `must be one of: ${Object.keys(form).join(', ')}` }),
          reason: lineOf(500),
        }),
      )
      .min(1)
      .max(30),
  });
export type ReturnBody = z.infer<ReturnType<typeof returnBodyOf>>;
