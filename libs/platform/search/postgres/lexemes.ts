import { pairsOf } from '../character-pairs.js';
import { leadingWords, withParts } from '../leading-words.js';
import { type CutText, type QueryText, type QueryWord, type SearchDocument } from '../search.port.js';

/** Words of the body that take part in the ranking; the vector stays short enough to lie in its row. */
const RANKED_WORDS = 120;
/** Positions that PostgreSQL keeps for one word. */
const LAST_POSITION = 16_383;

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const RUNS = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9\u0370-\u03ff][a-z0-9\u0370-\u03ff.+-]*/g;

const quote = (lexeme: string) => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

export const patentLexeme = (number: string) => `patent:${number.toLowerCase()}`;
export const keyLexeme = (key: string) => `key:${key.toLowerCase()}`;

/** Everything by which a document can be found, without places: what the GIN index is made of. */
export function findingVector({ cut, patentNumbers, externalKey }: SearchDocument): string {
  const lexemes = new Set(
    [cut.title, cut.keywords, cut.body, cut.owner].flatMap(({ words, pairs }) => [...words, ...pairs]),
  );
  for (const number of patentNumbers) lexemes.add(patentLexeme(number));
  if (externalKey !== null) lexemes.add(keyLexeme(externalKey));
  return [...lexemes].map(quote).join(' ');
}

/** Where and how often the telling words stand: A in the title, B in the keywords, D in the body. */
export function rankingVector({ cut }: SearchDocument): string {
  const places = new Map<string, string[]>();
  let position = 0;
  const add = (words: Iterable<string>, weight: string, most: number) => {
    for (const word of words) {
      const known = places.get(word);
      if (!known && places.size >= most) continue;
      position = Math.min(position + 1, LAST_POSITION);
      if (!known) places.set(word, [`${position}${weight}`]);
      else if (known.length < 8) known.push(`${position}${weight}`);
    }
  };
  const whole = ({ words, pairs }: CutText) => [...words, ...pairs];
  add(whole(cut.title), 'A', RANKED_WORDS);
  add(whole(cut.keywords), 'B', RANKED_WORDS);
  add(cut.body.words, 'D', RANKED_WORDS);
  return [...places].map(([word, where]) => `${quote(word)}:${where.join(',')}`).join(' ');
}

/** The words and pairs of the title and of the keywords, for suggestions. */
export const titleVector = ({ cut }: SearchDocument): string =>
  [...new Set([...cut.title.words, ...cut.title.pairs])].map(quote).join(' ');

/** A text as a condition on the finding vector: every run of it, a longer Chinese run as a word or as its pairs. */
function textQuery(text: string, open: boolean): string {
  const runs = text.match(RUNS) ?? [];
  const parts = runs.map((run, index) => {
    const last = open && index === runs.length - 1;
    if (!HAN.test(run)) return last ? `${quote(run)}:*` : quote(run);
    // One character is no lexeme, and every pair that begins with it is.
    if (run.length === 1) return `${quote(run)}:*`;
    if (run.length === 2) return quote(run);
    return `(${quote(run)} | (${pairsOf(run).map(quote).join(' & ')}))`;
  });
  return parts.length > 0 ? `(${parts.join(' & ')})` : '';
}

/** One finished word as a condition on the finding vector; empty where it has nothing to find. */
export const wordQuery = (word: string): string => textQuery(word, false);

const ownText = ({ text, after = '' }: QueryWord) => after + text;

const anyOf = (word: QueryWord) =>
  [textQuery(ownText(word), word.open), ...word.alternatives.map((other) => textQuery(other, false))].filter(
    Boolean,
  );

const allOf = (words: readonly QueryWord[]) =>
  words.map((word) => `(${anyOf(word).join(' | ')})`).filter((part) => part !== '()');

/** What must be found of the words: all of them, or one of those that are enough. */
function wantedWords({ words, isLoose }: QueryText): string[] {
  if (!isLoose) return allOf(words);
  const some = allOf(leadingWords(words).flatMap(withParts));
  return some.length > 0 ? [`(${some.join(' | ')})`] : [];
}

