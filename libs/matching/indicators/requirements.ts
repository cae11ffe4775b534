import type { Indicator } from './indicator.js';
import type { Polarity } from './quantity-row.js';

/** Values from `min` to `max` in base units; an end may be infinite, and open where it does not belong itself. */
export interface Interval {
  min: number;
  max: number;
  openMin?: boolean;
  openMax?: boolean;
}

/** What a need asks for. `cover`: the offer has to span the interval, as a working temperature has to. */
export interface Requirement extends Interval {
  cover: boolean;
  /** Added to a base value it gives the value in the need's unit times its factor: −273.15 K for ℃. */
  shift: number;
}

/** Names whose range is one to work over, not one to fall into. */
const SPANS = /范围|量程|工作|使用|适用|环境|可调|调节|适应|工况|测量|覆盖|频段|兼容|储存|贮存/;
/** A value that a text calls approximate may be this share off. */
const ABOUT = 0.05;

/**
 * Reads an indicator as a requirement. Without a sign of comparison (纯度达到99.9%) the quantity's polarity says which
 * side is better; a quantity without polarity has no requirement that could be judged unless the value is hit.
 */
export function requirementOf(asked: Indicator, polarity: Polarity | null): Requirement | null {
  const { base } = asked;
  const shift = shiftOf(asked);
  const from = (min: number, max: number, open: Partial<Interval> = {}): Requirement => ({
    min,
    max,
    cover: false,
    shift,
    ...open,
  });
  if (asked.kind === 'from-to') {
    if (base.to === undefined) return null;
    return asked.direction === 'decrease' ? from(-Infinity, base.to) : from(base.to, Infinity);
  }
  if (asked.kind === 'tolerance') return base.value === undefined ? null : from(-Infinity, base.value);
  if (asked.kind === 'relative-change') {
    const least = base.value ?? base.min;
    if (least === undefined) return null;
    if (asked.comparison === '<' || asked.comparison === '<=') return from(-Infinity, least);
    return from(
      asked.comparison === 'about' ? least * (1 - ABOUT) : least,
      Infinity,
      asked.comparison === '>' ? { openMin: true } : {},
    );
  }
  switch (asked.comparison) {
    case '>=':
      return base.value === undefined ? null : from(base.value, Infinity);
    case '>':
      return base.value === undefined ? null : from(base.value, Infinity, { openMin: true });
    case '<=':
      return base.value === undefined ? null : from(-Infinity, base.value);
    case '<':
      return base.value === undefined ? null : from(-Infinity, base.value, { openMax: true });
    case 'range':
    case 'plus-minus': {
      if (base.min === undefined || base.max === undefined) return null;
      if (asked.comparison === 'range' && SPANS.test(asked.name))
        return { ...from(base.min, base.max), cover: true };
      if (asked.comparison === 'range' && polarity === 'higher') return from(base.min, Infinity);
      if (asked.comparison === 'range' && polarity === 'lower') return from(-Infinity, base.max);
      return from(base.min, base.max);
    }
    default: {
      if (base.value === undefined) return null;
      const slack = asked.comparison === 'about' ? Math.abs(base.value + shift) * ABOUT : 0;
      if (polarity === 'higher') return from(base.value - slack, Infinity);
      if (polarity === 'lower') return from(-Infinity, base.value + slack);
      return null;
    }
  }
}

/** Reads an indicator as an offer: the interval in which the achieved value lies. */
export function offeredInterval(offered: Indicator): Interval | null {
  const { base } = offered;
  const shift = shiftOf(offered);
  if (offered.kind === 'from-to') return base.to === undefined ? null : { min: base.to, max: base.to };
  if (offered.kind === 'tolerance')
    return base.value === undefined ? null : { min: base.value, max: base.value };
  if (base.min !== undefined && base.max !== undefined) return { min: base.min, max: base.max };
  const { value } = base;
  if (value === undefined) return null;
  switch (offered.comparison) {
    case '>=':
      return { min: value, max: Infinity };
    case '>':
      return { min: value, max: Infinity, openMin: true };
    case '<=':
      return { min: -Infinity, max: value };
    case '<':
      return { min: -Infinity, max: value, openMax: true };
    case 'about': {
      const slack = Math.abs(value + shift) * ABOUT;
      return { min: value - slack, max: value + slack };
    }
    default:
      return { min: value, max: value };
  }
}

/** Zero of the unit as written: a fifth of 20 ℃ is not a fifth of 293 K. */
function shiftOf(indicator: Indicator): number {
  const { value, min, to } = indicator;
  const written = value ?? min ?? to;
  const base = indicator.base.value ?? indicator.base.min ?? indicator.base.to;
  return indicator.dimension === 'temperature' &&
    indicator.unit !== 'K' &&
    written !== undefined &&
    base !== undefined
    ? (/℉|°F/.test(indicator.unit) ? (written * 5) / 9 : written) - base
    : 0;
}
