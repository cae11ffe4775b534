import { describe, expect, it } from '@jest/globals';
import { BOUNDED_MILLISECONDS, cpuMilliseconds } from '#test/support/cpu-time.js';
import { splitSections } from './sections.js';

const read = (text: string) =>
  splitSections(text).map(({ kind, start, end }) => [kind, text.slice(start, end).trim()]);

describe('splitSections', () => {
  it('reads headings on lines of their own, with numbers and tails', () => {
    const text =
      '一、需求内容及预期目标\n研发高耐磨滚轮。\n二、现有工作基础：\n厂房两栋。\n3、项目预算\n50万元。';
    expect(read(text)).toEqual([
      ['ask', '研发高耐磨滚轮。'],
      ['basis', '厂房两栋。'],
      ['terms', '50万元。'],
    ]);
  });

  it('reads headings inside a paragraph by their colon', () => {
    expect(read('需求：降低噪声；预期目标：噪声低于60分贝。现有基础：已有样机。')).toEqual([
      ['ask', '降低噪声；'],
      ['goal', '噪声低于60分贝。'],
      ['basis', '已有样机。'],
    ]);
  });

  it('takes a text without headings as what is asked', () => {
    expect(read('我们需要一种耐高温的密封材料')).toEqual([['ask', '我们需要一种耐高温的密封材料']]);
    expect(read('')).toEqual([]);
  });

  it('does not take a word in a sentence for a heading', () => {
    expect(read('该技术要求很高，现有基础薄弱，需求很大。')).toHaveLength(1);
  });

  it('sets apart what presents the enterprise, wherever it stands', () => {
    expect(
      read('我公司成立于2003年，占地80亩。需要一种耐高温的密封材料。公司拥有专利20项，年产值3亿元。'),
    ).toEqual([
      ['basis', '我公司成立于2003年，占地80亩。'],
      ['ask', '需要一种耐高温的密封材料。'],
      ['basis', '公司拥有专利20项，年产值3亿元。'],
    ]);
    expect(read('公司的密封材料在高温下老化。').map(([kind]) => kind)).toEqual(['ask']);
    expect(read('需求内容：建设占地500平方米的试验场').map(([kind]) => kind)).toEqual(['basis']);
  });

  it('stays quick on headings by the ten thousand', () => {
    const texts = ['需求内容：'.repeat(20_000), '主要技术研究合作项目'.repeat(9_000)];
    for (const text of texts) {
      expect(cpuMilliseconds(() => splitSections(text))).toBeLessThan(BOUNDED_MILLISECONDS);
    }
  });
});
