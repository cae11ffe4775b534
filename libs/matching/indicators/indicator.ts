/**
 * `range` holds `min` and `max`; `plus-minus` is a value with a tolerance on both sides; `about` is a value that the
 * text itself calls approximate (约, 左右).
 */
export type Comparison = '>=' | '>' | '<=' | '<' | '=' | 'range' | 'about' | 'plus-minus';

/**
 * - `absolute`: the quantity itself, `45 MPa`, `2±0.1mm`.
 * - `relative-change`: a change against something else, `提高30%以上`, `降低 2 dB`, `是原来的3倍`.
 * - `tolerance`: how far a value may stray, `±0.02mm`.
 * - `from-to`: a change that names both ends, `由75%降至12%`.
 */
export type IndicatorKind = 'absolute' | 'relative-change' | 'tolerance' | 'from-to';

/** What a quantity speaks of. Only `technical` ones are compared between a need and an achievement. */
export type About = 'technical' | 'money' | 'company' | 'time';

export interface IndicatorValues {
  value?: number;
  min?: number;
  max?: number;
  /** Ends of a change, `from-to` only. */
  from?: number;
  to?: number;
}

/**
 * A quantity that a text states or asks for. Values are in the unit as written, with 万 and 亿 multiplied out: 5万吨
 * is 50000 吨. A `relative-change` of a multiple (是…的3.5倍) keeps the multiple in `value` and the gain in `base`.
 */
export interface Indicator extends IndicatorValues {
  /** The quantity's noun phrase as written, `抗冲击韧性`; empty where the text names none. */
  name: string;
  /** Canonical quantity of `quantityOf`, or null where the table does not know the name. */
  quantity: string | null;
  /** What has the quantity, as written near it: `100/120粒度`, `涂敷层`. May be empty. */
  subject: string;
  kind: IndicatorKind;
  comparison: Comparison;
  /** `relative-change` and `from-to` only. */
  direction?: 'increase' | 'decrease';
  about: About;
  /** As written; empty for a plain number. */
  unit: string;
  /** See `Unit.dimension`; `1` for shares, multiples and plain numbers. */
  dimension: string;
  /** The values in base units (metre, kilogram, second, kelvin …, shares as fractions of one). */
  base: IndicatorValues;
  /** Offsets into the text that was read: from the name's first character to behind the last word that belongs. */
  start: number;
  end: number;
  /** The sentence around it, at most 400 characters. */
  sentence: string;
}
