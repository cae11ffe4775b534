import { type TextRange } from '#contracts/search.js';
import { editDistance, mayHoldSlip, slipsForgiven } from '#platform/search/edit-distance.js';
import { type QueryText, type QueryWord } from '#platform/search/search.port.js';

/** Characters of an excerpt, and how many of them come before the first hit. */
const EXCERPT = 160;
const BEFORE = 40;
const CUT = '…';

const LATIN_WORD = /[a-z0-9\u0370-\u03ff][a-z0-9\u0370-\u03ff.+-]*/g;
const LATIN = /^[a-z0-9\u0370-\u03ff]/;

/** A text in the spelling that queries have, with the place in the text from which each character came. */
interface Folded {
  text: string;
  /** Null where every character has kept its place. */
  places: number[] | null;
}

/** Letters, digits, Chinese characters and common punctuation, each of which folds to one character. */
const PLAIN = /^[\u0020-\u007e\u2014\u2018-\u201d\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]*$/;

function fold(text: string): Folded {
  // Nearly every text is of these alone, and to fold it whole takes a fiftieth of the time.
  if (PLAIN.test(text)) return { text: text.normalize('NFKC').toLowerCase(), places: null };
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFKC').toLowerCase();
    folded += plain;
    for (let count = 0; count < plain.length; count += 1) places.push(at);
    at += character.length;
  }
  places.push(at);
  return { text: folded, places };
}

/** What of a query may be marked in a text. */
export interface Marks {
  /** Marked wherever they stand; Latin ones where a word begins. */
  texts: readonly string[];
  /** Latin words, marked where a word differs from them by a slip. */
  loose: readonly string[];
}

type Markable = Pick<QueryText, 'words' | 'isLoose' | 'phrases' | 'patentNumbers' | 'externalKey'>;

const RUNS = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9\u0370-\u03ff.+-]+/g;

/** The texts by which an index finds a word: of pid控制 both halves, which a text may hold apart. */
const halvesOf = (text: string): readonly string[] => text.match(RUNS) ?? [];

export function marksOf({ words, isLoose, phrases, patentNumbers, externalKey }: Markable): Marks {
  const texts = [
    ...phrases.map(({ text }) => text),
    ...words.flatMap(({ text, alternatives, parts = [] }) => [
      text,
      ...halvesOf(text),
      ...alternatives,
      ...(isLoose ? parts.map((part) => part.text) : []),
    ]),
    ...patentNumbers,
    ...(externalKey === null ? [] : [externalKey]),
  ];
  return {
    texts: [...new Set(texts.filter(Boolean))].sort((a, b) => b.length - a.length),
    loose: words.map(({ text }) => text).filter(mayHoldSlip),
  };
}

function foldedRanges({ text }: Folded, { texts, loose }: Marks): TextRange[] {
  const ranges: TextRange[] = [];
  for (const wanted of texts) {
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      const insideWord = LATIN.test(wanted) && at > 0 && LATIN.test(text.charAt(at - 1));
      if (!insideWord) ranges.push([at, at + wanted.length]);
    }
  }
  if (loose.length > 0) {
    for (const match of text.matchAll(LATIN_WORD)) {
      const near = loose.some(
        (word) => editDistance(word, match[0], slipsForgiven(word)) <= slipsForgiven(word),
      );
      if (near) ranges.push([match.index, match.index + match[0].length]);
    }
  }
  return ranges;
}

/** Ranges in order, those that touch or overlap as one. */
function merged(ranges: readonly TextRange[]): TextRange[] {
  const result: TextRange[] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** Where the marks stand in a text as it is written. */
export function highlightRanges(text: string, marks: Marks): TextRange[] {
  const folded = fold(text);
  const ranges = foldedRanges(folded, marks).map(([start, end]): TextRange => [
    folded.places?.[start] ?? start,
    folded.places?.[end] ?? end,
  ]);
  return merged(ranges);
}

/** Those of the words that a text holds neither themselves nor by another word for them nor with a slip. */
export function wordsLacking(words: readonly QueryWord[], text: string): string[] {
  const folded = fold(text);
  const says = (marks: Marks) => foldedRanges(folded, marks).length > 0;
  return words
    .filter(({ text: own, alternatives }) => {
      const loose = mayHoldSlip(own) ? [own] : [];
      return (
        !halvesOf(own).every((half) => says({ texts: [half], loose })) &&
        !says({ texts: alternatives, loose: [] })
      );
    })
    .map(({ text: own }) => own);
}

/** Where the excerpt begins: a little before the hit that has the most other hits close behind it. */
function beginOf(ranges: readonly TextRange[], length: number): number {
  if (length <= EXCERPT) return 0;
  let best = { begin: 0, hits: 0 };
  for (const [start] of ranges) {
    const begin = Math.max(0, Math.min(start - BEFORE, length - EXCERPT));
    const hits = ranges.filter((range) => range[0] >= begin && range[1] <= begin + EXCERPT).length;
    if (hits > best.hits) best = { begin, hits };
  }
  return best.begin;
}

/** A pair of surrogates is one character, and half of it is none. */
const wholeCharacter = (text: string, at: number) =>
  at > 0 && /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;

/** The part of a text around its hits, on one line, with the hits in it; its beginning where there are none. */
export function excerptOf(text: string, marks: Marks): { text: string; ranges: TextRange[] } {
  const line = text.replace(/\s+/g, ' ').trim();
  const ranges = highlightRanges(line, marks);
  const begin = wholeCharacter(line, beginOf(ranges, line.length));
  const end = wholeCharacter(line, Math.min(line.length, begin + EXCERPT));
  const [before, after] = [begin > 0 ? CUT : '', end < line.length ? CUT : ''];
  const shift = before.length - begin;
  return {
    text: before + line.slice(begin, end) + after,
    ranges: ranges
      .filter(([start, stop]) => start < end && stop > begin)
      .map(([start, stop]) => [Math.max(start, begin) + shift, Math.min(stop, end) + shift]),
  };
}
