import { quantityOf } from './names.js';
import type { NounPhrase } from './noun-phrases.js';
import type { Expression } from './quantity-expressions.js';
import { parseUnit, scanUnit, type Unit } from './units.js';

const ONE =
  /^(?:个|种|条|套|项|家|位|名|部|台|件|只|级|块|片|把|对|点|分|度|路|步|批|组|道|门|节|根|代|单|双|方|里|卡|两|元|克|转)$/;
const REPEATS = /^(?:次|回|周|圈|循环|个循环|次循环)$/;

/** Chinese numerals are words as often as numbers; they count only in front of a unit that measures. */
export function isPlausibleNumeral(text: string, at: number, expression: Expression): boolean {
  const { unit, unitText, end, start } = expression;
  if (!unit) return false;
  if (/[第十百千万亿一二两三四五六七八九每数几近上下多余]/.test(text[start - 1] ?? '')) return false;
  const value = expression.value ?? expression.max ?? 0;
  if (ONE.test(unitText)) return value >= 10 && /[万亿千]/.test(text.slice(at, end));
  if (REPEATS.test(unitText)) return value >= 10;
  if (unitText === '成') return /^(?:以上|左右|的|[，。,.；;]|$)/.test(text.slice(end, end + 2));
  if (unitText === '天' || unitText === '日' || unitText === '月') return value !== 1;
  if (value === 0.5) return /^(?:年|个?小时|个?月|天)$/.test(unitText);
  return true;
}

/** 2018年, 10月23日, 1994～2005年, 21世纪, 58岁, 3号. */
export function isDateOrOrdinal(text: string, expression: Expression): boolean {
  const { unitText, unit, end } = expression;
  const last = expression.value ?? expression.max ?? 0;
  const first = expression.value ?? expression.min ?? 0;
  const isYear = (value: number) => value >= 1900 && value <= 2100 && Number.isInteger(value);
  if (text[expression.start - 1] === '第') return true;
  if (unitText === '年') return isYear(last) || isYear(first) || text.startsWith('年代', end - 1);
  if (unitText === '月' && last <= 12 && !/[以左]/.test(text[end] ?? '')) return true;
  if (unitText === '日' && last <= 31) return true;
  return !unit && /^(?:世纪|年代|周岁|岁|号|#)/.test(text.slice(end, end + 3));
}

const WARM = /温|热|寒|冷|冻|火|熔|煅|烧|零下/;
const TURNS = /循环|充放|圈/;
const FLOWS = new Set(['item', 'mass', 'cycle', 'length^3', 'length', 'length^2']);
const EACH = /每(分钟|小时|秒|天|日|年|月|分|时)(?:[^，。；,;0-9]{0,10})$/;
const DAILY =
  /(年|日|月|时)(?:产|处理|加工|生产)(?:量|能力|能)?(?:达到?|约|为|大于|不低于|不少于|超过|可达|至少)*$/;
const PER_PIECE =
  /(?:每|^|[^0-9])(吨|公斤|千克|立方米|亩|公里|千瓦时|件|台|平方米|米|头|只)[^，。；,;0-9]{0,10}$/;
const COSTS = /成本|费用?|消耗|药剂费|电费|运费/;

/** Units whose meaning the words around decide: 度, 周, T, and what is made or spent each hour or for each ton. */
export function unitInContext(
  text: string,
  expression: Expression,
  phrase: NounPhrase,
): { unit: Unit | null; unitText: string } {
  let { unit } = expression;
  let { unitText } = expression;
  const { name, bracket } = phrase;
  if (!unit && bracket) {
    const inBracket = parseUnit(bracket === 'A' && /dB$/i.test(name) ? 'dB' : bracket);
    if (inBracket && (inBracket.dimension !== '1' || /[%‰]/.test(bracket)))
      return { unit: inBracket, unitText: bracket === 'A' ? 'dB(A)' : bracket };
  }
  const around = text.slice(Math.max(0, expression.start - 24), expression.start);
  if (unitText === '度') {
    if (text[expression.end] === '电' || /电/.test(name)) return { unit: parseUnit('kWh'), unitText };
    return WARM.test(around) ? { unit, unitText } : { unit: parseUnit('°'), unitText };
  }
  if (unitText === '周' && TURNS.test(around)) return { unit: parseUnit('次'), unitText };
  if (unitText === 'T' && /磁/.test(around)) return { unit: parseUnit('特斯拉'), unitText };
  if (unitText === 'H' && /铅笔/.test(name)) return { unit: parseUnit('铅笔H'), unitText };
  if (unitText === 'K' && !/[温热冷]/.test(name)) return { unit: null, unitText: '' };
  const quantity = quantityOf(name)?.name;
  if (!unit && quantity === '粗糙度') return { unit: parseUnit('μm'), unitText };
  if (!unit && quantity === 'pH') return { unit: parseUnit('pH'), unitText };
  if (unit && FLOWS.has(unit.dimension)) {
    const word = EACH.exec(around)?.[1] ?? DAILY.exec(around)?.[1];
    const whole = word === undefined ? null : scanUnit(`${unitText}/${word}`, 0);
    if (whole) [unit, unitText] = [whole.unit, `${unitText}/${word ?? ''}`];
  } else if (unit?.dimension === 'currency' && COSTS.test(name)) {
    const word = PER_PIECE.exec(around)?.[1];
    const whole = word === undefined ? null : scanUnit(`${unitText}/${word}`, 0);
    if (whole) [unit, unitText] = [whole.unit, `${unitText}/${word ?? ''}`];
  }
  return { unit, unitText };
}
