import { z } from 'zod';

import { RECORD_HEADINGS } from '#contracts/record-headings.js';
import { type AchievementRecord, type MoneyRange, type NeedRecord } from '#matching/records.js';
import { type KnownColumn } from '#platform/tables/headings.js';
import { type Cell, isBlank } from '#platform/tables/table.js';
import { parseCooperationMode } from '#vocabulary/cooperation-modes.js';
import { parseMaturity } from '#vocabulary/maturity.js';
import { parseMoney } from '#vocabulary/money.js';
import { findIndustryWord, findRegionWord, findSubject, type SubjectCodes } from '#vocabulary/names.js';
import { splitValues } from '#vocabulary/text.js';

/** The columns of a file to be matched; its headings are those of an import, and some that are met in lists. */
export const MATCH_COLUMNS = [
  { name: 'id', headings: ['id', '序号', ...RECORD_HEADINGS.externalKey] },
  { name: 'title', headings: RECORD_HEADINGS.title },
  { name: 'text', headings: RECORD_HEADINGS.description },
  { name: 'keywords', headings: RECORD_HEADINGS.keywords },
  { name: 'field', headings: RECORD_HEADINGS.fieldCodes },
  { name: 'industry', headings: [...RECORD_HEADINGS.industryCodes, ...RECORD_HEADINGS.chainCodes] },
  { name: 'region', headings: RECORD_HEADINGS.regionCode },
  { name: 'trl', headings: RECORD_HEADINGS.trl },
  { name: 'modes', headings: RECORD_HEADINGS.cooperationModes },
  { name: 'budget', headings: [...RECORD_HEADINGS.budget, ...RECORD_HEADINGS.price] },
] as const satisfies readonly KnownColumn<string>[];

export type MatchColumn = (typeof MATCH_COLUMNS)[number]['name'];

const failed = (code: string, error: string) => ({ error, params: { code } });

/** One value as text: spreadsheets turn codes and amounts into numbers, and yes and no into booleans. */
const scalar = z
  .custom<Exclude<Cell, object> | Date>(
    (cell) => typeof cell !== 'object' || cell === null || cell instanceof Date,
    failed('wrong_type', 'must be a single value'),
  )
  .transform((cell) =>
    isBlank(cell) ? undefined : cell instanceof Date ? cell.toISOString() : String(cell).trim(),
  );

const textUpTo = (most: number) =>
  scalar.refine(
    (text) => text === undefined || text.length <= most,
    failed('too_long', `must have at most ${most} characters`),
  );

/** A list, or one text that holds several values. */
const list = z
  .union([z.array(scalar), scalar], { error: 'must be a text or a list of texts' })
  .transform((value) =>
    (Array.isArray(value) ? value : splitValues(value ?? '')).filter(
      (item): item is string => item !== undefined && item !== '',
    ),
  );

const trl = scalar.refine(
  (text) =>
    text === undefined || !/^(trl)?\s*[+-]?\d+(\.\d+)?级?$/iu.test(text) || parseMaturity(text) !== null,
  failed('trl_out_of_range', 'must be 1 to 9 or words such as 小试, 中试, 产业化'),
);

const amount = z.union([
  z.number().nonnegative(),
  z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/u)
    .transform(Number),
]);
const money = z.union(
  [
    z
      .object({ min: amount.nullish(), max: amount.nullish() })
      .transform(({ min, max }) => ({ min: min ?? undefined, max: max ?? undefined }))
      .refine(({ min = 0, max = Infinity }) => min <= max),
    scalar,
  ],
  { error: 'must be an amount such as "30-50万" or {"min": 30, "max": 50}' },
);

