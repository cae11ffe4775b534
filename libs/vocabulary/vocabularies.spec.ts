import { describe, expect, it } from '@jest/globals';
import { isVocabularyName, vocabularies, VOCABULARY_NAMES, vocabularySources } from './vocabularies.js';

describe('vocabularies', () => {
  it.each([...VOCABULARY_NAMES])('serves %s with unique codes, parents first, and a source', (name) => {
    const seen = new Set<string>();
    for (const entry of vocabularies[name]()) {
      expect(
        Object.keys(entry).filter((key) => !['code', 'parent', 'zh', 'en', 'note'].includes(key)),
      ).toEqual([]);
      expect(entry.zh).not.toBe('');
      expect([entry.code, seen.has(entry.code)]).toEqual([entry.code, false]);
      expect([entry.code, entry.parent === undefined || seen.has(entry.parent)]).toEqual([entry.code, true]);
      seen.add(entry.code);
    }
    expect(seen.size).toBeGreaterThan(3);
    expect(vocabularySources[name].source).not.toBe('');
  });

  it('marks chains that await confirmation', () => {
    const chains = vocabularies.chains();
    expect(chains.find(({ code }) => code === 'superhard-materials')?.note).toBeUndefined();
    expect(chains.find(({ code }) => code === 'refractories')?.note).toBe('待确认');
  });

  it('hands out copies, so a caller cannot change the list', () => {
    vocabularies.levels().pop();
    expect(vocabularies.levels().map(({ zh }) => zh)).toEqual(['强相关', '较强相关', '弱相关', '无相关']);
  });

  it('knows its own names', () => {
    expect(isVocabularyName('cooperation-modes')).toBe(true);
    expect(isVocabularyName('constructor')).toBe(false);
  });
});
