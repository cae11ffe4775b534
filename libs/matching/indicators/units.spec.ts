import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert, parseUnit, scanUnit } from './units.js';

const near = (value: number | null, expected: number) => expect(value).toBeCloseTo(expected, 9);

describe('units', () => {
  it('reads Chinese and Latin names of one unit as the same unit', () => {
    for (const [one, other] of [
      ['克/立方厘米', 'g/cm3'],
      ['kg/m³', '千克/立方米'],
      ['次/分', '次/min'],
      ['W/(m·K)', 'w/m.k'],
      ['W·m-1·K-1', 'W/m·K'],
      ['mPa·s', 'cP'],
      ['L/(m2·h)', 'L/m2·h'],
      ['公斤标煤/吨', 'kgce/t'],
      ['分贝', 'dB(A)'],
      ['转/分', 'rpm'],
      ['J/cm²', 'J/cm2'],
    ] as const) {
      expect(convert(1, one, other)).toBeCloseTo(1, 9);
    }
  });

  it('multiplies prefixes, powers and Chinese multipliers out', () => {
    near(convert(1, 'GPa', 'MPa'), 1000);
    near(convert(1.8, '克/立方厘米', 'kg/m3'), 1800);
    near(convert(1, '万吨/年', '吨/年'), 10000);
    near(convert(3600, 'm3/h', 'm3/s'), 1);
    near(convert(1, 'kWh/t', 'kJ/kg'), 3.6);
    near(convert(1, 'hm2', '亩'), 15);
    near(convert(1, 'MPa·m1/2', 'Pa·m^0.5'), 1e6);
    near(convert(1, 'MB/s', 'Mbps'), 8);
    near(convert(5, '‰', '%'), 0.5);
    near(convert(1, '%', 'ppm'), 10000);
    near(convert(1, 'mg/kg', 'ppm'), 1);
  });

  it('keeps the zero point of temperatures out of compound units', () => {
    near(convert(25, '℃', 'K'), 298.15);
    near(convert(212, '℉', '摄氏度'), 100);
    near(convert(1, '℃/min', 'K/min'), 1);
  });

  it('does not convert between scales', () => {
    for (const [from, to] of [
      ['HRC', 'HV'],
      ['目', 'μm'],
      ['dB', 'dBm'],
      ['元', '美元'],
      ['次', '件'],
      ['百分点', '%'],
      ['vol%', '%'],
    ] as const) {
      expect(parseUnit(from)).not.toBeNull();
      expect(convert(1, from, to)).toBeNull();
    }
  });

  it('tells a power from a range and rejects what is no unit', () => {
    expect(scanUnit('cm-1，', 0)?.end).toBe(4);
    expect(scanUnit('m-5m', 0)?.end).toBe(1);
    for (const text of ['Si2Mn', 'D', 'abc', '系统', '/', '(m']) expect(parseUnit(text)).toBeNull();
  });

  it('converts there and back', () => {
    const units = [
      ['MPa', 'kPa', 'bar', 'psi', 'kgf/cm2'],
      ['mm', '微米', 'km', 'inch', '公里'],
      ['℃', 'K', '℉'],
      ['g/cm3', 'kg/m3', '克/毫升'],
      ['kWh', 'MJ', '大卡'],
      ['m3/h', 'L/min', '立方米/天'],
    ];
    const pair = fc
      .constantFrom(...units)
      .chain((family) => fc.tuple(fc.constantFrom(...family), fc.constantFrom(...family)));
    fc.assert(
      fc.property(pair, fc.double({ min: -1e6, max: 1e6, noNaN: true }), ([from, to], value) => {
        const there = convert(value, from, to);
        const back = there === null ? null : convert(there, to, from);
        expect(back).not.toBeNull();
        expect(Math.abs((back ?? NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value), 1e4));
      }),
    );
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        parseUnit(text);
        scanUnit(text, 0);
      }),
    );
  });
});
