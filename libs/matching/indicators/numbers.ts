/** A number read from a text: its value, and the offset just behind it. */
export interface ReadNumber {
  value: number;
  end: number;
  /** Written with a factor of 万, 亿 … behind the digits, which `value` holds already. */
  multiplier: number;
  /** Followed by 余 or 多: a little more than the value. */
  more: boolean;
}

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Longer runs of digits are identifiers; they are stepped over, not read. */
const MOST_DIGITS = 12;

const isDigit = (code: number) => code >= 48 && code <= 57;

/** The offset behind a run of digits. */
export function skipDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (end - at < 3 && text[end] === ' ') end++;
  return end;
}

/** Groups of three behind a comma always; behind a blank only where a list of numbers is unlikely. */
function readGroups(text: string, first: number): number {
  let end = first;
  const separator = text[end];
  if (separator !== ',' && separator !== ' ') return first;
  while (text[end] === separator && skipDigits(text, end + 1) === end + 4 && end - first < 16) end += 4;
  return end;
}

function readExponent(text: string, at: number): { power: number; end: number } | null {
  let end = at;
  let sign = 1;
  let raised = '';
  if (text[end] === '⁻' || text[end] === '⁺') {
    if (text[end] === '⁻') sign = -1;
    end++;
  }
  while (raised.length < 3 && SUPERSCRIPTS.includes(text[end] ?? ' '))
    raised += SUPERSCRIPTS.indexOf(text[end++] ?? '');
  if (raised) return { power: sign * Number(raised), end };
  end = at;
  sign = 1;
  const caret = text[end] === '^';
  if (caret) end++;
  const braces = text[end] === '{';
  if (braces) end++;
  if (text[end] === '-' || text[end] === '+') {
    if (text[end] === '-') sign = -1;
    end++;
  }
  const from = end;
  end = skipDigits(text, end);
  if (end === from || end - from > 2) return null;
  const power = sign * Number(text.slice(from, end));
  if (braces && text[end] === '}') end++;
  return { power, end };
}

/**
 * Reads an unsigned number in digits that starts at an offset: `1,000`, `0.25`, `1.2×10^5`, `10⁻⁶`, `1e5`, `5万`,
 * `100多万`. Returns null for identifiers: more than twelve digits, or a second decimal point as versions have it.
 * The offset behind what was looked at comes from `skipIdentifier`, so that a caller's walk stays linear.
 */
export function readNumber(text: string, at: number): ReadNumber | null {
  let end = skipDigits(text, at);
  if (end === at || end - at > MOST_DIGITS) return null;
  let digits = text.slice(at, end);
  if (end - at <= 3) {
    const grouped = readGroups(text, end);
    const spaced = text[end] === ' ';
    if (
      grouped > end &&
      (!spaced ||
        end - at <= 2 ||
        text.endsWith('000', grouped) ||
        text.slice(grouped - 3, grouped) === '000')
    ) {
      digits = text.slice(at, grouped).replace(/[, ]/g, '');
      end = grouped;
    }
  }
  if (text[end] === '.' && isDigit(text.charCodeAt(end + 1))) {
    const fraction = skipDigits(text, end + 1);
    if (fraction - end > MOST_DIGITS) return null;
    if (text[fraction] === '.' && isDigit(text.charCodeAt(fraction + 1))) return null;
    digits += text.slice(end, fraction);
    const tail = fraction - end === 4 && text[fraction] === ' ' ? skipDigits(text, fraction + 1) : fraction;
    end = fraction;
    // 0.733 8: thin spaces between groups of three, as journals set them.
    if (tail > fraction + 1 && tail - fraction <= 4 && text[tail] !== '.') {
      digits += text.slice(fraction + 1, tail);
      end = tail;
    }
  }
  let value = Number(digits);
  const power = readPower(text, end, value);
  if (power) {
    value = Number(`${digits}e${power.power}`);
    end = power.end;
  } else if (
    digits === '10' &&
    (text[end] === '^' || text[end] === '⁻' || SUPERSCRIPTS.includes(text[end] ?? ' '))
  ) {
    const exponent = readExponent(text, end);
    if (exponent) {
      value = Number(`1e${exponent.power}`);
      end = exponent.end;
    }
  }
  return readMultiplier(text, end, value);
}

