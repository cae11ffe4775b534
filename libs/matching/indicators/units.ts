import { ANY_CASE, BASE_DIMENSIONS, CYCLES, NAMES, PIECES, PREFIXES, STEPS, SYMBOLS } from './unit-table.js';
import { CJK, LETTER, scanExponent } from './unit-exponents.js';

/**
 * A unit of measure. `base = value × factor + (offset ?? 0)`; two values may be compared when their dimensions are
 * equal. A dimension is written as its base quantities with exponents, `mass·length^-3`; `1` has none.
 */
export interface Unit {
  dimension: string;
  factor: number;
  offset?: number;
}

/** A unit found in running text, with the offset just behind it. */
export interface ScannedUnit {
  unit: Unit;
  end: number;
}

type Vector = ReadonlyMap<string, number>;
interface Factor {
  vector: Vector;
  factor: number;
  offset?: number;
}
interface ScannedFactor extends Factor {
  end: number;
}

const LONGEST_NAME = 6;

/** Names that are a unit only behind a slash: 次/分, 吨/时, t/a. */
const DENOMINATORS = new Map<string, Factor>([
  ['分', { vector: vectorOf('T'), factor: 60 }],
  ['时', { vector: vectorOf('T'), factor: 3600 }],
  ['k', { vector: vectorOf('K'), factor: 1 }],
  ['a', { vector: vectorOf('T'), factor: 365.25 * 86400 }],
  ['y', { vector: vectorOf('T'), factor: 365.25 * 86400 }],
]);
const MULTIPLIERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };

const symbols = new Map<string, Factor>();
const prefixed = new Set<string>();
const dimensionNames = new Map<string, string>();
const names = new Map<string, Factor>();
const anyCase = new Map<string, string>();
const specials = ['dB(A)', 'dB（A）', '%RH', 'wt.%', 'wt%', 'vol%', 'mol%', 'at%', 'Nm3', 'Nm³'];
/** The pascal-second is written with every case of its two letters; no one means megapascal-seconds. */
const MILLIPASCAL_SECOND = /^mpa[·.*•⋅∙]s(?![A-Za-z])/i;
/** Squared and other one-character spellings that Unicode keeps for East Asian text. */
const SQUARED: Readonly<Record<string, string>> = {
  '℃': '',
  '℉': '',
  '㎜': 'mm',
  '㎝': 'cm',
  '㎞': 'km',
  '㎡': 'm2',
  '㎥': 'm3',
  '㎏': 'kg',
  '㎎': 'mg',
  '㎖': 'mL',
  ℓ: 'L',
  '㎐': 'Hz',
  '㎾': 'kW',
  '㎸': 'kV',
  '㎫': 'MPa',
  '㎛': 'μm',
  '㎚': 'nm',
  '㏑': '',
};

function vectorOf(dimension: string): Vector {
  const vector = new Map<string, number>();
  for (const part of dimension.split(' ').filter(Boolean)) {
    if (part.startsWith('scale:')) {
      vector.set(part, 1);
      continue;
    }
    const letter = part[0] as keyof typeof BASE_DIMENSIONS;
    vector.set(BASE_DIMENSIONS[letter], part.length > 1 ? Number(part.slice(1)) : 1);
  }
  return vector;
}

function multiply(into: Map<string, number>, vector: Vector, exponent: number): void {
  for (const [dimension, power] of vector) {
    const sum = (into.get(dimension) ?? 0) + power * exponent;
    if (sum === 0) into.delete(dimension);
    else into.set(dimension, sum);
  }
}

function dimensionOf(vector: Vector): string {
  if (vector.size === 0) return '1';
  const parts = [...vector].map(([name, power]) => (power === 1 ? name : `${name}^${power}`));
  if (parts.length > 1) parts.sort();
  const joined = parts.join('·');
  const known = dimensionNames.get(joined);
  if (known !== undefined) return known;
  dimensionNames.set(joined, joined);
  return joined;
}

