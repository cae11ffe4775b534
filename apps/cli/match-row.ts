import { z } from 'zod';

import { type AchievementRecord, type MoneyRange, type NeedRecord } from '#matching/records.js';
import { type KnownColumn } from '#platform/tables/headings.js';
import { type Cell, isBlank } from '#platform/tables/table.js';
import { parseCooperationMode } from '#vocabulary/cooperation-modes.js';
import { parseMaturity } from '#vocabulary/maturity.js';

import { parseMoney } from './money.js';
import { findIndustryWord, findRegionWord, findSubject, type SubjectCodes } from './names.js';

const withUnit = (...names: string[]) => names.flatMap((name) => [name, `${name}(万元)`]);

/** The columns of a file to be matched, with the headings that are met in practice. */
export const MATCH_COLUMNS = [
  { name: 'id', headings: ['id', '编号', '需求编号', '成果编号', '序号'] },
  { name: 'title', headings: ['title', '标题', '名称', '需求名称', '成果名称', '技术需求名称', '项目名称'] },
  {
    name: 'text',
    headings: [
      'text',
      'description',
      'abstract',
      '正文',
      '简介',
      '描述',
      '内容',
      '摘要',
      '需求描述',
      '需求简介',
      '需求内容',
      '成果简介',
      '成果描述',
      '成果内容',
    ],
  },
  { name: 'keywords', headings: ['keywords', '关键词', '关键字'] },
  { name: 'field', headings: ['field', '技术领域', '领域', '所属领域', '所属技术领域'] },
  { name: 'industry', headings: ['industry', '行业', '应用行业', '所属行业', '主要应用行业', '产业链'] },
  { name: 'region', headings: ['region', '区域', '所在地', '所属区域', '所在区域', '所在地域', '地区'] },
  {
    name: 'trl',
    headings: ['trl', 'maturity', '成熟度', '技术成熟度', '成果成熟度', '技术就绪度', 'trl等级', '所处阶段'],
  },
  { name: 'modes', headings: ['modes', 'mode', '合作方式', '转化方式', '解决方式', '合作模式'] },
  {
    name: 'budget',
    headings: [
      'budget',
      'price',
      ...withUnit('预算', '项目预算', '拟投入资金', '拟投入资金总额', '价格', '转让价格', '意向价格', '报价'),
    ],
  },
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

/**
 * Splits "石墨烯；电池、负极". A blank separates only where nothing else does and every piece is Chinese, for English
 * words come in phrases. 中试/验证合作 is one mode, so a slash does not separate when it stands inside it.
 */
function splitValues(text: string): string[] {
  const pieces = text.split(/[,，;；、|｜\n\t\u3000]|\/(?!验证)/u).map((piece) => piece.trim());
  const words = text.split(/\s+/u);
  const byBlanks = pieces.length === 1 && words.every((word) => /\p{Script=Han}/u.test(word));
  return (byBlanks ? words : pieces).filter((piece) => piece !== '');
}
