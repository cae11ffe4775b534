import { type TermKey, type TermKind } from './reading/words.js';

/** A term of a need and how it is written there; of a concept, the word that named it. */
export interface WrittenTerm {
  kind: TermKind;
  key: TermKey;
  written: string;
}

/**
 * Puts terms that overlap in writing under one number: words with the concept they name, pairs and characters with the
 * longest word that holds them. Broader concepts stand alone.
 */
export function groupTerms(terms: readonly WrittenTerm[]): { groups: Uint16Array; groupCount: number } {
  const groups = new Uint16Array(terms.length);
  const claims = new Claims();
  let groupCount = 0;
  const named: { written: string; group: number }[] = [];
  for (const place of longestFirst(terms, 'concept', 'broader')) {
    const { kind, written } = terms[place]!;
    const group = groupCount;
    groupCount += 1;
    groups[place] = group;
    if (kind === 'broader') continue;
    named.push({ written, group });
    claims.claim(written, group);
  }
  for (const place of longestFirst(terms, 'word', 'latin')) {
    const { written } = terms[place]!;
    const concept = named.find((known) => known.written.includes(written) || written.includes(known.written));
    const group = concept?.group ?? groupCount;
    groupCount = Math.max(groupCount, group + 1);
    groups[place] = group;
    claims.claim(written, group);
  }
  for (const wanted of ['pair', 'character'] as const) {
    for (let place = 0; place < terms.length; place += 1) {
      const { kind, key } = terms[place]!;
      if (kind !== wanted) continue;
      const group = claims.of(key) ?? groupCount;
      groupCount = Math.max(groupCount, group + 1);
      groups[place] = group;
    }
  }
  return { groups, groupCount };
}

/** Places of the terms of two kinds. */
function longestFirst(terms: readonly WrittenTerm[], one: TermKind, other: TermKind): number[] {
  const places: number[] = [];
  for (let place = 0; place < terms.length; place += 1) {
    const { kind } = terms[place]!;
    if (kind === one || kind === other) places.push(place);
  }
  return places.sort((a, b) => terms[b]!.written.length - terms[a]!.written.length || a - b);
}

/** Which group a pair or a character belongs to: the first to claim it, concepts before words, long before short. */
class Claims {
  private readonly groups = new Map<TermKey, number>();

  claim(word: string, group: number): void {
    const { groups } = this;
    let before = 0;
    for (let i = 0; i < word.length; i += 1) {
      const code = word.charCodeAt(i);
      if (!groups.has(code)) groups.set(code, group);
      const pair = ((before << 16) | code) >>> 0;
      if (!groups.has(pair)) groups.set(pair, group);
      before = code;
    }
  }

  /** @param key of a pair or a character; see `TermKey`. */
  of(key: TermKey): number | undefined {
    return this.groups.get(key);
  }
}
