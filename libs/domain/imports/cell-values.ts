import { parseMaturity } from '#vocabulary/maturity.js';
import { parseMoney } from '#vocabulary/money.js';
import { compact } from '#vocabulary/text.js';
import { type Cell, textOfCell } from '#platform/tables/table.js';

/** A cell in words that the form understands, or the code of what is wrong with it. */
export type Understood<T> = { value: T; code?: undefined } | { code: string };

/** A cell as one line; csv files of ours and of others put an apostrophe before what looks like a formula. */
export const cellText = (cell: Cell | undefined): string =>
  textOfCell(cell)
    .replace(/^'(?=[=+\-@\t\r＝＋－＠])/u, '')
    .trim();

/** 1 to 9, or words such as 小试 and 中试. */
export function understandTrl(text: string): Understood<number> {
  const maturity =
    /^\s*\d+([.．]\d+)?\s*$/u.test(text) && !/^[1-9]$/u.test(compact(text)) ? null : parseMaturity(text);
  return maturity ? { value: maturity.trl } : { code: 'trl_not_understood' };
}

/** Decimal string in 万元, as the form has it. */
const amountText = (amount: number): string => String(Math.round(amount * 10_000) / 10_000);

/** The asking price: one amount, a range, or words such as 面议. */
export function understandPrice(
  text: string,
): Understood<{ kind: 'fixed' | 'range' | 'negotiable'; min?: string; max?: string }> {
  const range = parseMoney(text);
  if (!range) return { code: 'amount_not_understood' };
  const { min, max } = range;
  if (min === undefined && max === undefined) return { value: { kind: 'negotiable' } };
  if (min === undefined || max === undefined) return { code: 'price_open' };
  if (min === max) return { value: { kind: 'fixed', min: amountText(min) } };
  return { value: { kind: 'range', min: amountText(min), max: amountText(max) } };
}

/** What an enterprise can spend; a single amount bounds from above. */
export function understandBudget(text: string): Understood<{ min?: string; max?: string } | null> {
  const range = parseMoney(text);
  if (!range) return { code: 'amount_not_understood' };
  const { min, max } = range;
  if (min === undefined && max === undefined) return { value: null };
  return {
    value: {
      ...(min !== undefined && min !== max && { min: amountText(min) }),
      ...(max !== undefined && { max: amountText(max) }),
    },
  };
}

/** A day as people write it: 2026-05-01, 2026/5/1, 2026年5月1日, 20260501, or a date cell. */
export function understandDay(cell: Cell | undefined): Understood<string> {
  if (cell instanceof Date) return { value: cell.toISOString().slice(0, 10) };
  const parts = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/u.exec(
    compact(cellText(cell)),
  );
  if (!parts) return { code: 'day_not_understood' };
  const [, year = '', month = parts[4] ?? '', day = parts[5] ?? ''] = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists ? { value: text } : { code: 'day_not_understood' };
}

const YES = new Set(['是', '有', 'yes', 'y', 'true', '1', '保密', '√']);
const NO = new Set(['否', '不', '无', 'no', 'n', 'false', '0', '公开', '不保密']);

export function understandYesNo(text: string): Understood<boolean> {
  const word = compact(text).toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { code: 'yes_no_not_understood' };
}
