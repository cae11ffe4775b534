import { type InvertedIndex, quartersOf, earnedShare, type TermVector } from '../index/inverted-index.js';
import { type TermIds } from '../index/term-ids.js';
import { type Evidence } from '../match.js';
import { backgroundShare } from '../terms/background.js';
import { type NeedProfile } from '../profile.js';
import { normalise } from '../reading/normalise.js';
import { quote, sentencesOf } from '../reading/quotation.js';
import { type WeightsTable } from '../weights.js';

/** A need as the achievement library sees it at this moment: its heaviest terms, rarity included. */
export interface NeedQuery {
  profile: NeedProfile;
  terms: readonly string[];
  ids: Int32Array;
  weights: Float64Array;
  total: number;
}

// A library of ten records knows nothing of how rare a word is, so so many texts of general Chinese stand in.
const IMAGINED_TEXTS = 2000;
const SHARE_OF_UNKNOWN = 1 / 20_000;
const SHARE_OF_PAIR = 1 / 400;

/**
 * ln(1 + (N − n + ½) / (n + ½)), Robertson's weight kept positive as in Lucene, over the library and the imagined texts
 * together.
 */
export function rarity(term: string, frequency: number, size: number): number {
  const share =
    backgroundShare(term) ?? (term.length === 2 && term > '\u3400' ? SHARE_OF_PAIR : SHARE_OF_UNKNOWN);
  const texts = size + IMAGINED_TEXTS;
  const holding = frequency + IMAGINED_TEXTS * share;
  return Math.log(1 + Math.max(0, texts - holding + 0.5) / (holding + 0.5));
}

export function askLibrary(
  profile: NeedProfile,
  termIds: TermIds,
  index: InvertedIndex,
  table: WeightsTable,
): NeedQuery {
  const ranked = profile.terms.map((term, place) => {
    const id = termIds.find(term);
    return { term, id, weight: profile.weights[place]! * rarity(term, index.frequency(id), index.size) };
  });
  ranked.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  ranked.length = Math.min(ranked.length, table.queryTerms);
  let total = 0;
  for (const { weight } of ranked) total += weight;
  return {
    profile,
    terms: ranked.map(({ term }) => term),
    ids: Int32Array.from(ranked, ({ id }) => id),
    weights: Float64Array.from(ranked, ({ weight }) => weight),
    total,
  };
}

/** Share of the need's weight that the achievement earns, stretched so that 0.5 is a good answer. */
export function textValue(query: NeedQuery, vector: TermVector, index: InvertedIndex): number {
  if (query.total === 0) return 0;
  return Math.min(1, (2 * index.scoreOf(query, vector)) / query.total);
}

export interface SharedTerm {
  term: string;
  share: number;
}

/** The terms that carried the text value, heaviest first; pairs that lie inside a longer term of the list are left out. */
export function sharedTerms(
  query: NeedQuery,
  vector: TermVector,
  index: InvertedIndex,
  most: number,
): SharedTerm[] {
  const found: SharedTerm[] = [];
  for (let i = 0; i < query.ids.length; i += 1) {
    const quarters = quartersOf(vector, query.ids[i]!);
    if (quarters === 0) continue;
    const earned = query.weights[i]! * earnedShare(quarters, vector.length, index.averageLength);
    found.push({ term: query.terms[i]!, share: Math.round((earned / query.total) * 1000) / 1000 });
  }
  found.sort((a, b) => b.share - a.share || (a.term < b.term ? -1 : 1));
  const kept: SharedTerm[] = [];
  for (const shared of found) {
    if (kept.length === most) break;
    if (!found.some(({ term }) => term.length > shared.term.length && term.includes(shared.term)))
      kept.push(shared);
  }
  return kept;
}

export function textEvidence(
  needText: string,
  achievementText: string,
  terms: readonly SharedTerm[],
): Evidence[] {
  if (terms.length === 0) return [];
  const evidence: Evidence[] = [{ type: 'terms', terms }];
  const needSentence = bestSentence(needText, terms);
  const achievementSentence = bestSentence(achievementText, terms);
  if (needSentence) evidence.push({ type: 'sentence', side: 'need', text: needSentence });
  if (achievementSentence)
    evidence.push({ type: 'sentence', side: 'achievement', text: achievementSentence });
  return evidence;
}

// Sentences of the first pages are enough to quote from.
const QUOTED_FROM = 6000;

function bestSentence(text: string, terms: readonly SharedTerm[]): string | undefined {
  const read = text.slice(0, QUOTED_FROM);
  let best: { start: number; end: number; weight: number } | undefined;
  for (const { start, end } of sentencesOf(read)) {
    const sentence = normalise(read.slice(start, end));
    let weight = 0;
    for (const { term, share } of terms) if (sentence.includes(term)) weight += share;
    if (weight > 0 && (!best || weight > best.weight)) best = { start, end, weight };
  }
  if (!best) return undefined;
  const heaviest = read.toLowerCase().indexOf(terms[0]!.term, best.start);
  const isInside = heaviest >= best.start && heaviest < best.end;
  return quote(read, best.start, best.end, isInside ? heaviest : best.start);
}
