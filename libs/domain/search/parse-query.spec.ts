import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEmptyQuery, parseQuery, relaxations } from './parse-query.js';

const wordsOf = (q: string) => parseQuery(q).words.map(({ text }) => text);

describe('reading a query', () => {
  it.each([
    ['one word', '触媒', ['触媒']],
    ['words with spaces between them', '触媒 单晶', ['触媒', '单晶']],
    ['a full-width space and capitals', 'CBN　单晶', ['cbn', '单晶']],
    ['a term of the domain whole', '立方氮化硼', ['立方氮化硼']],
    ['words that say nothing', '触媒 的 和', ['触媒']],
    ['a word twice', '触媒 触媒', ['触媒']],
    ['a name with a hyphen', 'lithium-ion', ['lithium-ion']],
    ['nothing', '  ', []],
    ['joins of words for nothing', 'separator of the battery ', ['separator', 'battery']],
    ['a join that may go on', 'separator of', ['separator', 'of']],
    ['what no word is made of, where it is all there is', 'C++ ', ['c++']],
    ['no such thing beside a word', 'c++ 触媒', ['触媒']],
    ['signs for nothing', '😀 !&|', []],
  ])('takes %s', (_, q, expected) => {
    expect(wordsOf(q)).toEqual(expected);
  });

  it('keeps a last word open while somebody may be typing it', () => {
    const openOf = (q: string) => parseQuery(q).words.map(({ open }) => open);
    expect(openOf('ceramic separ')).toEqual([false, true]);
    expect(openOf('ceramic separator ')).toEqual([false, false]);
  });

  it('takes what is left of a Chinese word for its beginning', () => {
    expect(parseQuery('氮化硼单').words.at(-1)).toMatchObject({ text: '单', after: '硼', open: true });
  });

  it('asks for a term that begins in Latin letters once, and not for its Chinese half as well', () => {
    expect(wordsOf('pid控制 ')).toEqual(['pid控制']);
    expect(wordsOf('高光效led光源')).toEqual(['光效', 'led光源']);
  });

  it('knows the telling words inside a compound', () => {
    const [word] = parseQuery('废旧锂电池').words;
    expect(word).toMatchObject({ text: '废旧锂电池', parts: [{ text: '废旧' }, { text: '锂电池' }] });
    expect(parseQuery('表面处理').words).toMatchObject([{ parts: [] }]);
    expect(parseQuery('触媒').words).toMatchObject([{ parts: [] }]);
  });

  it('asks for at most ten words, the most telling ones', () => {
    const written = '研究 技术 系统 触媒 单晶 韧性 堆积 密度 凝固 豆腐 磨料 砂轮 刀具 涂层 轧辊 立方氮化硼';
    const { words, whole } = parseQuery(written);
    expect(words).toHaveLength(10);
    expect(whole).toBe(false);
    expect(words.map(({ text }) => text)).not.toContain('系统');
  });

  it.each([
    ['"高温 高压"', ['高温 高压'], []],
    ['“高温高压”', ['高温高压'], []],
    ['-"高温高压"', [], ['高温高压']],
    ['"还没有打完', ['还没有打完'], []],
    ['-豆腐', [], ['豆腐']],
    ['""', [], []],
    ['-40℃', [], []],
  ])('finds phrases and exclusions in %s', (q, phrases, excluded) => {
    const query = parseQuery(q);
    expect(query.phrases.map(({ text }) => text)).toEqual(phrases);
    expect(query.excluded).toEqual(excluded);
  });

  it.each([
    ['ZL202211250898.9', ['202211250898.9']],
    ['ZL 2022 1 1250898.9', ['202211250898.9']],
    ['CN116789012A', ['CN116789012A']],
    ['CBN 202211250898.9', ['202211250898.9']],
    ['20231101', []],
  ])('knows the patent number in %s', (q, numbers) => {
    expect(parseQuery(q).patentNumbers).toEqual(numbers);
  });

  it.each([
    ['HN-2026-017', 'hn-2026-017'],
    ['20260017', '20260017'],
    ['触媒', null],
    ['"HN-1"', null],
  ])('takes %s for the external key %s', (q, key) => {
    expect(parseQuery(q).externalKey).toBe(key);
  });

  it('finds a concept by its other names, and those by the concept', () => {
    const othersOf = (q: string) => parseQuery(q).words.flatMap(({ alternatives }) => alternatives);
    expect(othersOf('cbn')).toContain('立方氮化硼');
    expect(othersOf('立方氮化硼')).toContain('cbn');
  });

  it('takes whatever is typed, and never asks for more than ten words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (q) => {
        expect(parseQuery(q).words.length).toBeLessThanOrEqual(10);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', '-', '“', '触媒', 'cbn', ' ', '硼', '202211250898.9', '(', '*')),
        (parts) => {
          expect(parseQuery(parts.join('')).words.length).toBeLessThanOrEqual(10);
        },
      ),
    );
  });
});

describe('asking for less', () => {
  it('gives up general words first, and then takes one of the leading words for enough', () => {
    const steps = relaxations(parseQuery('高韧性立方氮化硼CBN单晶的研制及其产业化'), false);
    const texts = steps.map(({ words }) => words.map(({ text }) => text));
    expect(steps.map(({ isLoose }) => isLoose ?? false)).toEqual([false, false, true]);
    expect(texts[0]).toContain('研制');
    for (const words of texts.slice(1)) expect(words).not.toContain('研制');
    expect(steps.slice(1).every(({ whole }) => !whole)).toBe(true);
  });

  it('has nothing to give up of one word, and never a phrase', () => {
    expect(relaxations(parseQuery('触媒'), false)).toHaveLength(1);
    expect(relaxations(parseQuery('废旧锂电池'), false)).toMatchObject([{}, { isLoose: true }]);
    for (const step of relaxations(parseQuery('触媒 单晶 "高温高压" -豆腐'), false)) {
      expect(step.phrases).toHaveLength(1);
      expect(step.excluded).toEqual(['豆腐']);
    }
  });

  it('tries the same words apart where the engine cuts texts itself', () => {
    const [whole, apart] = relaxations(parseQuery('触媒 单晶'), true);
    expect(apart?.words).toEqual(whole?.words);
    expect([whole?.whole, apart?.whole]).toEqual([true, false]);
    expect(relaxations(parseQuery('触媒'), true)).toHaveLength(1);
  });

  it('knows a query that only takes away', () => {
    expect(isEmptyQuery(parseQuery('-豆腐'))).toBe(true);
    expect(isEmptyQuery(parseQuery('豆腐'))).toBe(false);
  });
});
