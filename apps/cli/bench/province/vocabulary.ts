import { dict } from '@node-rs/jieba/dict.js';

import { COMMON_WORDS } from './common-words.js';
import { type Random, randomFrom, seedOf, WeightedList } from './random.js';

/** Words by rank, each drawn as often as the word of that rank is in real texts. */
export interface Vocabulary {
  /** Most frequent first. */
  words: readonly string[];
  /** Draws by frequency. */
  all: WeightedList<string>;
  /** Draws among the commonest more evenly, as needs use words that are not quite as common among results. */
  common: WeightedList<string>;
  /** Draws by frequency among those that belong to a subject rather than to every text. */
  particular: WeightedList<string>;
  /** The same, the words of every field left out as well. */
  special: WeightedList<string>;
  /** Single characters that stand between words now and then. */
  characters: WeightedList<string>;
}

const VOCABULARY_SIZE = 110_000;
// Words up to these ranks say little of the subject.
const FIRST_PARTICULAR = 60;
const FIRST_SPECIAL = 250;

/**
 * Share of texts that hold the word of a rank; straight lines between, both axes log. Topics and repetition come on
 * top of this, so the points are set a little under those that were measured on real texts.
 */
const FREQUENCIES: readonly (readonly [rank: number, share: number])[] = [
  [1, 0.345],
  [10, 0.141],
  [100, 0.036],
  [1000, 0.005],
  [10_000, 0.00044],
  [26_000, 0.00015],
  [VOCABULARY_SIZE, 0.00002],
];

function shareOfRank(rank: number): number {
  const upper = Math.max(
    1,
    FREQUENCIES.findIndex(([point]) => point >= rank),
  );
  const [fromRank, from] = FREQUENCIES[upper - 1]!;
  const [toRank, to] = FREQUENCIES[upper]!;
  const way = Math.log(rank / fromRank) / Math.log(toRank / fromRank);
  return Math.exp(Math.log(from) + way * Math.log(to / from));
}

// A text of some sixty draws holds a word with probability 1 − e^−draws, which bends the curve at its head.
const weightOfRank = (rank: number) => -Math.log(1 - shareOfRank(rank));

const KINDS = new Set(['n', 'vn', 'v', 'a', 'an', 'b', 'nz', 'l']);
const READABLE = /^[\u4e00-\u9fa5]{1,4}$/u;
const SINGLE_CHARACTERS = 600;

interface DictionaryWord {
  word: string;
  frequency: number;
}

let readable: DictionaryWord[] | undefined;

/** The dictionary's nouns, verbs and adjectives that are not common words already. */
function readDictionary(): readonly DictionaryWord[] {
  if (readable) return readable;
  readable = [];
  const common = new Set(COMMON_WORDS);
  for (const line of new TextDecoder().decode(dict).split('\n')) {
    const [word = '', frequency = '', kind = ''] = line.split(' ');
    if (KINDS.has(kind) && READABLE.test(word) && !common.has(word)) {
      readable.push({ word, frequency: Number(frequency) });
    }
  }
  return readable;
}

/** Its words by length, frequent ones first but shuffled within reach. */
function wordsByLength(random: Random): Map<number, string[]> {
  const placed = readDictionary()
    .map(({ word, frequency }) => ({ word, place: -Math.log(frequency + 1) + 2 * random.next() }))
    .sort((a, b) => a.place - b.place || (a.word < b.word ? -1 : 1));
  const byLength = new Map<number, string[]>();
  for (const { word } of placed) {
    const list = byLength.get(word.length) ?? [];
    list.push(word);
    byLength.set(word.length, list);
  }
  return byLength;
}

/** Shares of two- and three-character words; the rare words are longer than the frequent ones. */
function lengthShares(rank: number): readonly [number, number] {
  if (rank < 3000) return [0.91, 0.055];
  return rank < 20_000 ? [0.78, 0.13] : [0.6, 0.24];
}

function makeWords(random: Random, byLength: ReadonlyMap<number, readonly string[]>): string[] {
  const taken = new Map<number, number>();
  const words = [...new Set(COMMON_WORDS)];
  while (words.length < VOCABULARY_SIZE) {
    const [two, three] = lengthShares(words.length);
    const share = random.next();
    const wanted = share < two ? 2 : share < two + three ? 3 : 4;
    const length = [wanted, 2, 3, 4].find(
      (length) => (taken.get(length) ?? 0) < (byLength.get(length)?.length ?? 0),
    );
    if (length === undefined) break;
    const place = taken.get(length) ?? 0;
    taken.set(length, place + 1);
    words.push(byLength.get(length)![place]!);
  }
  return words;
}

/** Makes the vocabulary of a seed. */
export function makeVocabulary(seed: number): Vocabulary {
  const random = randomFrom(seedOf(seed, 'vocabulary'));
  const byLength = wordsByLength(random);
  const words = makeWords(random, byLength);
  const characters = (byLength.get(1) ?? []).slice(0, SINGLE_CHARACTERS);
  const from = (first: number) =>
    new WeightedList(words.slice(first), (_word, place) => weightOfRank(first + place + 1));
  return {
    words,
    all: from(0),
    common: new WeightedList(COMMON_WORDS, (_word, rank) => 1 / (rank + 100)),
    particular: from(FIRST_PARTICULAR),
    special: from(FIRST_SPECIAL),
    characters: new WeightedList(characters, (_character, rank) => 1 / (rank + 30)),
  };
}
