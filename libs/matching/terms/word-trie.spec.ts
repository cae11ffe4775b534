import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WordTrie } from './word-trie.js';

function numberOf(trie: WordTrie, word: string): number {
  let node = WordTrie.ROOT;
  for (let i = 0; i < word.length; i += 1) node = trie.next(node, word.charCodeAt(i));
  return trie.wordAt(node);
}

describe('WordTrie', () => {
  const word = fc.stringMatching(/^[abc池电\uffff]{1,6}$/);

  it('knows the words that were planted by their numbers, and no others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 2000 }), fc.array(word), (words, others) => {
        const trie = new WordTrie();
        words.forEach((planted, number) => trie.plant(planted, number));
        for (const asked of [...words, ...others]) expect(numberOf(trie, asked)).toBe(words.indexOf(asked));
        for (const { length, 0: first } of words)
          expect(length > 0 && trie.isFirst(first!.charCodeAt(0))).toBe(true);
      }),
    );
  });
});
