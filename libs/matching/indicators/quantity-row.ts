/**
 * Which way a quantity gets better. `target` has a right value (厚度, 温度): more is neither better nor worse.
 */
export type Polarity = 'higher' | 'lower' | 'target';

/**
 * One line per quantity: canonical name, polarity, `generic` where the name alone does not say what is measured
 * (效率 of what?), and the other ways in which texts write it. Longer names win over shorter ones, at the end of a
 * phrase over its middle. The last column, where there is one, holds a unit for each dimension that the quantity is
 * given in: a number with another unit belongs to something else (`1` is a plain number). Edit freely.
 */
export type QuantityRow = readonly [
  name: string,
  polarity: Polarity,
  generic: boolean,
  synonyms: string,
  units?: string,
];
