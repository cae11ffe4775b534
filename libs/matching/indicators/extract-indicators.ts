import { aboutOf } from './about.js';
import { isIndicator, unitFits } from './acceptance.js';
import { beforeOrigin, clauseBefore, inherited, postposed } from './borrowed-names.js';
import { changeBetween, changeOf, startsChange } from './changes.js';
import { comparisonOf, valuesOf } from './expression-values.js';
import { isDateOrOrdinal, isPlausibleNumeral, unitInContext } from './expression-context.js';
import type { Comparison, Indicator, IndicatorKind, IndicatorValues } from './indicator.js';
import { isMeasured, polarityAt, quantityOf } from './names.js';
import { readHeading, readNounPhrase, type NounPhrase } from './noun-phrases.js';
import { readChain, readExpression, type Expression } from './quantity-expressions.js';
import { REACH, sentenceAround, type ReaderState } from './reader-state.js';
import { sameWidth } from './same-width.js';
import { toBase, type Unit } from './units.js';
import { readLeftWords, readRightWords, type LeftWords, type RightWords } from './wording.js';

export interface ExtractOptions {
  /** Leave out company facts, money and project time. Default: all are returned, with `about`. */
  technicalOnly?: boolean;
  /** At most this many indicators; the rest of the text is not read. Default 500. */
  limit?: number;
}

/** Classes of characters: 1 a digit, 2 a Chinese numeral, 3 翻 of 翻一番. */
const CLASSES = new Uint8Array(65536);
for (let code = 48; code <= 57; code++) CLASSES[code] = 1;
for (const character of '一二两三四五六七八九十百千半') CLASSES[character.charCodeAt(0)] = 2;
CLASSES['翻'.charCodeAt(0)] = 3;

/**
 * Finds the quantities that a text states or asks for. Dates, numbering, standards, model and patent numbers, sizes,
 * ratios and sample counts are passed over. Text of any length and make is read in linear time; around each number at
 * most 200 characters are looked at.
 */
export function extractIndicators(text: string, options: ExtractOptions = {}): Indicator[] {
  const limit = options.limit ?? 500;
  const narrow = sameWidth(text);
  const state: ReaderState = { text, narrow, found: [], floor: 0, origin: null, skipped: null };
  for (let at = 0; at < narrow.length && state.found.length < limit;) {
    const kind = CLASSES[narrow.charCodeAt(at)];
    if (!kind) {
      at++;
      continue;
    }
    at = kind === 3 ? readDoubling(state, at) : readOne(state, at, kind === 2);
  }
  const { found } = state;
  return options.technicalOnly ? found.filter((indicator) => indicator.about === 'technical') : found;
}

/** 翻一番, 翻两番: twice as much, four times as much. */
function readDoubling(state: ReaderState, at: number): number {
  const match = /^翻了?([一二两三1-3])(番|倍)/.exec(state.narrow.slice(at, at + 4));
  if (!match) return at + 1;
  const times = '一1'.includes(match[1] ?? '') ? 1 : '二两2'.includes(match[1] ?? '') ? 2 : 3;
  const gain = match[2] === '番' ? 2 ** times - 1 : times;
  const end = at + match[0].length;
  const unit: Unit = { dimension: '1', factor: 1 };
  const expression: Expression = {
    form: 'single',
    value: gain,
    unit,
    unitText: '倍',
    start: at,
    end,
    chinese: true,
    gluedName: '',
    multiplied: false,
    more: false,
  };
  const left = readLeftWords(state.narrow, clauseFloor(state, at), at);
  left.change = 'increase';
  consider(state, expression, left, readRightWords(state.narrow, end));
  state.floor = end;
  return end;
}

const clauseFloor = (state: ReaderState, at: number) => Math.max(state.floor, at - REACH / 4);

