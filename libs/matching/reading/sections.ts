import { isAboutEnterprise } from './enterprise.js';

/** What a stretch of a need speaks of. `basis` is what the enterprise has or is, `terms` money, dates and rights. */
export type SectionKind = 'ask' | 'goal' | 'background' | 'basis' | 'terms';

export interface Section {
  kind: SectionKind;
  /** Offsets into the text that was read, heading left out. */
  start: number;
  end: number;
}

const headings: readonly (readonly [SectionKind, string])[] = [
  [
    'basis',
    '(?:现有|已有|目前|前期|科研|研究|实验|工作|技术|现在)*(?:的)?(?:工作|研究|实验|科研|技术)?基础(?:条件|及投入资金)?|现有工作内容|想有工作基础' +
      '|(?:企业|公司|单位)(?:技术)?(?:简介|概况|背景|介绍|情况)|支撑平台|数据条件|软硬件情况|工作进展|研究进展|科研团队|已开展的工作|开展工作|目前研究进展',
  ],
  [
    'terms',
    '(?:资金|项目|经费|研发)?(?:总)?(?:预算|经费|投入)|(?:项目|资金)(?:预算|来源)(?:金额)?|已投入资金|合作(?:方案|方式)(?:及方式)?|进度安排|阶段目标' +
      '|知识产权归属|(?:社会|经济)效益|产业化前景|市场前景|预期成果|目标成果',
  ],
  [
    'goal',
    '(?:项目)?(?:预期|总体|研究|技术|主要|具体|实施|产品|要求达到的|希望达到的|阶段)*目标(?:成果)?|达到(?:的)?(?:目标|目的)|(?:主要)?(?:技术|考核|经济|质量|性能|技术经济)指标' +
      '|(?:技术|质量|指标|性能|功能)要求|指标要求|要求|预期(?:效果|结果)|建成后的预期效果|预期要达到的技术经济指标|技术参数|研究目的',
  ],
  [
    'background',
    '(?:项目|企业|技术)?背景|概述|(?:国内|国内外|行业|技术)?(?:发展)?现状|(?:国内外)?发展(?:现状|趋势|概况)|存在(?:的)?问题|公司现状(?:及存在问题)?|(?:目的|研究)?(?:的)?意义',
  ],
  [
    'ask',
    '(?:技术|项目|主要|征集|具体|研究|合作)*(?:需求|研究|研发|开发|主要|项目)(?:的)?(?:内容|情况|方向|说明)|需求|(?:技术)?难[题点]|(?:面临|拟解决|需要解决|希望解决|要解决)的?(?:重点|核心|关键|技术)*(?:难题|问题)?' +
      '|(?:关键|核心|拟解决)?技术(?:问题|难题|难点|需求|关键|内容)|问题|解决(?:的)?(?:技术)?(?:难题|问题|方向)|预计解决的方向|创新点|(?:主要)?(?:研究)?内容|主要功能',
  ],
];

// A heading stands at the start of a line or after a full stop, may be numbered, may carry a tail such as 及预期目标 or a
// remark in brackets, and ends with a colon or with its line.
const numbering = '(?:[(（]?[一二三四五六七八九十\\d]{1,2}[)）]?[、.．)）:：,]?\\s*|[①-⑩]\\s*)?';
const tail = '(?:(?:及|与|和|、|或|、方式)[^:：\\n。；;,，]{1,14})?(?:[(（][^()（）\\n]{0,20}[)）])?';
const patterns = headings.map(
  ([kind, words]) =>
    [
      kind,
      new RegExp(
        `(?<=^|\\n|[。；;!！]|\\n[ \\t\\u3000"“]{1,20})[ \\t\\u3000"“]{0,20}${numbering}(?:${words})${tail}\\s*(?:[:：]|(?=\\n|$))`,
        'g',
      ),
    ] as const,
);

/**
 * Splits a text at its headings. What stands before the first heading, or in a text without any, is `ask`; sentences of
 * any section that only present the enterprise are `basis`.
 */
export function splitSections(text: string): Section[] {
  return atHeadings(text).flatMap((section) => withoutEnterprise(text, section));
}

const sentences = /[^。；;!！?？\n]+[。；;!！?？\n]*/g;

function withoutEnterprise(text: string, section: Section): Section[] {
  if (section.kind === 'basis' || section.kind === 'terms') return [section];
  const parts: Section[] = [];
  let last: Section | undefined;
  for (const { 0: sentence, index } of text.slice(section.start, section.end).matchAll(sentences)) {
    const kind = isAboutEnterprise(sentence) ? 'basis' : section.kind;
    const start = section.start + index;
    const end = start + sentence.length;
    if (last?.kind === kind) last.end = end;
    else parts.push((last = { kind, start, end }));
  }
  return parts;
}

function atHeadings(text: string): Section[] {
  const marks: { kind: SectionKind; from: number; to: number }[] = [];
  for (const [kind, pattern] of patterns) {
    for (const found of text.matchAll(pattern)) {
      marks.push({ kind, from: found.index, to: found.index + found[0].length });
    }
  }
  // Of two kinds that read the same heading the longer reading is right, and `patterns` puts the particular first.
  marks.sort((a, b) => a.from - b.from || b.to - a.to);
  const sections: Section[] = [];
  let kind: SectionKind = 'ask';
  let start = 0;
  for (const mark of marks) {
    if (mark.from < start) continue;
    if (mark.from > start) sections.push({ kind, start, end: mark.from });
    ({ kind, to: start } = mark);
  }
  if (start < text.length) sections.push({ kind, start, end: text.length });
  return sections;
}