/** The whole query as a condition on the finding vector, or null where it names no word at all. */
export function findingQuery(text: QueryText): string | null {
  const words = wantedWords(text);
  const phrases = text.phrases.flatMap((phrase) => phrase.words.map((word) => textQuery(word, false)));
  const wanted = [...words, ...phrases.filter(Boolean)];
  const excluded = text.excluded.filter(isWord).map((word) => `!${quote(word)}`);
  const patents = text.patentNumbers.map((number) => quote(patentLexeme(number)));
  const found = [
    ...(wanted.length > 0 ? [wanted.join(' & ')] : []),
    ...(text.externalKey !== null ? [quote(keyLexeme(text.externalKey))] : []),
  ];
  const parts = [
    ...(found.length > 0 ? [found.map((part) => `(${part})`).join(' | ')] : []),
    ...(patents.length > 0 ? [patents.join(' | ')] : []),
    ...excluded,
  ];
  return parts.length > 0 ? parts.map((part) => `(${part})`).join(' & ') : null;
}

/** What another word for the same thing counts: in a title still less than the word itself in the text. */
const ALTERNATIVE_SHARE = 0.08;

/**
 * What one word adds to the rank: the word and, where it is long, its pairs, and a little for other words for it. A
 * half-typed Latin word counts by what it begins; Chinese that goes on, 控制器 after 控制, is another word.
 */
export function rankingTerms(word: QueryWord): { query: string; weight: number }[] {
  const lexemes = (text: string) =>
    (text.match(RUNS) ?? []).flatMap((run) =>
      HAN.test(run) && run.length > 2 ? [run, ...pairsOf(run)] : [run],
    );
  const begins = (lexeme: string) => (HAN.test(lexeme) ? lexeme.length === 1 : word.open);
  const runs = (ownText(word).match(RUNS) ?? []).map((run) =>
    lexemes(run).map((lexeme) => quote(lexeme) + (begins(lexeme) ? ':*' : '')),
  );
  const other = word.alternatives.flatMap(lexemes).map(quote);
  return [
    // Of PID控制 neither half says it alone.
    { query: runs.map((run) => `(${run.join(' | ')})`).join(' & '), weight: word.weight },
    { query: other.join(' | '), weight: word.weight * ALTERNATIVE_SHARE },
  ].filter(({ query }) => query !== '');
}

/** Whether a word, or another word for it, is there at all. */
export const presenceQuery = (word: QueryWord): string => anyOf(word).join(' | ');

/** Whether the finding vector knows the text as one lexeme, so that its absence there is its absence in the text. */
export const isWord = (text: string) =>
  HAN.test(text) ? text.length === 2 : /^[a-z0-9\u0370-\u03ff.+-]{2,32}$/.test(text);

/** The beginning of a word goes on what stands before it, or begins a word elsewhere in the title. */
const typedQuery = ({ text, after, open }: QueryWord) =>
  after ? `(${textQuery(after + text, open)} | ${textQuery(text, open)})` : textQuery(text, open);

/**
 * The pairs by which every title is found that holds the query as it was written; null where the index of titles may miss
 * one, as it does with part of a Latin word, or where the query says more than that.
 */
export function titlePairs(query: QueryText): string | null {
  const { asWritten, isLoose, phrases, excluded, patentNumbers } = query;
  const runs = asWritten.match(RUNS) ?? [];
  const isPaired = runs.length > 0 && runs.every((run) => HAN.test(run) && run.length > 1);
  const isAll = !isLoose && phrases.length + excluded.length + patentNumbers.length === 0;
  return isPaired && isAll ? [...new Set(runs.flatMap(pairsOf))].map(quote).join(' & ') : null;
}

/** A half-typed title: everything typed, the end of it open. */
export const suggestionQuery = ({ words, phrases }: QueryText): string =>
  [...words.map(typedQuery), ...phrases.map(({ text }) => textQuery(text, false))]
    .filter(Boolean)
    .join(' & ');