function readOne(state: ReaderState, at: number, chinese: boolean): number {
  const { narrow } = state;
  const { expression, next } = readExpression(narrow, at);
  if (!expression) return next;
  if (chinese && !isPlausibleNumeral(narrow, at, expression)) return at + 1;
  if (isDateOrOrdinal(narrow, expression)) {
    state.floor = Math.max(state.floor, expression.end);
    return next;
  }
  // 达到每分钟40件: the words that compare stand before 每分钟.
  const rate = /每(?:分钟|小时|秒|天|日|年|月|分|时)$/.exec(
    narrow.slice(Math.max(state.floor, expression.start - 3), expression.start),
  );
  const wordsEnd = expression.start - (rate?.[0].length ?? 0);
  const left = readLeftWords(narrow, clauseFloor(state, wordsEnd), wordsEnd);
  const right = readRightWords(narrow, expression.end);
  const chain = readChain(narrow, expression);
  if (chain) {
    const from = {
      ...expression,
      form: 'range' as const,
      min: expression.value ?? 0,
      max: chain.max,
      unit: chain.unit,
      unitText: chain.unitText,
      end: chain.end,
    };
    consider(state, from, left, { approximate: false, end: chain.end });
    state.floor = chain.end;
    return Math.max(chain.end, next);
  }
  const before = state.found.length;
  consider(state, expression, left, right);
  // A numeral that is part of a word (千粒重, 三元) bounds nothing.
  if (chinese && state.found.length === before && !state.origin) return at + 1;
  state.floor = right.end;
  return Math.max(right.end, next);
}

/** A bare number with no words around it: most numbers of most texts, passed over before anything costly. */
function saysNothing(
  state: ReaderState,
  expression: Expression,
  left: LeftWords,
  right: RightWords,
): boolean {
  return (
    expression.unit === null &&
    expression.form === 'single' &&
    !expression.multiplied &&
    expression.gluedName === '' &&
    state.origin === null &&
    left.phraseEnd === expression.start &&
    right.end === expression.end &&
    !/[由从]/.test(state.narrow.slice(Math.max(state.floor, expression.start - 14), expression.start)) &&
    !/[降提减增升缩延]/.test(state.narrow.slice(expression.end, expression.end + 4))
  );
}

/** Decides on one expression; adds an indicator where it is one. */
function consider(state: ReaderState, expression: Expression, left: LeftWords, right: RightWords): void {
  const { narrow } = state;
  if (saysNothing(state, expression, left, right)) {
    state.origin = null;
    return;
  }
  const compared = left.change !== undefined && !left.to;
  const phrase = readNounPhrase(
    narrow,
    state.floor,
    left.phraseEnd,
    compared ||
      /(?:高于|低于|高出)[^，。；,;]{2,12}$/.test(
        narrow.slice(Math.max(state.floor, expression.start - 16), expression.start),
      ),
  );
  const ending = endOfChange(state, expression, left, phrase, right);
  if (ending) state.found.push(ending);
  const origin = !ending && startsChange(narrow, state.floor, expression);
  state.origin = origin
    ? { expression, end: right.end, phrase: beforeOrigin(state, expression, phrase) }
    : null;
  if (ending || origin) return;
  const indicator = describe(state, expression, left, right, phrase);
  if (indicator) state.found.push(indicator);
}

/** 由75%左右降至12%: the second number closes the change that the first one opened. */
function endOfChange(
  state: ReaderState,
  expression: Expression,
  left: LeftWords,
  phrase: NounPhrase,
  right: RightWords,
): Indicator | null {
  const { origin, narrow } = state;
  if (!origin) return null;
  const direction = changeBetween(narrow, origin.end, expression.start);
  if (!direction) return null;
  const from = origin.expression.value ?? origin.expression.min;
  const to = expression.value ?? (direction === 'decrease' ? expression.max : expression.min);
  if (from === undefined || to === undefined) return null;
  let unit = expression.unit ?? origin.expression.unit;
  // 600度电降至450度
  if (origin.expression.unitText === '度电' && expression.unitText === '度') unit = origin.expression.unit;
  else if (
    expression.unit &&
    origin.expression.unit &&
    expression.unit.dimension !== origin.expression.unit.dimension
  )
    return null;
  const named = isMeasured(origin.phrase.name) || !isMeasured(phrase.name) ? origin.phrase : phrase;
  if (named.name === '') return null;
  const comparison: Comparison =
    right.comparison ?? left.comparison ?? (right.approximate || left.approximate ? 'about' : '=');
  const scale = origin.expression.unit && unit ? origin.expression.unit.factor / unit.factor : 1;
  const values: IndicatorValues = { from: from * scale, to };
  if (expression.form === 'range') Object.assign(values, { min: expression.min, max: expression.max });
  return build(state, expression, named, {
    kind: 'from-to',
    comparison,
    values,
    unit,
    unitText: expression.unitText || origin.expression.unitText,
    direction,
    end: right.end,
    difference: false,
  });
}

