import { readChineseNumber, readNumber, skipDigits, skipIdentifier, type ReadNumber } from './numbers.js';
import { OTHER_WORDS } from './other-words.js';
import { scanUnit, type Unit } from './units.js';

/** A number, range or tolerance with its unit, before anything is known of what it measures. */
export interface Expression {
  form: 'single' | 'range' | 'plus-minus' | 'tolerance';
  value?: number;
  min?: number;
  max?: number;
  unit: Unit | null;
  unitText: string;
  /** Offset of the first character: sign, ±, opening bracket or scale word included. */
  start: number;
  end: number;
  chinese: boolean;
  /** A word glued before the digits that names the quantity: Ra0.4, Φ32. */
  gluedName: string;
  /** The digits held 万 or 亿, or were followed by 余 or 多. */
  multiplied: boolean;
  more: boolean;
}

/** What was read at an offset; `next` lies behind everything that was looked at. */
export interface ReadExpression {
  expression: Expression | null;
  next: number;
}

const SCALES = new Set(['HRC', 'HRB', 'HRA', 'HB', 'HBW', 'HV', 'HL', 'IP', 'pH', 'PH']);
const GLUED_NAMES = new Set(['Ra', 'Rz', 'Ry', 'φ', 'Φ', 'Ф', '∅', 'ф', 'Ø', 'pH', 'PH', 'DN', 'PN']);
const LATIN = /[A-Za-z]/;
const STANDARD =
  /(?:^|[^A-Za-z])(?:GB|GBT|ISO|IEC|ASTM|HG|JB|YB|QB|EN|DIN|JIS|IEEE|GJB|MT|AQ|NB|DL|SH|SY|CJ|CJJ|JC|FZ|YY|TB|JT|JTG|LY|NY|SN|HJ|UL|ANSI|SAE|IATF|SPSS|No|NO|DB|T)(?:\/[A-Z]{1,3})?$/;
const isDigit = (text: string, at: number) => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

function blanks(text: string, at: number): number {
  let end = at;
  while (end - at < 2 && text[end] === ' ') end++;
  return end;
}

interface ReadUnit {
  unit: Unit;
  unitText: string;
  end: number;
}

function readUnit(text: string, at: number): ReadUnit | null {
  const start = blanks(text, at);
  const scanned = scanUnit(text, start);
  if (!scanned) return null;
  const unitText = text.slice(start, scanned.end);
  const others = unitText.length <= 2 ? OTHER_WORDS[unitText.at(-1) ?? ''] : undefined;
  if (others?.test(text[scanned.end] ?? '')) return null;
  if (start > at && LATIN.test(unitText[0] ?? '') && LATIN.test(text[scanned.end] ?? '')) return null;
  return { unit: scanned.unit, unitText, end: scanned.end };
}

/** What stands glued before the digits: nothing, a scale or a name to keep, or the tail of an identifier. */
function readGlue(
  text: string,
  at: number,
): { glue: 'none' | 'scale' | 'name' | 'identifier'; start: number } {
  const before = text[at - 1];
  if (before === undefined) return { glue: 'none', start: at };
  if ('φΦФ∅фØ'.includes(before)) return { glue: 'name', start: at - 1 };
  let end = at;
  while (at - end < 2 && /[\s:]/.test(text[end - 1] ?? '')) end--;
  if (LATIN.test(text[end - 1] ?? '')) {
    let start = end;
    while (end - start < 5 && LATIN.test(text[start - 1] ?? '')) start--;
    const run = text.slice(start, end);
    if (GLUED_NAMES.has(run)) return { glue: 'name', start };
    if (SCALES.has(run)) return { glue: 'scale', start };
    return {
      glue:
        end === at
          ? 'identifier'
          : STANDARD.test(text.slice(Math.max(0, end - 9), end))
            ? 'identifier'
            : 'none',
      start,
    };
  }
  if (/[-_./]/.test(before) && /[A-Za-z0-9]/.test(text[at - 2] ?? '')) {
    return { glue: LATIN.test(text[at - 2] ?? '') || before !== '-' ? 'identifier' : 'none', start: at };
  }
  if (before === '第' || before === '#') return { glue: 'identifier', start: at };
  return { glue: 'none', start: at };
}

interface Sign {
  sign: 1 | -1;
  tolerance: boolean;
  start: number;
}

