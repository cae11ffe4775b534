import type { Polarity } from './quantity-row.js';
import { QUANTITY_ROWS } from './quantity-table.js';
import { parseUnit } from './units.js';

/** A quantity that the table knows. */
export interface Quantity {
  /** Canonical name, the table's first column. */
  name: string;
  polarity: Polarity;
  /** The name alone does not say what is measured; two of them are the same only with the same words around. */
  generic: boolean;
  /** Dimensions the quantity is given in; null where the table does not say. */
  dimensions: ReadonlySet<string> | null;
}

/** A name taken apart: the quantity it ends in, and what stands around the quantity's words. */
export interface NormalisedName {
  quantity: Quantity | null;
  /** The words beside the quantity's own: `铁` of 铁含量, `外圆表面处理层` of 外圆表面处理层硬度. */
  qualifier: string;
}

function dimensionsOf(units: string): ReadonlySet<string> {
  const dimensions = new Set<string>();
  for (const text of units.split(' ')) {
    const unit = parseUnit(text === '1' ? '' : text);
    if (!unit) throw new Error(`quantity table: no unit ${text}`);
    dimensions.add(unit.dimension);
  }
  return dimensions;
}

const bySynonym = new Map<string, Quantity>();
let longest = 0;
for (const [name, polarity, generic, synonyms, units] of QUANTITY_ROWS) {
  const quantity: Quantity = {
    name,
    polarity,
    generic,
    dimensions: units === undefined ? null : dimensionsOf(units),
  };
  for (const word of [name, ...synonyms.split(' ')]) {
    if (!word) continue;
    const folded = word.toLowerCase();
    if (!bySynonym.has(folded)) bySynonym.set(folded, quantity);
    longest = Math.max(longest, word.length);
  }
}

/** The quantity of a canonical name, as `Indicator.quantity` holds it. */
export function quantityByName(name: string | null): Quantity | null {
  return name === null ? null : (bySynonym.get(name.toLowerCase()) ?? null);
}

/**
 * Which way a quantity gets better at a value. 精度 is an error in most texts and a share of hits in some: at half and
 * more of one, more is better.
 */
export function polarityAt(
  quantity: Quantity | null,
  dimension: string,
  base: number | undefined,
): Polarity | null {
  if (!quantity) return null;
  return quantity.name === '精度' && dimension === '1' && (base ?? 0) >= 0.5 ? 'higher' : quantity.polarity;
}

/** Words behind a quantity that do not change it: 硬度指标, 精度要求, 温度值. */
const TAIL =
  /(?:指标值?|要求|参数|数值|标准|目标值?|水平|能力|性能|等级|范围|控制|情况|下限|上限|大小|程度|变化|[值率性])$/;
const CLUTTER = /[\s()（）[\]【】:：、，,。.的]/g;
/** Endings by which a noun that the table lacks still reads as something measured. */
const MEASURED =
  /(?:[率度量比值速宽高长深厚径力能耗积压温流频数距重]|系数|指数|因子|寿命|时间|周期|误差|精度|效能|效率|速率|电位|电势|强度|容量|模量|尺寸|间隙|含水|周长|行程|Ra|Rz|D50|GWP|AUC|R2|R²|COD|BOD|pH)$/;

const cache = new Map<string, NormalisedName>();
const CACHE_SIZE = 20_000;

/** The shortest ending that still names the quantity: 准确率 of 定位准确率, so that 定位 qualifies it. */
function headLength(folded: string, length: number, quantity: Quantity): number {
  for (let shorter = 2; shorter < length; shorter++) {
    if (bySynonym.get(folded.slice(folded.length - shorter)) === quantity) return shorter;
  }
  return length;
}

function find(name: string): NormalisedName {
  const folded = name.toLowerCase();
  for (let length = Math.min(longest, folded.length); length > 0; length--) {
    const quantity = bySynonym.get(folded.slice(folded.length - length));
    if (quantity && (length > 1 || folded.length === 1)) {
      return { quantity, qualifier: name.slice(0, name.length - headLength(folded, length, quantity)) };
    }
  }
  return { quantity: null, qualifier: name };
}

/**
 * Takes a quantity's name apart. The head of a Chinese noun phrase stands last, so the longest known word at the end
 * counts; words such as 指标 behind it are passed over. A name outside the table has quantity null.
 */
export function normaliseName(name: string): NormalisedName {
  const known = cache.get(name);
  if (known) return known;
  let rest = name.replace(CLUTTER, '').slice(-40);
  let found = find(rest);
  for (let steps = 0; steps < 2 && !found.quantity; steps++) {
    const shorter = rest.replace(TAIL, '');
    if (shorter === rest || !shorter) break;
    rest = shorter;
    const next = find(rest);
    if (next.quantity) found = next;
  }
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(name, found);
  return found;
}

/** The quantity a name ends in, or null. */
export function quantityOf(name: string): Quantity | null {
  return name === '' ? null : normaliseName(name).quantity;
}

/** Whether a noun phrase reads as something measured, known to the table or not. */
export function isMeasured(name: string): boolean {
  return quantityOf(name) !== null || MEASURED.test(name);
}
