import { describe, expect, it } from '@jest/globals';

import { percentile } from '../measurement.js';
import { tokensOf, wholeText } from '../peers/tokens.js';
import { Province } from './province.js';

const province = new Province();
const again = new Province();
const achievements = [...province.achievements(600)];
const needs = [...province.needs(600)];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const distinctTerms = (record: Parameters<typeof wholeText>[0]) => new Set(tokensOf(wholeText(record))).size;

describe('Province', () => {
  it('makes the same records of the same seed, and others of another', () => {
    expect([...again.achievements(40)]).toEqual(achievements.slice(0, 40));
    expect([...again.needs(40)]).toEqual(needs.slice(0, 40));
    expect(new Province(7).achievement(0)).not.toEqual(achievements[0]);
  });

  it('makes a record without those before it, so that a small library begins a large one', () => {
    expect([...again.achievements(5, 300)]).toEqual(achievements.slice(300, 305));
    expect(again.need(599)).toEqual(needs[599]);
  });

  it('makes as many as are asked for, each under an id of its own', () => {
    expect(new Set(achievements.map(({ id }) => id)).size).toBe(600);
    expect(new Set(needs.map(({ id }) => id)).size).toBe(600);
    expect(achievements.every(({ title }) => title.length > 0)).toBe(true);
  });

  // Bounds are a good tenth around what was measured on real texts (docs/benchmark.md).
  it('keeps the lengths and the number of terms of real texts', () => {
    const lengths = (records: readonly { text?: string }[]) => records.map(({ text = '' }) => text.length);
    expect(percentile(lengths(achievements), 0.5)).toBeGreaterThan(175);
    expect(percentile(lengths(achievements), 0.5)).toBeLessThan(235);
    expect(percentile(lengths(needs), 0.5)).toBeGreaterThan(185);
    expect(percentile(lengths(needs), 0.5)).toBeLessThan(265);
    expect(mean(achievements.map(distinctTerms))).toBeGreaterThan(145);
    expect(mean(achievements.map(distinctTerms))).toBeLessThan(195);
    expect(mean(needs.map(distinctTerms))).toBeGreaterThan(215);
    expect(mean(needs.map(distinctTerms))).toBeLessThan(290);
  });

  it('gives every factor something to compare on a share of the records', () => {
    const shareOf = (test: (record: (typeof achievements)[number]) => boolean) =>
      achievements.filter(test).length / achievements.length;
    for (const share of [
      shareOf(({ trl }) => trl !== undefined),
      shareOf(({ price }) => price !== undefined),
      shareOf(({ keywords }) => keywords !== undefined),
      shareOf(({ regionCode }) => regionCode !== undefined),
      shareOf(({ chainCodes }) => chainCodes !== undefined),
      shareOf(({ cooperationModes }) => cooperationModes !== undefined),
      shareOf(({ patentNumbers }) => patentNumbers !== undefined),
    ]) {
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.95);
    }
    const text = needs.map((need) => need.text).join('\n');
    expect(text).toMatch(/预期目标：\n/);
    expect(text).toMatch(/(≥|不低于)\d/);
  });
});
