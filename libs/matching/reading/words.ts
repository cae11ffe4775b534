import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { type ConceptWord, findConceptWords } from '../terms/concepts.js';
import { isFunctionCharacter, isFunctionWord } from '../terms/generic.js';

let cutter: Jieba | undefined;
const jieba = (): Jieba => (cutter ??= Jieba.withDict(dict));

/**
 * `word` comes from the cutter; `latin` is a name, formula or model; `pair` two neighbouring characters and `character`
 * one, which find kin of words that no dictionary knows (椒 in 朝天椒 and 辣椒); `concept` and `broader` come from the
 * table of the domain's own terms.
 */
export const TERM_KINDS = ['word', 'latin', 'pair', 'character', 'concept', 'broader'] as const;
export type TermKind = (typeof TERM_KINDS)[number];

/**
 * What identifies a term: a word, a name or the name of a concept itself; a pair as its two character codes in one
 * number, a character as its code. Half of all terms are pairs, and numbers are found faster than strings are made.
 */
export type TermKey = string | number;

/** Told of every use of a term; `written` is the word of the text where it differs from the key (a concept's). */
export type TermVisitor = (kind: TermKind, key: TermKey, written?: string) => void;

/** How a pair or a character is written. */
export function spell(kind: TermKind, key: TermKey): string {
  if (typeof key === 'string') return key;
  return kind === 'pair' ? String.fromCharCode(key >>> 16, key & 0xffff) : String.fromCharCode(key);
}

const runs = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9\u0370-\u03ff][a-z0-9\u0370-\u03ff.+-]*/g;
const isHan = (code: number) => code >= 0x3400 && code <= 0xfaff;
const unitWords = new Set(
  (
    'mm cm dm km nm kg mg ug min ms kw mw gw kv mv ma ah mah wh kwh mpa gpa kpa pa kn kj mj hz khz mhz ghz db dba ppm ' +
    'ppb mol mmol ml rpm hrc hb hv wt vol ph m2 m3 cm2 cm3 mm2 kgce cfu'
  ).split(' '),
);
const amount = /^[0-9.+-]+([a-z]{0,4}[23]?)$/;

/** A name, formula or model (sic, al2o3, pm2.5, 60si2mn); null for plain numbers and numbers with a unit. */
function latinTerm(run: string): string | null {
  let start = 0;
  let end = run.length;
  while (start < end && '.+-'.includes(run[start]!)) start += 1;
  while (end > start && '.+-'.includes(run[end - 1]!)) end -= 1;
  const term = run.slice(start, end);
  if (term.length < 2 || term.length > 32 || unitWords.has(term)) return null;
  const unit = amount.exec(term)?.[1];
  // 3d, 5g and 4k are names; 5mm and 12 are not.
  if (unit === undefined || /^[2-5](d|g|k)$/.test(term)) return term;
  return unit === '' || unit.length === 1 || unitWords.has(unit) ? null : term;
}

// The cutter is asked once for a whole text; no word reaches across this.
const APART = '\n';

/** The words of a run of Chinese characters, as `cutTerms` finds them. */
export function wordsOf(run: string): string[] {
  return jieba().cut(run, true);
}

/**
 * Cuts normalised text into terms: words and what lies inside them in reading order, then concepts.
 * @returns the words that named the concepts.
 */
export function cutTerms(normalised: string, visit: TermVisitor): readonly ConceptWord[] {
  const boundaries = new Uint8Array(normalised.length + 1);
  const found = [...normalised.matchAll(runs)];
  const chinese = found.map(([run]) => run).filter((run) => isHan(run.charCodeAt(0)));
  const words = chinese.length > 0 ? jieba().cut(chinese.join(APART), true) : [];
  let next = 0;
  for (const { 0: run, index } of found) {
    const end = index + run.length;
    boundaries[index] = 1;
    boundaries[end] = 1;
    if (!isHan(run.charCodeAt(0))) {
      const term = latinTerm(run);
      if (term) visit('latin', term);
      continue;
    }
    if (words[next] === APART) next += 1;
    for (let at = index; at < end; next += 1) {
      const word = words[next]!;
      if (word.length > 1 && !isFunctionWord(word)) visit('word', word);
      at += word.length;
      boundaries[at] = 1;
    }
    cutCharacters(run, visit);
  }
  const naming = findConceptWords(normalised, boundaries);
  for (const { word, concepts: named } of naming) {
    for (const { name, broader } of named) {
      visit('concept', name, word);
      for (const wider of broader) visit('broader', wider, word);
    }
  }
  return naming;
}

function cutCharacters(run: string, visit: TermVisitor): void {
  let before = 0;
  for (let i = 0; i < run.length; i += 1) {
    const code = run.charCodeAt(i);
    if (isFunctionCharacter(code)) {
      before = 0;
      continue;
    }
    visit('character', code);
    if (before > 0) visit('pair', ((before << 16) | code) >>> 0);
    before = code;
  }
}
