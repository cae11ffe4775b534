import type { About, Comparison, IndicatorKind } from './indicator.js';
import { LABELLED_ACHIEVEMENTS } from './labelled-achievements.js';
import { LABELLED_NEEDS } from './labelled-needs.js';
import { LABELLED_RESERVED } from './labelled-reserved.js';

export interface ExpectedIndicator {
  name: string;
  kind: IndicatorKind;
  direction?: 'increase' | 'decrease';
  comparison: Comparison;
  /** One number, both ends of a range, or both ends of a change, in the unit as written. */
  values: readonly number[];
  unit: string;
  about: About;
}

export interface LabelledSentence {
  text: string;
  expected: readonly ExpectedIndicator[];
}

/** `tuned`: the extractor was worked on with them in view; `reserved`: it was not. */
export type LabelledPart = 'tuned' | 'reserved';

function readLabel(label: string): ExpectedIndicator {
  const [name = '', comparison = '', written = '', unit = '', kind = 'absolute', about = 'technical'] =
    label.split('|');
  const plusMinus = /^(.+)±(.+)$/.exec(written);
  const values = plusMinus
    ? [Number(plusMinus[1]) - Number(plusMinus[2]), Number(plusMinus[1]) + Number(plusMinus[2])]
    : written.split(/\.\.|→/).map(Number);
  if (values.some(Number.isNaN)) throw new Error(`label without a number: ${label}`);
  const expected: ExpectedIndicator = {
    name,
    comparison: comparison as Comparison,
    values,
    unit,
    kind:
      kind === 'up' || kind === 'down'
        ? 'relative-change'
        : kind === 'tol'
          ? 'tolerance'
          : (kind as IndicatorKind),
    about: about as About,
  };
  if (kind === 'up' || kind === 'down') expected.direction = kind === 'up' ? 'increase' : 'decrease';
  return expected;
}

/** The labelled sentences of one part. */
export function labelledSentences(part: LabelledPart): LabelledSentence[] {
  const rows = part === 'reserved' ? LABELLED_RESERVED : [...LABELLED_NEEDS, ...LABELLED_ACHIEVEMENTS];
  return rows.map(([text, ...labels]) => ({ text, expected: labels.map(readLabel) }));
}
