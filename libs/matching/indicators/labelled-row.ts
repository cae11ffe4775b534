/**
 * A sentence and what a reader finds in it, one label each: `name|comparison|values|unit|kind|about`. Values are one
 * number, `min..max`, `value±tolerance` or `from→to`. The kind is `up` or `down` for a relative change, `tol`,
 * `from-to`, and absolute where it is left out; `about` is technical where it is left out.
 */
export type LabelledRow = readonly [sentence: string, ...labels: string[]];