function readPower(text: string, at: number, mantissa: number): { power: number; end: number } | null {
  const start = skipSpaces(text, at);
  const sign = text[start] ?? '';
  if ((sign === 'e' || sign === 'E') && start === at) {
    const exponent = readExponent(text, at + 1);
    return exponent && !/[A-Za-z0-9.]/.test(text[exponent.end] ?? '') ? exponent : null;
  }
  if (!/[×xX*]/.test(sign)) return null;
  const ten = skipSpaces(text, start + 1);
  if (text[ten] !== '1' || text[ten + 1] !== '0') return null;
  const exponent = readExponent(text, ten + 2);
  if (!exponent) return null;
  const explicit = !isDigit(text.charCodeAt(ten + 2));
  // Without a raised or caret exponent, 5×100 is a size and 1×1016 a power whose raising was lost.
  return explicit || (mantissa < 10 && exponent.power >= 3 && exponent.end - ten > 2) ? exponent : null;
}

function readMultiplier(text: string, at: number, value: number): ReadNumber {
  let end = skipSpaces(text, at);
  let more = false;
  if (/[余多几]/.test(text[end] ?? '')) {
    more = true;
    end++;
  }
  let multiplier = 1;
  let after = end;
  while (after - end < 3) {
    const power = POWERS[text[after] ?? ''];
    if (power === undefined) break;
    // 千瓦 and 百分 are no thousands and hundreds of anything.
    if (/^(?:千[瓦克米帕伏牛卡焦赫]|百分)/.test(text.slice(after, after + 2))) break;
    multiplier *= power;
    after++;
  }
  if (multiplier > 1) end = after;
  else if (!more) end = at;
  if (/[余多]/.test(text[end] ?? '')) {
    more = true;
    end++;
  }
  return { value: Number((value * multiplier).toPrecision(15)), end, multiplier, more };
}

/**
 * Reads a Chinese numeral: `三`, `两百万`, `十五`, `三点五`, `半`. Vague ones (几, 数) are null. Runs of more than
 * twelve characters are not numbers.
 */
export function readChineseNumber(text: string, at: number): ReadNumber | null {
  if (text[at] === '半') return { value: 0.5, end: at + 1, multiplier: 1, more: false };
  let total = 0;
  let section = 0;
  let digit = -1;
  let end = at;
  let fraction = '';
  let largest = 1;
  for (; end - at < 13; end++) {
    const character = text[end] ?? '';
    const one = DIGITS[character];
    const power = POWERS[character];
    if (one !== undefined) {
      if (fraction) fraction += one;
      else if (digit > 0) return null;
      else digit = one;
    } else if (power !== undefined) {
      if (text[end] === '千' && /^千[瓦克米帕伏牛卡焦赫]/.test(text.slice(end, end + 2)) && digit >= 0) break;
      largest = Math.max(largest, power);
      if (power >= 1e4) {
        const sum = section + Math.max(digit, 0);
        total = power === 1e8 ? (total + sum || 1) * power : total + (sum || 1) * power;
        section = 0;
      } else section += (digit < 0 ? 1 : digit) * power;
      digit = -1;
    } else if (character === '点' && digit >= 0 && DIGITS[text[end + 1] ?? ''] !== undefined) fraction = '.';
    else break;
  }
  if (end === at || end - at > 12) return null;
  const value = total + section + Math.max(digit, 0) + (fraction.length > 1 ? Number(`0${fraction}`) : 0);
  const more = /[余多]/.test(text[end] ?? '');
  return { value, end: more ? end + 1 : end, multiplier: largest, more };
}

/** The offset behind a run of digits, Latin letters and joining marks: a model name, a code, a version. */
export function skipIdentifier(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    const joins = code === 45 || code === 46 || code === 47 || code === 95;
    if (isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) end++;
    else if (joins && /[A-Za-z0-9]/.test(text[end + 1] ?? '')) end++;
    else return end;
  }
}
