import { z } from 'zod';
import { findField } from '#vocabulary/fields.js';
import { pageQuerySchema } from './pages.js';
import { regionCodeSchema } from './records.js';
import { lineOf } from './text.js';

/** How a figure is divided: one row for each day, region below the one asked for, field, or not at all. */
export const DIVISIONS = ['none', 'day', 'region', 'field'] as const;
export type Division = (typeof DIVISIONS)[number];

/** So many days are answered one by one. */
export const DAYS_AT_ONCE = 366;
const DAY = 86_400_000;

const fieldSchema = z.string().refine((code) => findField(code) !== undefined, {
  error: 'is not in the list at /api/v1/vocabularies/fields',
  params: { code: 'unknown_code' },
});

const periodFields = {
  region: regionCodeSchema.optional().describe('With everything under it.'),
  field: fieldSchema.optional().describe('With everything under it.'),
  from: z.iso.date().optional().describe('First day of the period, in China; 29 days before `to`.'),
  to: z.iso.date().optional().describe('Last day of the period, with it; today.'),
};
interface Period {
  from?: string;
  to?: string;
}

const inOrder = ({ from, to }: Period) => !from || !to || from <= to;
const orderError = { path: ['from'], error: 'must not be after to' };

export const statisticsQuerySchema = z
  .strictObject({
    figures: lineOf(1000)
      .optional()
      .describe('Keys with commas between them; every figure the caller may read.'),
    by: z.enum(DIVISIONS).default('none'),
    ...periodFields,
  })
  .refine(inOrder, orderError)
  .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) < DAYS_AT_ONCE * DAY, {
    path: ['from'],
    error: `must be within ${DAYS_AT_ONCE} days of to`,
  });
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

export const figureRecordsQuerySchema = pageQuerySchema.extend(periodFields).refine(inOrder, orderError);
export type FigureRecordsQuery = z.infer<typeof figureRecordsQuerySchema>;

const bilingual = z.object({ zh: z.string(), en: z.string() });

export const figureDefinitionSchema = z.object({
  key: z.string(),
  name: bilingual,
  definition: bilingual,
  unit: z.enum(['records', 'hours']),
  measure: z
    .enum(['stock', 'flow'])
    .describe('A stock is counted at the end of the last day, a flow over the whole period.'),
  audience: z
    .enum(['everyone', 'scope'])
    .describe('`scope`: members count their own, administrators their region, brokers and operators all.'),
});
export type FigureDefinition = z.infer<typeof figureDefinitionSchema>;

/** A count, or hours with one decimal; null where there is nothing to take the middle of. */
const valueSchema = z.number().nullable();

export const figureViewSchema = z.object({
  key: z.string(),
  total: valueSchema,
  rows: z
    .array(z.object({ bucket: z.string().nullable(), value: valueSchema }))
    .describe(
      'By day, region or field; null for records without a field. A record of two fields counts in both.',
    ),
});
export type FigureView = z.infer<typeof figureViewSchema>;

export const statisticsViewSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  region: z.string().nullable(),
  field: z.string().nullable(),
  by: z.enum(DIVISIONS),
  figures: z.array(figureViewSchema),
});
export type StatisticsView = z.infer<typeof statisticsViewSchema>;

/** One of the records that a figure counts. */
export const figureRecordSchema = z.object({
  kind: z.enum(['achievement', 'need', 'match']),
  id: z.uuid(),
  title: z.string().nullable().describe('Null where the caller may not read the record now.'),
  regionCode: z.string(),
  fieldCodes: z.array(z.string()),
  at: z.iso.datetime().describe('When it came to be counted.'),
  value: z.number().nullable().describe('Hours, for figures of time.'),
});
export type FigureRecord = z.infer<typeof figureRecordSchema>;
