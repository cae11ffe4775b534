import { type VocabularyEntry } from './entries.js';
import { compact } from './text.js';

export type Trl = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * Technology readiness levels. The Chinese is the wording of 《装备预先研究技术成熟度评价标准》, of which levels 1 to 4 were
 * seen in print and 5 to 9 await a check; the English is the wording in common use.
 */
export const TRLS = [
  { code: '1', trl: 1, zh: '基本原理清晰', en: 'Basic principles observed' },
  { code: '2', trl: 2, zh: '技术概念和应用设想明确', en: 'Technology concept formulated' },
  { code: '3', trl: 3, zh: '技术概念和应用设想通过可行性论证', en: 'Experimental proof of concept' },
  { code: '4', trl: 4, zh: '以部件/功能模块为载体通过实验室环境验证', en: 'Validated in laboratory' },
  {
    code: '5',
    trl: 5,
    zh: '以部件/功能模块为载体通过模拟使用环境验证',
    en: 'Validated in relevant environment',
  },
  {
    code: '6',
    trl: 6,
    zh: '以演示样机为载体通过模拟使用环境验证',
    en: 'Prototype demonstrated in relevant environment',
  },
  {
    code: '7',
    trl: 7,
    zh: '以工程样机为载体通过典型使用环境验证',
    en: 'Prototype demonstrated in operational environment',
  },
  { code: '8', trl: 8, zh: '以生产样机为载体通过使用环境验证和试用', en: 'System complete and qualified' },
  { code: '9', trl: 9, zh: '以产品为载体通过实际应用', en: 'Proven in operation' },
] as const satisfies readonly (VocabularyEntry & { trl: Trl })[];

/** A plain stage name from a form, with the readiness levels it spans. */
export interface MaturityStage {
  code: string;
  zh: string;
  en: string;
  from: Trl;
  to: Trl;
}

/** The five stages (成果成熟度) that achievement markets ask for; the ranges are our own proposal. */
export const READINESS_STAGES: readonly MaturityStage[] = [
  { code: 'in_research', zh: '正在研发', en: 'In research', from: 1, to: 3 },
  { code: 'sample', zh: '已有样品', en: 'Sample made', from: 4, to: 5 },
  { code: 'small_test', zh: '通过小试', en: 'Passed small test', from: 5, to: 6 },
  { code: 'pilot', zh: '通过中试', en: 'Passed pilot test', from: 7, to: 7 },
  { code: 'mass_production', zh: '可以量产', en: 'Ready for mass production', from: 8, to: 9 },
];

/** The three stages (所处阶段) of the achievement registration form; the ranges are our own proposal. */
export const REGISTRATION_STAGES: readonly MaturityStage[] = [
  { code: 'early', zh: '初期阶段', en: 'Early stage: laboratory, small test', from: 1, to: 5 },
  { code: 'middle', zh: '中期阶段', en: 'Middle stage: pilot, before production', from: 6, to: 7 },
  { code: 'mature', zh: '成熟应用阶段', en: 'Mature application', from: 8, to: 9 },
];

/** A level read from words, and the words it was read from, so that a reason can quote them. */
export interface Maturity {
  trl: Trl;
  from: string;
}

const numerals = '一二三四五六七八九';
// Digits after the level would make it 10 or more, a decimal point would make it no level at all.
const level = `([1-9${numerals}])(?!\\.?\\d)`;
const writtenLevels: readonly RegExp[] = [
  new RegExp(`(?:trl|技术就绪度|技术成熟度|成熟度)(?:等级|级别|水平)?[:=≥>为第-]*${level}级?`, 'i'),
  new RegExp(`^第?${level}级?$`),
];

// Highest first: a cell that names several stages has passed the earlier ones. Words before a stage that say it is
// still to come, or hopes set on it after, do not count.
const ahead = '(?<!未|没有|不能|无法|拟|待|准备|计划|未进行|未通过|未完成|未实现)';
const hoped = '(?!前|潜力|价值|需求)';
const writtenStages: readonly (readonly [RegExp, Trl])[] = [
  [new RegExp(`${ahead}(?:推广应用|规模化应用|商业化)${hoped}`), 9],
  [new RegExp(`${ahead}(?:成熟应用|产业化|量产|批量生产|规模化生产|批产)${hoped}`), 8],
  [new RegExp(`${ahead}(?:中试|工程样机)${hoped}`), 7],
  [/中期阶段/, 6],
  [new RegExp(`${ahead}(?:小试|样机)${hoped}`), 5],
  [new RegExp(`${ahead}(?:样品|原型|实验室)${hoped}`), 4],
  [/初期阶段/, 3],
  [/在研|研发中|正在研|研发阶段|研究阶段|研制阶段/, 2],
];

const asTrl = (digit: string) =>
  (numerals.includes(digit) ? numerals.indexOf(digit) + 1 : Number(digit)) as Trl;

/**
 * Reads a short field, not running text: "TRL 6", "TRL6级", "6级", "六级", "6", a stage of either list, or words like
 * 小试, 中试, 已产业化. A level stated as a number beats a stage; a range ("TRL 4-5") gives its lower end, a stage the
 * middle of its range rounded down. Null when nothing is recognised or the number is not 1 to 9.
 */
export function parseMaturity(text: string): Maturity | null {
  const written = compact(text);
  for (const pattern of writtenLevels) {
    const found = pattern.exec(written);
    if (found?.[1]) return { trl: asTrl(found[1]), from: found[0] };
  }
  for (const [pattern, trl] of writtenStages) {
    const found = pattern.exec(written);
    if (found) return { trl, from: found[0] };
  }
  return null;
}