function readSign(text: string, at: number): Sign {
  const before = text[at - 1] ?? '';
  if (before === '±') return { sign: 1, tolerance: true, start: at - 1 };
  if (before === '-' && text[at - 2] === '+') return { sign: 1, tolerance: true, start: at - 2 };
  if (before === '-' && text[at - 3] === '+' && text[at - 2] === '/')
    return { sign: 1, tolerance: true, start: at - 3 };
  if (before === '+') return { sign: 1, tolerance: false, start: at - 1 };
  if (before === '零' && text[at] === '下') return { sign: -1, tolerance: false, start: at - 1 };
  if (before === '下' && text[at - 2] === '零') return { sign: -1, tolerance: false, start: at - 2 };
  if (before === '-' && !/[A-Za-z0-9%℃°\-)]/.test(text[at - 2] ?? ''))
    return { sign: -1, tolerance: false, start: at - 1 };
  return { sign: 1, tolerance: false, start: at };
}

/** Offset behind a range's dash or word, or `at` where there is none. */
function readDash(text: string, at: number): number {
  let end = blanks(text, at);
  const first = text[end] ?? '';
  if (first === '至' || first === '到') return blanks(text, end + 1);
  const from = end;
  while (end - from < 5 && /[~-]/.test(text[end] ?? '')) end++;
  return end === from ? at : blanks(text, end);
}

const SIGNED = /temperature|scale:dB|scale:‰/;
const VOLTAGE = 'current^-1·length^2·mass·time^-3';

/** A minus before a plain amount is a dash: only temperatures, voltages and levels go below zero. */
const mayBeNegative = (unit: Unit | null) =>
  !!unit && (SIGNED.test(unit.dimension) || unit.dimension === VOLTAGE);

function readAny(text: string, at: number): ReadNumber | null {
  return isDigit(text, at) ? readNumber(text, at) : readChineseNumber(text, at);
}

const PERCENT: Unit = { dimension: '1', factor: 0.01 };
const PERMILLE: Unit = { dimension: '1', factor: 0.001 };

/**
 * Reads what starts at a digit, a Chinese numeral or 百分之. Sizes (3×5 mm), ratios (1:40), fractions and mesh pairs
 * (100/120), versions, codes and dates are stepped over with nothing read.
 */
export function readExpression(text: string, at: number): ReadExpression {
  const chinese = !isDigit(text, at);
  const share = chinese && (text.startsWith('百分之', at) || text.startsWith('千分之', at));
  const from = share ? at + 3 : at;
  const { glue, start: glueStart } = chinese ? { glue: 'none' as const, start: at } : readGlue(text, at);
  if (glue === 'identifier') return { expression: null, next: Math.max(skipIdentifier(text, at), at + 1) };
  const first = readAny(text, from);
  if (!first) {
    const next = chinese ? at + 1 : Math.max(skipIdentifier(text, skipDigits(text, at)), at + 1);
    return { expression: null, next };
  }
  const sign = readSign(text, at);
  const nothing = (next: number): ReadExpression => ({ expression: null, next: Math.max(next, at + 1) });
  let end = first.end;
  if (/[/:∶]/.test(text[end] ?? '') && isDigit(text, end + 1)) return nothing(skipChain(text, end));
  let unit: ReadUnit | null = share
    ? { unit: text[at] === '百' ? PERCENT : PERMILLE, unitText: text[at] === '百' ? '%' : '‰', end }
    : readUnit(text, end);
  if (!unit && LATIN.test(text[end] ?? '') && !/[xX]/.test(text[end] ?? ''))
    return nothing(skipIdentifier(text, end));
  if (unit) end = unit.end;
  const times = blanks(text, end);
  if (/[×xX✕*]/.test(text[times] ?? '') && isDigit(text, blanks(text, times + 1)))
    return nothing(skipSizes(text, times));

  const base = { chinese, start: glue === 'none' ? sign.start : glueStart };
  const gluedName = glue === 'name' ? text.slice(glueStart, at).replace(/[\s:]/g, '') : '';
  let scale: Unit | null = null;
  if (glue === 'scale') scale = scanUnit(text, glueStart)?.unit ?? null;
  const finish = (
    form: Expression['form'],
    values: { value?: number; min?: number; max?: number },
    last: ReadNumber,
  ) => {
    let unitText = unit?.unitText ?? '';
    let found: Unit | null = unit?.unit ?? null;
    if (!found && scale) {
      found = scale;
      unitText = text.slice(glueStart, at).replace(/[\s:]/g, '');
    }
    let { start } = base;
    if (text[start - 1] === '(' && text[blanks(text, end)] === ')' && !found) {
      const behind = readUnit(text, blanks(text, end) + 1);
      if (behind) {
        found = behind.unit;
        unitText = behind.unitText;
        end = behind.end;
        start--;
      }
    }
    const multiplied = first.multiplier > 1 || last.multiplier > 1;
    const expression: Expression = {
      form,
      ...values,
      unit: found,
      unitText,
      start,
      end,
      chinese,
      gluedName,
      multiplied,
      more: first.more || last.more,
    };
    return { expression, next: Math.max(end, at + 1) };
  };

  const plusMinus = readTolerance(text, end);
  if (plusMinus) {
    const behind = readUnit(text, plusMinus.end);
    unit = behind ?? unit;
    end = behind?.end ?? plusMinus.end;
    const { value } = first;
    return finish(
      'plus-minus',
      { value, min: tidy(value - plusMinus.value), max: tidy(value + plusMinus.value) },
      plusMinus,
    );
  }
  const dash = readDash(text, end);
  if (dash > end) {
    const signed = /[-+±φΦФ]/.test(text[dash] ?? '') ? dash + 1 : dash;
    const second = isDigit(text, signed) || (chinese && text[end] !== '-') ? readAny(text, signed) : null;
    if (second && second.end > signed) {
      const behind = readUnit(text, second.end);
      const same = !behind || !unit || behind.unit.dimension === unit.unit.dimension;
      if (!behind && LATIN.test(text[second.end] ?? '')) return nothing(skipIdentifier(text, second.end));
      if (text[second.end] === '-' && isDigit(text, second.end + 1))
        return nothing(skipIdentifier(text, second.end));
      if (same && !(chinese && !behind)) {
        const firstUnit = unit?.unit;
        unit = behind ?? unit;
        end = behind?.end ?? second.end;
        const lift = first.multiplier === 1 && second.multiplier > 1 && !firstUnit ? second.multiplier : 1;
        const scaleUp = firstUnit && behind ? firstUnit.factor / behind.unit.factor : 1;
        const negative = sign.sign < 0 && mayBeNegative(unit?.unit ?? null);
        let low = (negative ? -1 : 1) * first.value * lift * scaleUp;
        let high = (text[signed - 1] === '-' && signed > dash ? -1 : 1) * second.value;
        if (sign.tolerance) return finish('tolerance', { value: Math.max(low, high) }, second);
        if (low > high) [low, high] = [high, low];
        return finish('range', { min: tidy(low), max: tidy(high) }, second);
      }
    }
  }
  if (sign.tolerance) return finish('tolerance', { value: first.value }, first);
  const wanted = sign.sign < 0 && mayBeNegative(unit?.unit ?? null);
  if (sign.sign < 0 && !wanted) base.start = at;
  return finish('single', { value: wanted ? -first.value : first.value }, first);
}

