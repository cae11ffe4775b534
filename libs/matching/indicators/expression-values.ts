import type { Comparison, IndicatorValues } from './indicator.js';
import type { Expression } from './quantity-expressions.js';
import type { LeftWords, RightWords } from './wording.js';

/** The values of an expression as an indicator holds them: a range has no single value, a tolerance spans zero. */
export function valuesOf(expression: Expression): IndicatorValues {
  const values: IndicatorValues = {};
  if (expression.value !== undefined) values.value = expression.value;
  if (expression.form === 'tolerance')
    return { ...values, min: -(expression.value ?? 0), max: expression.value ?? 0 };
  if (expression.form === 'single') return values;
  if (expression.form === 'range') delete values.value;
  return { ...values, min: expression.min ?? 0, max: expression.max ?? 0 };
}

/** The comparison that form and words add up to; what stands before the number outweighs what stands behind. */
export function comparisonOf(
  expression: Expression,
  left: LeftWords,
  right: RightWords,
  lowerIsBetter: boolean,
): Comparison {
  if (expression.form === 'range') return 'range';
  if (expression.form === 'plus-minus' || expression.form === 'tolerance') return 'plus-minus';
  if (left.better) return lowerIsBetter ? '<' : '>';
  const said = left.comparison ?? right.comparison;
  if (said) return said;
  return left.approximate || right.approximate || expression.more ? 'about' : '=';
}