for (const [symbol, dimension, factor, si] of SYMBOLS) {
  symbols.set(symbol, { vector: vectorOf(dimension), factor });
  if (si) prefixed.add(symbol);
}
symbols.set('℃', { vector: vectorOf('K'), factor: 1, offset: 273.15 });
symbols.set('℉', { vector: vectorOf('K'), factor: 5 / 9, offset: 273.15 - (32 * 5) / 9 });
symbols.set('°', { vector: vectorOf('A'), factor: Math.PI / 180 });
symbols.set('′', { vector: vectorOf('A'), factor: Math.PI / 10800 });
symbols.set('″', { vector: vectorOf('A'), factor: Math.PI / 648000 });
symbols.set('wt.%', { vector: vectorOf(''), factor: 0.01 });
for (const spelling of ANY_CASE) anyCase.set(spelling.toLowerCase(), spelling);
for (const word of PIECES) names.set(word, { vector: vectorOf('E'), factor: 1 });
for (const word of CYCLES) names.set(word, { vector: vectorOf('Y'), factor: 1 });
for (const word of STEPS) names.set(word, { vector: vectorOf(`scale:${word}`), factor: 1 });
names.set('百分点', { vector: vectorOf('scale:percentage-point'), factor: 1 });
names.set('个百分点', { vector: vectorOf('scale:percentage-point'), factor: 1 });
for (const word of ['元', '块钱', '人民币']) names.set(word, { vector: vectorOf('C'), factor: 1 });
for (const [name, expression, factor = 1] of NAMES) {
  const scanned = scan(expression, 0);
  if (!scanned || scanned.end !== expression.length) throw new Error(`unit table: ${name} = ${expression}`);
  names.set(name, { ...scanned, factor: scanned.factor * factor });
}
function lookUp(run: string): Factor | undefined {
  const exact = symbols.get(run);
  if (exact) return exact;
  const rest = run.slice(1);
  const prefix = PREFIXES.get(run[0] ?? '');
  if (prefix !== undefined && prefixed.has(rest)) {
    const unit = symbols.get(rest);
    if (unit) return { ...unit, factor: unit.factor * prefix };
  }
  const spelling = anyCase.get(run.toLowerCase());
  return spelling !== undefined && spelling !== run ? lookUp(spelling) : undefined;
}

function raise(found: Factor, text: string, at: number): ScannedFactor {
  const { exponent, end } = scanExponent(text, at);
  if (exponent === 1) return { ...found, end };
  const vector = new Map<string, number>();
  multiply(vector, found.vector, exponent);
  return { vector, factor: found.factor ** exponent, end };
}

function scanName(text: string, at: number, below: boolean): ScannedFactor | null {
  for (let length = Math.min(LONGEST_NAME, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    const found = (below ? DENOMINATORS.get(word) : undefined) ?? names.get(word);
    if (found) return { ...found, end: at + length };
  }
  const multiplier = MULTIPLIERS[text[at] ?? ''];
  if (multiplier === undefined) return null;
  const rest = scanName(text, at + 1, below);
  return rest && { ...rest, factor: rest.factor * multiplier };
}

function scanFactor(text: string, at: number, below: boolean): ScannedFactor | null {
  const first = text[at];
  if (first === undefined) return null;
  if (CJK.test(first)) return scanName(text, at, below);
  for (const special of specials) {
    if (special[0]?.toLowerCase() === first.toLowerCase() && matches(text, at, special)) {
      const spelled = special.replace('（', '(').replace('）', ')');
      const found = symbols.get(spelled);
      if (found) return { ...found, end: at + special.length };
    }
  }
  const squared = SQUARED[first];
  if (squared !== undefined) {
    const found = squared === '' ? symbols.get(first) : scan(squared, 0);
    return found ? { ...found, end: at + 1 } : null;
  }
  if (first === '°') {
    const letter = text[at + 1] ?? '';
    const found = symbols.get(/[Cc]/.test(letter) ? '℃' : letter === 'F' ? '℉' : '°');
    return found ? { ...found, end: at + (/[CcF]/.test(letter) ? 2 : 1) } : null;
  }
  if ('%‰′″'.includes(first)) {
    const found = symbols.get(first);
    return found ? { ...found, end: at + 1 } : null;
  }
  if (below && /[0-9]/.test(first)) {
    let end = at;
    while (end - at < 6 && /[0-9]/.test(text[end] ?? '')) end++;
    const rest = scanFactor(text, text[end] === ' ' ? end + 1 : end, true);
    // mg/100g and N/25mm are units; 3C/10V and 0℃/38℃ are two values.
    if (!rest || rest.offset !== undefined || rest.vector.has('current')) return null;
    return { ...rest, factor: rest.factor * Number(text.slice(at, end)) };
  }
  if (!LETTER.test(first)) return null;
  if (MILLIPASCAL_SECOND.test(text.slice(at, at + 6))) {
    return { vector: vectorOf('M L-1 T-1'), factor: 1e-3, end: at + 5 };
  }
  let end = at + 1;
  while (end - at < 9 && LETTER.test(text[end] ?? '')) end++;
  let run = text.slice(at, end);
  if (/[xX]$/.test(run) && run.length > 1 && /[0-9]/.test(text[end] ?? '')) run = run.slice(0, -1);
  if (/^[μµ]$/.test(run) && text[end] === ' ' && /[gLlm]/.test(text[end + 1] ?? '')) {
    // Typesetting leaves a blank behind the micro sign: 12 μ g/mL.
    const rest = scanFactor(text, end + 1, below);
    if (rest) return { ...rest, factor: rest.factor * 1e-6 };
  }
  const found = (below ? DENOMINATORS.get(run) : undefined) ?? lookUp(run);
  return found ? raise(found, text, at + run.length) : null;
}

function matches(text: string, at: number, word: string): boolean {
  return text.slice(at, at + word.length).toLowerCase() === word.toLowerCase();
}

/** A dot, or the question mark that some exports leave in its place, between two symbols. */
function joins(text: string, at: number): boolean {
  const mark = text[at] ?? '';
  if (mark === '.' || mark === '*' || mark === '?') {
    return LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at + 1] ?? '');
  }
  return /[·•⋅∙]/.test(mark);
}