/** A row whose headings were mapped to MATCH_COLUMNS. What is missing or blank comes out undefined or as []. */
export const matchRowSchema = z.object({
  id: textUpTo(200).optional(),
  title: textUpTo(500).refine((title) => title !== undefined, failed('title_missing', 'must not be empty')),
  text: textUpTo(200_000).optional(),
  keywords: list
    .optional()
    .refine(
      (words) => (words?.length ?? 0) <= 200 && (words ?? []).every((word) => word.length <= 200),
      failed('too_long', 'must be at most 200 words of at most 200 characters'),
    ),
  field: list.optional(),
  industry: list.optional(),
  region: textUpTo(200).optional(),
  trl: trl.optional(),
  modes: list.optional(),
  budget: money.optional(),
});
export type MatchRow = z.output<typeof matchRowSchema>;

/** What is wrong with a row, problem by problem, each with a code that stays as it is. */
export function describeProblems(error: z.ZodError): { reason: string; code: string }[] {
  return error.issues.map((issue) => {
    const code: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
    return {
      reason: `${String(issue.path[0])} ${issue.message}`,
      code: typeof code === 'string' ? code : 'wrong_type',
    };
  });
}

/** Told of a value that is not understood and therefore counts as not said. */
export type OnUnknown = (column: MatchColumn, value: string) => void;

/** Makes a need of a row; a single amount is what the enterprise can spend, so it bounds from above. */
export function toNeed(row: MatchRow, id: string, onUnknown: OnUnknown): NeedRecord {
  const range = toMoney(row, onUnknown);
  const budget = range && (range.min === range.max ? { max: range.max } : range);
  return { ...toRecord(row, id, onUnknown), ...((budget?.min ?? budget?.max) !== undefined && { budget }) };
}

/** Makes an achievement of a row; its price may be open at both ends, which says negotiable. */
export function toAchievement(row: MatchRow, id: string, onUnknown: OnUnknown): AchievementRecord {
  const price = toMoney(row, onUnknown);
  return { ...toRecord(row, id, onUnknown), ...(price && { price }) };
}

function toRecord(row: MatchRow, id: string, onUnknown: OnUnknown): Omit<NeedRecord, 'budget' | 'deadline'> {
  const codes: Required<SubjectCodes> = {
    fieldCodes: [],
    disciplineCodes: [],
    chainCodes: [],
    industryCodes: [],
  };
  const fieldWords: string[] = [];
  for (const word of row.field ?? []) {
    const found = findSubject(word);
    if (found) addCodes(codes, found);
    else fieldWords.push(word);
  }
  for (const word of row.industry ?? []) {
    const found = findIndustryWord(word);
    if (found) addCodes(codes, found);
    else onUnknown('industry', word);
  }
  const modes = (row.modes ?? []).flatMap((word) => {
    const mode = parseCooperationMode(word);
    if (mode === null) onUnknown('modes', word);
    return mode ?? [];
  });
  const regionCode = row.region === undefined ? undefined : findRegionWord(row.region);
  if (regionCode === null) onUnknown('region', row.region ?? '');
  const maturity = row.trl === undefined ? undefined : parseMaturity(row.trl);
  if (maturity === null) onUnknown('trl', row.trl ?? '');
  return {
    id,
    title: row.title ?? '',
    ...(row.text !== undefined && { text: row.text }),
    ...(row.keywords?.length && { keywords: row.keywords }),
    ...Object.fromEntries(Object.entries(codes).filter(([, list]) => list.length > 0)),
    ...(fieldWords.length > 0 && { fieldName: fieldWords.join('、') }),
    ...(regionCode && { regionCode }),
    ...(maturity && { trl: maturity.trl }),
    ...(modes.length > 0 && { cooperationModes: [...new Set(modes)] }),
  };
}

function addCodes(codes: Required<SubjectCodes>, found: SubjectCodes): void {
  for (const [list, values] of Object.entries(found) as [keyof SubjectCodes, string[]][]) {
    codes[list] = [...new Set([...codes[list], ...values])];
  }
}

function toMoney({ budget }: MatchRow, onUnknown: OnUnknown): MoneyRange | undefined {
  if (typeof budget !== 'string') return budget;
  const range = parseMoney(budget);
  if (range === null) onUnknown('budget', budget);
  return range ?? undefined;
}