/** Products and quotients of written numbers leave digits that nobody wrote. */
const tidy = (value: number) => Number(value.toPrecision(12));

function readTolerance(text: string, at: number): ReadNumber | null {
  const start = blanks(text, at);
  const length = text[start] === '±' ? 1 : text.startsWith('+/-', start) ? 3 : 0;
  if (!length) return null;
  const digits = blanks(text, start + length);
  return isDigit(text, digits) ? readNumber(text, digits) : null;
}

/** Behind 1/3, 1:40 or 35:18:8. */
function skipChain(text: string, at: number): number {
  let end = at;
  while (/[/:∶]/.test(text[end] ?? '') && isDigit(text, end + 1)) {
    end = skipDigits(text, end + 1);
    if (text[end] === '.' && isDigit(text, end + 1)) end = skipDigits(text, end + 1);
  }
  return readUnit(text, end)?.end ?? end;
}

/** Behind 720×576 or 15 cm×15 cm×3 mm. */
function skipSizes(text: string, at: number): number {
  let end = at;
  for (;;) {
    const times = blanks(text, end);
    if (!/[×xX✕*]/.test(text[times] ?? '')) return end;
    const digits = blanks(text, times + 1);
    const number = isDigit(text, digits) ? readNumber(text, digits) : null;
    if (!number) return Math.max(end, times);
    end = readUnit(text, number.end)?.end ?? number.end;
  }
}

/** 180≤HB<240: a range whose bounds stand around the name or the scale. Null where there is none. */
export function readChain(
  text: string,
  expression: Expression,
): { max: number; unit: Unit | null; unitText: string; end: number } | null {
  if (expression.form !== 'single') return null;
  const match = /^\s?[≤<]\s?([A-Za-z\u4e00-\u9fff]{1,8})\s?[≤<]\s?(?=[0-9])/.exec(
    text.slice(expression.end, expression.end + 16),
  );
  if (!match) return null;
  const { expression: second } = readExpression(text, expression.end + match[0].length);
  if (second?.value === undefined) return null;
  const scale = scanUnit(match[1] ?? '', 0);
  const unit = second.unit ?? expression.unit ?? scale?.unit ?? null;
  return {
    max: second.value,
    unit,
    unitText: second.unitText || expression.unitText || (scale ? (match[1] ?? '') : ''),
    end: second.end,
  };
}
