import { extractIndicators } from './extract-indicators.js';
import type { Indicator } from './indicator.js';
import { labelledSentences, type ExpectedIndicator, type LabelledPart } from './labelled-sentences.js';

/** One indicator too many or one too few, in a form to read. */
export interface IndicatorError {
  sentence: string;
  indicator: string;
}

export interface IndicatorMeasure {
  /** Right ones among those found, 0–1. */
  precision: number;
  /** Found ones among those expected, 0–1. */
  recall: number;
  sentences: number;
  expected: number;
  found: number;
  falsePositives: readonly IndicatorError[];
  misses: readonly IndicatorError[];
}

const close = (one: number, other: number) =>
  Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1e-12);

function valuesOf(indicator: Indicator): number[] {
  if (indicator.kind === 'from-to') return [indicator.from ?? NaN, indicator.to ?? NaN];
  if (indicator.kind === 'tolerance') return [indicator.value ?? NaN];
  if (indicator.min !== undefined && indicator.max !== undefined) return [indicator.min, indicator.max];
  return [indicator.value ?? NaN];
}

/** The names share half of the shorter one's characters, or the label names nothing. */
function namesAgree(expected: string, found: string): boolean {
  if (expected === '') return true;
  if (found === '') return false;
  const shorter = expected.length <= found.length ? expected : found;
  const longer = shorter === expected ? found : expected;
  const shared = [...shorter].filter((character) => longer.includes(character)).length;
  return shared * 2 >= shorter.length;
}

function agrees(expected: ExpectedIndicator, found: Indicator): boolean {
  const values = valuesOf(found);
  return (
    expected.kind === found.kind &&
    expected.comparison === found.comparison &&
    expected.about === found.about &&
    expected.direction === (expected.direction ? found.direction : undefined) &&
    expected.unit.toLowerCase() === found.unit.replace(/\s/g, '').toLowerCase() &&
    expected.values.length === values.length &&
    expected.values.every((value, index) => close(value, values[index] ?? NaN)) &&
    namesAgree(expected.name, found.name)
  );
}

const wordExpected = (label: ExpectedIndicator) =>
  `${label.name} ${label.kind}${label.direction ? ` ${label.direction}` : ''} ${label.comparison} ${label.values.join(',')} ${label.unit} ${label.about}`;
const wordFound = (found: Indicator) =>
  `${found.name} ${found.kind}${found.direction ? ` ${found.direction}` : ''} ${found.comparison} ${valuesOf(found).join(',')} ${found.unit} ${found.about}`;

/**
 * Precision and recall on the labelled sentences. A found indicator is right when value, unit, comparison, kind,
 * direction and `about` are those of the label and the names overlap. The part kept apart (`reserved`) is the one to
 * quote; without a part, both are measured together.
 */
export function measureIndicators(part?: LabelledPart): IndicatorMeasure {
  const sentences = part
    ? labelledSentences(part)
    : [...labelledSentences('tuned'), ...labelledSentences('reserved')];
  const falsePositives: IndicatorError[] = [];
  const misses: IndicatorError[] = [];
  let expectedCount = 0;
  let foundCount = 0;
  let right = 0;
  for (const { text, expected } of sentences) {
    const rest = extractIndicators(text);
    expectedCount += expected.length;
    foundCount += rest.length;
    for (const label of expected) {
      const at = rest.findIndex((found) => agrees(label, found));
      if (at < 0) misses.push({ sentence: text, indicator: wordExpected(label) });
      else {
        rest.splice(at, 1);
        right++;
      }
    }
    for (const found of rest) falsePositives.push({ sentence: text, indicator: wordFound(found) });
  }
  return {
    precision: foundCount === 0 ? 1 : right / foundCount,
    recall: expectedCount === 0 ? 1 : right / expectedCount,
    sentences: sentences.length,
    expected: expectedCount,
    found: foundCount,
    falsePositives,
    misses,
  };
}
