import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf, highlightRanges, marksOf, wordsLacking } from './highlights.js';
import { parseQuery } from './parse-query.js';

const marked = (text: string, q: string) =>
  highlightRanges(text, marksOf(parseQuery(q))).map(([start, end]) => text.slice(start, end));

describe('highlights', () => {
  it.each([
    ['高韧性立方氮化硼单晶', '立方氮化硼', ['立方氮化硼']],
    ['触媒与触媒', '触媒', ['触媒', '触媒']],
    ['高温高压合成', '"高温高压合成"', ['高温高压合成']],
    ['ＣＢＮ磨料', 'cbn', ['ＣＢＮ']],
    ['Lithium-ion and lithium', 'lithium', ['Lithium', 'lithium']],
    ['silicon', 'on', []],
    ['phosphate', 'phospate', ['phosphate']],
    ['CBN 磨料', '立方氮化硼', ['CBN']],
    ['模糊 PID 在窑温控制中', 'pid控制 ', ['PID', '控制']],
    ['一项成果', '豆腐', []],
  ])('marks in %j for %j', (text, q, expected) => {
    expect(marked(text, q)).toEqual(expected);
  });

  it('marks places of the text as it is, in order and apart', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.constantFrom('触媒', 'cbn', 'a', '硼', '"a b"'),
        (noise, q) => {
          const text = `${noise}ＣＢＮ触媒${noise}`;
          let last = -1;
          for (const [start, end] of highlightRanges(text, marksOf(parseQuery(q)))) {
            expect(start).toBeGreaterThan(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            last = end;
          }
        },
      ),
    );
  });
});

describe('words that a text lacks', () => {
  it.each([
    ['CBN 磨料', '立方氮化硼 豆腐', ['豆腐']],
    ['氦气轮机的控制', 'pid控制 ', ['pid控制']],
    ['模糊 PID 在窑温控制中', 'pid控制 ', []],
    ['lithium phosphate', 'phospate', []],
  ])('are told of %j for %j', (text, q, expected) => {
    expect(wordsLacking(parseQuery(q).words, text)).toEqual(expected);
  });

  it('are marked by a part of them where the query is loose', () => {
    const text = parseQuery('废旧锂电池');
    const marks = (isLoose: boolean) => highlightRanges('一种锂电池', marksOf({ ...text, isLoose }));
    expect([marks(false), marks(true)]).toEqual([[], [[2, 5]]]);
  });
});

describe('excerpts', () => {
  const filler = '这是一段没有什么可说的文字，'.repeat(30);

  it('are the text itself where it is short', () => {
    expect(excerptOf('自制触媒\n并优化', marksOf(parseQuery('触媒')))).toEqual({
      text: '自制触媒 并优化',
      ranges: [[2, 4]],
    });
  });

  it('lie around the place with the most hits', () => {
    const text = `触媒${filler}自制触媒用于单晶合成${filler}`;
    const excerpt = excerptOf(text, marksOf(parseQuery('触媒 单晶')));
    expect(excerpt.text).toContain('自制触媒用于单晶合成');
    expect(excerpt.text.startsWith('…')).toBe(true);
    expect(excerpt.text.endsWith('…')).toBe(true);
    expect(excerpt.ranges.map(([start, end]) => excerpt.text.slice(start, end))).toEqual(['触媒', '单晶']);
  });

  it('are the beginning where nothing is hit', () => {
    expect(excerptOf(filler, marksOf(parseQuery('豆腐'))).text).toBe(`${filler.slice(0, 160)}…`);
  });
});
