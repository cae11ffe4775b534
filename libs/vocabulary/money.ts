import { compact } from './text.js';

/** Amounts in 万元; an end that is missing is open. */
export interface MoneyRange {
  min?: number;
  max?: number;
}

/** Units in 万元. An amount without a unit is in 万元, as on every form; 元 alone has to be written. */
const UNITS: Readonly<Record<string, number>> = {
  亿: 10_000,
  千万: 1_000,
  百万: 100,
  十万: 10,
  万: 1,
  千: 0.1,
};

const AMOUNT = '(\\d+(?:\\.\\d+)?)(亿|千万|百万|十万|万|千)?(元)?(?:人民币)?';
const RANGE = new RegExp(
  `^(?:人民币|rmb|[¥￥])?(约|大约|≥|>=|>|不低于|不少于|至少|高于|超过|≤|<=|<|不超过|不高于|不多于|最高|最多|低于)?${AMOUNT}` +
    `(?:(?:-|~|—|–|至|到)${AMOUNT})?(左右|以上|起|以内|以下|之内|及以上|及以下)?$`,
  'iu',
);
const OPEN_ABOVE = /^(≥|>=|>|不低于|不少于|至少|高于|超过|以上|起|及以上)$/u;
const OPEN_BELOW = /^(≤|<=|<|不超过|不高于|不多于|最高|最多|低于|以内|以下|之内|及以下)$/u;
const NEGOTIABLE = /^(价格|费用|资金)?(面议|电议|面谈|双方协商|协商|待定|另议|可协商|negotiable)$/iu;

/**
 * Reads an amount as people write it in a spreadsheet: "30-50万", "50", "0.5亿", "8000元", "不超过100万元". Amounts
 * come in 万元; a range without ends means negotiable ("面议"). Null when the words are not understood: a guess would
 * be a wrong reason.
 */
export function parseMoney(text: string): MoneyRange | null {
  const written = compact(text)
    .replace(/(?<=\d),(?=\d{3})/gu, '')
    .replace(/～/gu, '~');
  if (NEGOTIABLE.test(written)) return {};
  const parts = RANGE.exec(written);
  if (!parts) return null;
  const [, prefix = '', first, firstUnit, firstYuan, second, secondUnit, secondYuan, suffix = ''] = parts;
  if (second === undefined) {
    const amount = inWan(first, firstUnit, firstYuan);
    if (OPEN_ABOVE.test(prefix) || OPEN_ABOVE.test(suffix)) return { min: amount };
    if (OPEN_BELOW.test(prefix) || OPEN_BELOW.test(suffix)) return { max: amount };
    return { min: amount, max: amount };
  }
  // "30-50万": the unit at the end is that of both.
  const shared = firstUnit === undefined && firstYuan === undefined;
  const min = inWan(first, shared ? secondUnit : firstUnit, shared ? secondYuan : firstYuan);
  const max = inWan(second, secondUnit, secondYuan);
  return min <= max ? { min, max } : null;
}

function inWan(digits = '', unit: string | undefined, yuan: string | undefined): number {
  const factor = unit === undefined ? (yuan === undefined ? 1 : 0.0001) : (UNITS[unit] ?? 1);
  // To one 元, so that 0.1 × 3 does not show as 0.30000000000000004.
  return Math.round(Number(digits) * factor * 10_000) / 10_000;
}