interface Reading {
  kind: IndicatorKind;
  comparison: Comparison;
  values: IndicatorValues;
  unit: Unit | null;
  unitText: string;
  direction?: 'increase' | 'decrease';
  end: number;
  /** Temperatures of this reading are differences. */
  difference: boolean;
}

function build(state: ReaderState, expression: Expression, phrase: NounPhrase, reading: Reading): Indicator {
  const { unit } = reading;
  const base: IndicatorValues = {};
  for (const key of ['value', 'min', 'max', 'from', 'to'] as const) {
    const value = reading.values[key];
    if (value !== undefined) base[key] = unit ? toBase(value, unit, reading.difference) : value;
  }
  const quantity = quantityOf(phrase.name);
  const fits =
    reading.kind === 'relative-change' || reading.kind === 'tolerance' || unitFits(phrase.name, unit);
  const start = Math.min(phrase.name ? phrase.start : expression.start, expression.start);
  const indicator: Indicator = {
    name: phrase.name,
    quantity: fits ? (quantity?.name ?? null) : null,
    subject: phrase.subject,
    kind: reading.kind,
    comparison: reading.comparison,
    ...reading.values,
    about: aboutOf(phrase.name, phrase.clause, { ...expression, unit }),
    unit: reading.unitText,
    dimension: unit?.dimension ?? '1',
    base,
    start,
    end: reading.end,
    sentence: sentenceAround(state.text, start, reading.end),
  };
  if (reading.direction) indicator.direction = reading.direction;
  return indicator;
}

const DIFFERENCES = new Set(['温差', '温升']);

function describe(
  state: ReaderState,
  expression: Expression,
  left: LeftWords,
  right: RightWords,
  found: NounPhrase,
): Indicator | null {
  const { narrow } = state;
  let phrase = found;
  if (expression.gluedName && !isMeasured(phrase.name)) {
    phrase = { ...phrase, name: expression.gluedName, start: expression.start };
  }
  phrase = postposed(narrow, expression, right, phrase);
  const change = changeOf(narrow, state.floor, expression, left, right.end, phrase);
  if (change?.name !== undefined)
    phrase = { ...phrase, name: change.name, subject: '', start: expression.start };
  if (phrase.name === '' && /[≥≤<>]/.test(narrow[expression.start - 1] ?? ''))
    phrase = clauseBefore(state, phrase, left.phraseEnd);
  phrase = inherited(state, expression, left, phrase, change);
  const { unit, unitText } = unitInContext(narrow, expression, phrase);
  if (phrase.bracket === 'A' && /dB$/i.test(phrase.name))
    phrase = { ...phrase, name: phrase.name.slice(0, -2) };
  if (!isIndicator({ text: narrow, expression, unit, left, right, phrase, change: change !== undefined })) {
    state.skipped = isMeasured(phrase.name) ? { phrase, end: expression.end } : null;
    return null;
  }
  const quantity = quantityOf(phrase.name);
  const better = polarityAt(quantity, unit?.dimension ?? '1', (expression.value ?? 0) * (unit?.factor ?? 1));
  const lowerIsBetter =
    better === 'lower' || (better === 'target' && /length|time/.test(unit?.dimension ?? ''));
  const kind: IndicatorKind = change
    ? 'relative-change'
    : expression.form === 'tolerance'
      ? 'tolerance'
      : 'absolute';
  const difference = kind !== 'absolute' || (quantity !== null && DIFFERENCES.has(quantity.name));
  const indicator = build(state, expression, phrase, {
    kind,
    comparison: comparisonOf(expression, left, right, lowerIsBetter),
    values: valuesOf(expression),
    unit,
    unitText,
    end: right.end,
    difference,
    ...(change ? { direction: change.direction } : {}),
  });
  if (change?.multiple && indicator.base.value !== undefined)
    indicator.base.value = Math.abs(indicator.base.value - 1);
  if (!indicator.subject)
    indicator.subject = readHeading(narrow, Math.max(0, phrase.start - 60), phrase.start);
  return indicator;
}
