import { type NeedQuery } from './factors/need-query.js';
import { sideFactors, type Reading } from './factors/side-factors.js';
import { QuotedText, sharedTerms, textEvidence } from './factors/text-evidence.js';
import { type InvertedIndex } from './index/inverted-index.js';
import { type Candidate } from './library/achievement-library.js';
import { FACTOR_NAMES, type Factor, type MatchLevel, type ScoredMatch } from './match.js';
import { type Opinion } from './models/opinion.js';
import { type WeightsTable } from './weights.js';

const MOST_TERMS_SHOWN = 12;

/** A need with what the explanations of all its matches have in common. */
export class ExplainedNeed {
  readonly readable: Uint8Array;
  private quoted: QuotedText | undefined;

  constructor(readonly query: NeedQuery) {
    this.readable = new Uint8Array(query.profile.written.length);
  }

  get text(): QuotedText {
    return (this.quoted ??= new QuotedText(textOf(this.query.profile.record)));
  }
}

/** A pair that is kept, with what its score was made of. */
export interface KeptPair {
  need: ExplainedNeed;
  candidate: Candidate;
  /** See `TermPlaces`, of the need. */
  places: Uint16Array;
  index: InvertedIndex;
  opinion: Opinion | undefined;
  text: number;
  indicators: Reading;
  score: number;
  level: MatchLevel;
}

/** Writes down the reasons of a pair: what a person can check with both records in hand. */
export function explainPair(
  { need, candidate, places, index, opinion, text, indicators, score, level }: KeptPair,
  { factors: weights, version }: WeightsTable,
): ScoredMatch {
  const { query, readable } = need;
  const { record: asked, sparse } = query.profile;
  const achievement = candidate.record();
  const quoted = new QuotedText(textOf(achievement));
  const { vector } = candidate;
  const texts = { need: need.text, achievement: quoted };
  const terms = sharedTerms(query, readable, vector, places, index, texts, MOST_TERMS_SHOWN);
  const evidence = textEvidence(need.text, quoted, terms);
  if (sparse) evidence.push({ type: 'values', field: 'text', relation: 'unclear' });
  for (const voice of opinion ?? []) evidence.push(voice.evidence);
  const factors = FACTOR_NAMES.map((name): Factor => {
    const weight = weights[name];
    if (name === 'text') return { name, weight, value: Math.round(text * 1000) / 1000, evidence };
    if (name === 'indicators') return { name, weight, ...indicators };
    return { name, weight, ...sideFactors[name](asked, achievement) };
  });
  return {
    needId: asked.id,
    achievementId: achievement.id,
    score,
    level,
    factors,
    matchedTerms: terms.map(({ term }) => term),
    weightsVersion: version,
  };
}

function textOf(record: { title: string; text?: string }): string {
  return record.text ? `${record.title}\n${record.text}` : record.title;
}
