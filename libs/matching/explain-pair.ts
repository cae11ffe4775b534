import { FACTOR_PLACES } from './factors/side-columns.js';
import { sideFactors, type Reading } from './factors/side-factors.js';
import { type Overlap } from './factors/overlap.js';
import { QuotedText } from './factors/quoted-text.js';
import { type ExplainedNeed, sharedTerms, textEvidence } from './factors/text-evidence.js';
import { type Candidate } from './library/achievement-library.js';
import { FACTOR_NAMES, type Factor, type FactorName, type MatchLevel, type ScoredMatch } from './match.js';
import { type Opinion } from './models/opinion.js';
import { type WeightsTable } from './weights.js';

const MOST_TERMS_SHOWN = 12;

/** A pair that is kept, with what its score was made of. */
export interface KeptPair {
  need: ExplainedNeed;
  candidate: Candidate;
  overlap: Overlap;
  opinion: Opinion | undefined;
  text: number;
  indicators: Reading;
  /** The values of all factors begin here in those of all pairs; NaN where one side does not say. */
  row: number;
  score: number;
}

/** Writes down the reasons of pairs: what a person can check with both records in hand. */
export class PairExplainer {
  /** What most factors of most pairs say is made once. */
  private readonly unknown: ReadonlyMap<FactorName, Factor>;

  constructor(private readonly table: WeightsTable) {
    this.unknown = new Map(
      FACTOR_NAMES.map((name) => [
        name,
        Object.freeze({ name, weight: table.factors[name], value: null, evidence: Object.freeze([]) }),
      ]),
    );
  }

  explain(pair: KeptPair, level: MatchLevel, values: Float64Array): ScoredMatch {
    const { need, candidate, overlap, score } = pair;
    const { record } = need.query.profile;
    const quoted = new QuotedText(candidate.quotable(), false);
    const terms = sharedTerms(need, overlap, quoted, candidate.conceptWords, MOST_TERMS_SHOWN);
    const evidence = textEvidence(need.text, quoted, terms);
    if (need.query.profile.sparse) evidence.push({ type: 'values', field: 'text', relation: 'unclear' });
    for (const voice of pair.opinion ?? []) evidence.push(voice.evidence);
    const text = { value: Math.round(pair.text * 1000) / 1000, evidence };
    const fields = candidate.fields();
    const factors: Factor[] = [];
    for (const name of FACTOR_NAMES) {
      if (name === 'text') factors.push(this.factor(name, text));
      else if (name === 'indicators') factors.push(this.factor(name, pair.indicators));
      else {
        const value = values[pair.row + FACTOR_PLACES[name]]!;
        if (!Number.isNaN(value)) factors.push(this.factor(name, sideFactors[name](record, fields, value)));
        // Of what is unknown only a readiness level has something to show.
        else if (name === 'maturity') factors.push(this.factor(name, sideFactors[name](record, fields)));
        else factors.push(this.unknown.get(name)!);
      }
    }
    return {
      needId: record.id,
      achievementId: candidate.id,
      score,
      level,
      factors,
      matchedTerms: terms.shown,
      weightsVersion: this.table.version,
    };
  }

  private factor(name: FactorName, { value, evidence }: Reading): Factor {
    return { name, weight: this.table.factors[name], value, evidence };
  }
}
