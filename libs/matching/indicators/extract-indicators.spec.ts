import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BOUNDED_MILLISECONDS, cpuMilliseconds } from '#test/support/cpu-time.js';
import { extractIndicators } from './extract-indicators.js';
import type { Indicator } from './indicator.js';

const only = (text: string): Indicator => {
  const found = extractIndicators(text);
  expect(found).toHaveLength(1);
  return found[0] as Indicator;
};

describe('extractIndicators', () => {
  it('gives name, subject, comparison, value, unit and where it stands', () => {
    const text = '要求120/140粒度的抗冲击韧性≥65％，价格合理。';
    const found = only(text);
    expect(found).toMatchObject({
      name: '抗冲击韧性',
      quantity: '冲击韧性',
      kind: 'absolute',
      comparison: '>=',
      value: 65,
      unit: '%',
      dimension: '1',
      about: 'technical',
    });
    expect(found.base.value).toBeCloseTo(0.65);
    expect(found.subject).toContain('粒度');
    expect(text.slice(found.start, found.end)).toBe('抗冲击韧性≥65％');
    expect(found.sentence).toBe('要求120/140粒度的抗冲击韧性≥65％，价格合理');
  });

  it.each([
    ['寿命不低于5000小时', '>=', 5000],
    ['寿命至少5000小时', '>=', 5000],
    ['寿命5000小时以上', '>=', 5000],
    ['寿命≧5000小时', '>=', 5000],
    ['寿命>=5000小时', '>=', 5000],
    ['寿命超过5000小时', '>', 5000],
    ['寿命不超过5000小时', '<=', 5000],
    ['寿命5,000小时以内', '<=', 5000],
    ['寿命＜５０００小时', '<', 5000],
    ['寿命达到5000小时', '=', 5000],
    ['寿命：5000小时', '=', 5000],
    ['寿命约5000小时', 'about', 5000],
    ['寿命五千小时左右', 'about', 5000],
    ['寿命为5×10^3小时', '=', 5000],
    ['寿命为5e3小时', '=', 5000],
    ['寿命0.5万小时', '=', 5000],
  ])('%s', (text, comparison, value) => {
    expect(only(text)).toMatchObject({ comparison, value, unit: '小时' });
  });

  it.each([
    ['寿命10～15万次', 100000, 150000, '次'],
    ['厚度3-5mm', 3, 5, 'mm'],
    ['温度－20℃～60℃', -20, 60, '℃'],
    ['电阻在（2.4～2.9）Ω内', 2.4, 2.9, 'Ω'],
    ['厚度2±0.1mm', 1.9, 2.1, 'mm'],
    ['内孔硬度180≤HB＜240', 180, 240, 'HB'],
  ])('%s has two ends', (text, min, max, unit) => {
    const found = only(text);
    expect(found.unit).toBe(unit);
    expect(found.min).toBeCloseTo(min);
    expect(found.max).toBeCloseTo(max);
  });

  it('tells a change from a value', () => {
    expect(only('效率提高30%以上')).toMatchObject({ kind: 'relative-change', direction: 'increase' });
    expect(only('降低变速箱整体质量20%以上')).toMatchObject({
      name: '变速箱整体质量',
      direction: 'decrease',
    });
    expect(only('含水率降低至20%')).toMatchObject({ kind: 'absolute', value: 20 });
    expect(only('含水量由75%左右降至12%')).toMatchObject({ kind: 'from-to', from: 75, to: 12 });
    expect(only('产能翻两番')).toMatchObject({ kind: 'relative-change', value: 3 });
    expect(only('成本下降百分之三十')).toMatchObject({ value: 30, unit: '%', direction: 'decrease' });
    expect(only('尺寸误差±0.02mm以内')).toMatchObject({ kind: 'tolerance', value: 0.02 });
    const [value, gain] = extractIndicators('强度达到45 MPa，较现有提高20%');
    expect(value).toMatchObject({ name: '强度', value: 45 });
    expect(gain).toMatchObject({ name: '强度', kind: 'relative-change', value: 20 });
  });

  it('says what a quantity speaks of', () => {
    expect(only('项目预算300万元')).toMatchObject({ about: 'money', value: 3000000 });
    expect(only('公司现有员工260人')).toMatchObject({ about: 'company' });
    expect(only('处理成本不超过2元/吨')).toMatchObject({ about: 'technical' });
    expect(extractIndicators('员工260人，纯度≥99%', { technicalOnly: true })).toHaveLength(1);
  });

  it.each([
    '成立于2008年，2018年10月通过认证，有30多年历史',
    '专利号ZL202110099528.4，电话0371-65900000',
    '执行GB/T 4754-2017与ISO9001标准',
    '1、可靠；2. 稳定；(3)便宜',
    '采用PA66、6061-T6、Q345B、5G、3D打印、CO2、SO3',
    '120例患者，P<0.05，n=30',
    '图3-5所示，第2章，粒度100/120',
    '一种新型三元材料的二次熔炼',
    '分辨率720×576',
  ])('finds nothing in: %s', (text) => {
    expect(extractIndicators(text)).toEqual([]);
  });

  it('stops at the limit', () => {
    expect(extractIndicators('硬度≥60HRC，'.repeat(50), { limit: 7 })).toHaveLength(7);
  });
});

describe('extractIndicators on hostile text', () => {
  const pieces = [
    '1',
    '.',
    ',',
    '-',
    '~',
    '±',
    '×10',
    '^',
    '/',
    ':',
    '(',
    ')',
    '（',
    '）',
    ' ',
    '万',
    '一',
    '百分之',
    '翻',
    '由',
    '降至',
    '提高',
    '≥',
    '≤',
    '不低于',
    '强度',
    '的',
    '℃',
    'MPa',
    '%',
    'm',
    '·',
    '每分钟',
    '以上',
    '，',
    '。',
    '\n',
    'HRC',
    '😀',
    'e',
  ];

  it('never throws, and offsets stay inside the text in order', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (sample) => {
        for (const { start, end, dimension } of extractIndicators(sample)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(sample.length);
          expect(dimension).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  // A walk that is not linear takes minutes on these.
  it.each(pieces.flatMap((piece) => [piece, `5${piece}`, `${piece}5mm`]))(
    'takes 40,000 characters of %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(40_000 / piece.length));
      expect(cpuMilliseconds(() => extractIndicators(text))).toBeLessThan(BOUNDED_MILLISECONDS);
    },
  );

  it.each(['1', '一', '5)', '强度≥5MPa，', '1由1降至', 'm·'])('takes 200,000 characters of %j', (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    expect(cpuMilliseconds(() => extractIndicators(text))).toBeLessThan(BOUNDED_MILLISECONDS);
  });

  it('takes 10,000 numbers and deep brackets', () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => `强度≥${index}MPa`).join('，');
    expect(extractIndicators(numbers, { limit: 20_000 })).toHaveLength(10_000);
    expect(extractIndicators(`${'('.repeat(100_000)}5mm${')'.repeat(100_000)}`)).toEqual([]);
  });
});
