import { describe, expect, it } from '@jest/globals';

import { parseMoney } from './money.js';

describe('parseMoney', () => {
  it.each([
    ['50', { min: 50, max: 50 }],
    ['50万元', { min: 50, max: 50 }],
    ['30-50万', { min: 30, max: 50 }],
    ['30万元～50万元', { min: 30, max: 50 }],
    ['８０ 至 １２０ 万', { min: 80, max: 120 }],
    ['0.5亿', { min: 5000, max: 5000 }],
    ['8000万-1.2亿', { min: 8000, max: 12_000 }],
    ['300,000元', { min: 30, max: 30 }],
    ['￥50万', { min: 50, max: 50 }],
    ['约35.5万元', { min: 35.5, max: 35.5 }],
    ['100万元左右', { min: 100, max: 100 }],
    ['不超过100万', { max: 100 }],
    ['100万元以内', { max: 100 }],
    ['≤80', { max: 80 }],
    ['20万以上', { min: 20 }],
    ['面议', {}],
    ['双方协商', {}],
  ])('reads %j', (text, range) => {
    expect(parseMoney(text)).toEqual(range);
  });

  it.each(['自筹', '见附件', '50-30万', '-5', '50万/年', '3个月', ''])('does not guess at %j', (text) => {
    expect(parseMoney(text)).toBeNull();
  });
});