/**
 * Behind a slash everything is divided: the W/m·K of a data sheet is W/(m·K).
 */
function scan(text: string, at: number): ScannedFactor | null {
  // A per-unit has nothing above the slash: 7.8×10⁻⁶/℃.
  const first =
    text[at] === '/' && /[A-Za-z℃°]/.test(text[at + 1] ?? '')
      ? { vector: new Map<string, number>(), factor: 1, end: at, offset: undefined }
      : scanFactor(text, at, false);
  if (!first) return null;
  const vector = new Map(first.vector);
  let { factor, end } = first;
  let offset = first.offset;
  let below = false;
  for (let parts = 0; parts < 6; parts++) {
    const operator = text[end] ?? '';
    const divides = operator === '/' || operator === '每';
    if (!divides && !joins(text, end)) break;
    let start = end + 1;
    const group = divides && (text[start] === '(' || text[start] === '（');
    if (group) start++;
    const inBelow: boolean = below || divides;
    let next = scanFactor(text, start, inBelow);
    if (next && group) {
      const inner = new Map(next.vector);
      let { factor: innerFactor, end: innerEnd } = next;
      while (joins(text, innerEnd)) {
        const more = scanFactor(text, innerEnd + 1, true);
        if (!more) break;
        multiply(inner, more.vector, 1);
        innerFactor *= more.factor;
        innerEnd = more.end;
      }
      next =
        text[innerEnd] === ')' || text[innerEnd] === '）'
          ? { vector: inner, factor: innerFactor, end: innerEnd + 1 }
          : null;
    }
    if (!next) break;
    below = inBelow;
    multiply(vector, next.vector, below ? -1 : 1);
    factor = below ? factor / next.factor : factor * next.factor;
    end = next.end;
    offset = undefined;
  }
  return { vector, factor, end, ...(offset === undefined ? {} : { offset }) };
}

/**
 * Reads the longest unit that starts at an offset of a text: `克/立方厘米`, `mAh/g`, `W/(m·K)`, `次/分`.
 * Returns null where no unit starts. Time is bounded: at most seven factors of at most nine characters are looked at.
 */
export function scanUnit(text: string, at: number): ScannedUnit | null {
  const found = scan(text, at);
  if (!found) return null;
  const unit: Unit = { dimension: dimensionOf(found.vector), factor: found.factor };
  if (found.offset !== undefined) unit.offset = found.offset;
  return { unit, end: found.end };
}

/** The unit a whole text names, or null. An empty text is the number one: no unit at all. */
export function parseUnit(text: string): Unit | null {
  const trimmed = text.trim();
  if (trimmed === '') return { dimension: '1', factor: 1 };
  const found = scanUnit(trimmed, 0);
  return found && found.end === trimmed.length ? found.unit : null;
}

/** A value in base units; `difference` leaves out the zero point, as a temperature difference needs. */
export function toBase(value: number, unit: Unit, difference = false): number {
  return value * unit.factor + (difference ? 0 : (unit.offset ?? 0));
}

/** A value in base units back in a unit. */
export function fromBase(base: number, unit: Unit, difference = false): number {
  return (base - (difference ? 0 : (unit.offset ?? 0))) / unit.factor;
}

/** Converts between two units, given as text or parsed; null where either is unknown or the dimensions differ. */
export function convert(value: number, from: string | Unit, to: string | Unit): number | null {
  const source = typeof from === 'string' ? parseUnit(from) : from;
  const target = typeof to === 'string' ? parseUnit(to) : to;
  if (!source || !target || source.dimension !== target.dimension) return null;
  return fromBase(toBase(value, source), target);
}
