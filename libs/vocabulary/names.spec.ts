import { describe, expect, it } from '@jest/globals';

import { findIndustryWord, findRegionWord, findSubject } from './names.js';

describe('findSubject', () => {
  it.each([
    ['4', { fieldCodes: ['4'] }],
    ['4.2', { fieldCodes: ['4.2'] }],
    ['新材料', { fieldCodes: ['4'] }],
    ['430', { disciplineCodes: ['430'] }],
    ['材料科学', { disciplineCodes: ['430'] }],
    ['超硬材料产业链', { chainCodes: ['superhard-materials'] }],
    ['兵器科学与技术', null],
  ])('finds %j', (text, codes) => {
    expect(findSubject(text)).toEqual(codes);
  });
});

describe('findIndustryWord', () => {
  it.each([
    ['C30', { industryCodes: ['C30'] }],
    ['30', { industryCodes: ['C30'] }],
    ['非金属矿物制品业', { industryCodes: ['C30'] }],
    ['汽车制造', { industryCodes: ['C36'] }],
    ['预制菜', { chainCodes: ['prepared-dishes'] }],
    ['各行各业', null],
  ])('finds %j', (text, codes) => {
    expect(findIndustryWord(text)).toEqual(codes);
  });
});

describe('findRegionWord', () => {
  it.each([
    ['410105', '410105'],
    ['110108', '110000'],
    ['河南省郑州市金水区文化路97号', '410105'],
    ['郑州金水区', '410105'],
    ['郑州', '410100'],
    ['河南', '410000'],
    ['兰考县', '410225'],
    ['河南省兰考', '410225'],
    ['新乡县', '410721'],
    ['新乡市新乡县', '410721'],
    ['济源', '419001'],
    ['内蒙古', '150000'],
    ['江苏省南京市鼓楼区', '320000'],
    ['南京市鼓楼区', null],
    ['全国', null],
  ])('finds %j', (text, code) => {
    expect(findRegionWord(text)).toBe(code);
  });
});
