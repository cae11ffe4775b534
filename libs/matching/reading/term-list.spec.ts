import { describe, expect, it } from '@jest/globals';
import { TermList } from './term-list.js';

describe('TermList', () => {
  it('gives back the terms in order', () => {
    const terms = [
      { kind: 'word', written: '电池' },
      { kind: 'latin', written: 'lifepo4' },
      { kind: 'character', written: '池' },
      { kind: 'concept', written: '磷酸铁锂' },
    ] as const;
    const list = new TermList(terms);
    expect(list.length).toBe(terms.length);
    expect([...list]).toEqual(terms);
    expect([...new TermList([])]).toEqual([]);
  });
});
