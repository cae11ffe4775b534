import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { isFunctionWord } from '../terms/generic.js';

let cutter: Jieba | undefined;
const jieba = (): Jieba => (cutter ??= Jieba.withDict(dict));

/** `word` and `part` come from the cutter, `pair` is two neighbouring characters, `latin` a name, formula or model. */
export type TermKind = 'word' | 'part' | 'pair' | 'latin';

export interface Token {
  term: string;
  kind: TermKind;
}

const runs = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9\u0370-\u03ff][a-z0-9\u0370-\u03ff.+\-]*/g;
const isHan = (code: number) => code >= 0x3400 && code <= 0xfaff;
const unitWords = new Set(
  (
    'mm cm dm km m um nm kg mg ug t h min s ms d kw mw gw w v kv mv a ma ah mah wh kwh mpa gpa kpa pa n kn j kj mj hz ' +
    'khz mhz ghz db dba ppm ppb mol mmol l ml g k c rpm hrc hb hv wt vol ph nm/min m2 m3 cm2 cm3 mm2 kgce cfu'
  ).split(' '),
);
const amount = /^[0-9.+\-]+([a-z]{0,4}[23]?)$/;

/** A name, formula or model (sic, al2o3, pm2.5, 60si2mn); null for plain numbers and numbers with a unit. */
function latinTerm(run: string): string | null {
  const term = run.replace(/^[.+\-]+|[.+\-]+$/g, '');
  if (term.length < 2 || term.length > 32) return null;
  const unit = amount.exec(term)?.[1];
  if (unit !== undefined && (unit === '' || unitWords.has(unit))) return null;
  return unitWords.has(term) ? null : term;
}

const partsOfWord = new Map<string, readonly string[]>();

/** Dictionary words inside a longer one: 锂离子 in 锂离子电池. Kept, since the same words come again and again. */
function partsOf(word: string): readonly string[] {
  let parts = partsOfWord.get(word);
  if (!parts) {
    parts = jieba()
      .cutForSearch(word, false)
      .filter((part) => part.length > 1 && part !== word);
    if (partsOfWord.size > 50_000) partsOfWord.clear();
    partsOfWord.set(word, parts);
  }
  return parts;
}

/**
 * Cuts normalised text into terms, in reading order. Words of one character are left to the pairs; a pair that is a
 * word already is given once, as the word.
 */
export function cutTerms(normalised: string): Token[] {
  const tokens: Token[] = [];
  for (const [run] of normalised.matchAll(runs)) {
    if (!isHan(run.charCodeAt(0))) {
      const term = latinTerm(run);
      if (term) tokens.push({ term, kind: 'latin' });
      continue;
    }
    const words = jieba().cut(run, true);
    const ends = new Set<number>();
    let at = 0;
    for (const word of words) {
      if (word.length > 1 && !isFunctionWord(word)) {
        tokens.push({ term: word, kind: 'word' });
        if (word.length === 2) ends.add(at);
        else for (const part of partsOf(word)) tokens.push({ term: part, kind: 'part' });
      } else if (word.length > 1) ends.add(at);
      at += word.length;
    }
    for (let i = 0; i + 1 < run.length; i += 1) {
      if (!ends.has(i)) tokens.push({ term: run.slice(i, i + 2), kind: 'pair' });
    }
  }
  return tokens;
}
