import type { NounPhrase } from './noun-phrases.js';
import { isMeasured } from './names.js';
import type { Expression } from './quantity-expressions.js';
import type { LeftWords } from './wording.js';

/** A change against something else that a number tells. */
export interface Change {
  direction: 'increase' | 'decrease';
  /** 是…的3.5倍: the value is a multiple of what it is compared with, not the gain over it. */
  multiple: boolean;
  /** The quantity that changed, where it does not stand before the number. */
  name?: string;
}

const UP = '提高|提升|增加|增长|上升|升高|扩大|延长|增强|增大|升|增|提';
const DOWN = '降低|减少|下降|缩短|减小|缩小|减轻|细化|压缩|降|减|缩';
const GROWS = new RegExp(`(?:${UP})(?:到了?|至|为|了)?`);
const SHRINKS = new RegExp(`(?:${DOWN})(?:到了?|至|为|了)?`);
const ORIGIN = /(?:由|从)[^，。；,;由从]{0,12}$/;
/** A变为B without 由: the verb follows the first number at once, the second number the verb. */
const TURNS_INTO = new RegExp(`^(?:以上|以下|左右)?(?:${UP}|${DOWN})(?:到了?|至|为)`);

/** Whether a number is the first of a change with two ends: 由75%…, 从300kg…, ±2.5mm提升到…. */
export function startsChange(text: string, floor: number, expression: Expression): boolean {
  const behind = text.slice(expression.end, expression.end + 24);
  if (TURNS_INTO.test(behind)) return true;
  if (!ORIGIN.test(text.slice(Math.max(floor, expression.start - 16), expression.start))) return false;
  const clause = behind.split(/[。；;\n]/)[0] ?? '';
  return (GROWS.test(clause) || SHRINKS.test(clause)) && /[0-9一二两三四五六七八九十百]/.test(clause);
}

/** Which way a change between two numbers goes, or null where the words between them tell none. */
export function changeBetween(text: string, end: number, start: number): 'increase' | 'decrease' | null {
  const between = text.slice(end, Math.max(end, start));
  if (between.length > 24 || /[。；;\n]/.test(between)) return null;
  if (SHRINKS.test(between)) return 'decrease';
  return GROWS.test(between) ? 'increase' : null;
}

const THAN = /(高于|低于|优于|快于|多于|少于|高出)[^，。；,;0-9]{2,12}$/;
const MULTIPLE = /(?:是|为|相当于|达到|可达|达)(?:了)?([^，。；,;]{1,20})的(?:约|近)?$/;
/** 节材30%: the verb holds its object. */
const OBJECT_OF: Readonly<Record<string, string>> = {
  节能: '能耗',
  降耗: '能耗',
  节水: '水耗',
  节电: '电耗',
  省电: '电耗',
  节材: '材料消耗',
  节油: '油耗',
  省油: '油耗',
  节煤: '煤耗',
  节药: '农药用量',
  减药: '农药用量',
  节肥: '化肥用量',
  减肥: '化肥用量',
  减排: '排放量',
  减重: '重量',
  减薄: '厚度',
  降本: '成本',
  增产: '产量',
  增收: '收入',
  增效: '效益',
  提速: '速度',
  增重: '重量',
};
const OBJECT_BEHIND = /^的([一-龥A-Za-z]{2,10})(?=[，。；,;、\s]|$)/;

/**
 * Whether a number tells a change: from the verb beside it (提高30%), before its object (降低质量20%), from a comparison
 * (高于对照30%) or as a multiple of another thing (是原来的3倍).
 */
export function changeOf(
  text: string,
  floor: number,
  expression: Expression,
  left: LeftWords,
  rightEnd: number,
  phrase: NounPhrase,
): Change | undefined {
  const dimension = expression.unit?.dimension;
  const share = dimension === '1' && expression.unitText !== '';
  if (left.change && !left.to) {
    const change: Change = { direction: left.change, multiple: false };
    if (isMeasured(phrase.name)) return change;
    const object = OBJECT_BEHIND.exec(text.slice(rightEnd, rightEnd + 13))?.[1];
    const held = OBJECT_OF[left.changeWord ?? ''];
    if (held !== undefined) change.name = held;
    else if (object) change.name = object;
    return change;
  }
  if (left.change || !dimension) return undefined;
  if (phrase.verb && !left.equals && !left.placed && !left.to && !left.comparison)
    return { direction: phrase.verb, multiple: false };
  if (!share) return undefined;
  const before = text.slice(Math.max(floor, expression.start - 32), expression.start).trimEnd();
  const than = THAN.exec(before);
  if (than) return { direction: /低|少/.test(than[1] ?? '') ? 'decrease' : 'increase', multiple: false };
  const multiple = MULTIPLE.exec(before);
  if (!multiple || expression.value === undefined) return undefined;
  // 废渣仅为容积的50% is a share of one quantity in another, 仅为原来的50% a change.
  if (
    isMeasured(multiple[1] ?? '') &&
    !/^(?:原|现有|传统|常规|普通|国外|进口|同类|以往|以前|过去)/.test(multiple[1] ?? '')
  )
    return undefined;
  const times = expression.value * (expression.unit?.factor ?? 1);
  const change: Change = { direction: times >= 1 ? 'increase' : 'decrease', multiple: true };
  const clause = before.slice(0, multiple.index);
  const name = /[^，。；,;:]*$/.exec(clause)?.[0].replace(/(?:仅|约|可|只)$/, '') ?? '';
  if (isMeasured(name)) change.name = name.slice(-14);
  else if (isMeasured(multiple[1] ?? ''))
    change.name = (multiple[1] ?? '').replace(/^(?:原来?有?|现有|传统)的?/, '').slice(-14);
  else change.name = '';
  return change;
}
