import { type Evidence, type Factor } from '#matching/match.js';

/** What of a match's evidence speaks of the achievement alone. */
function withoutNeed(evidence: Evidence): Evidence | null {
  switch (evidence.type) {
    case 'sentence':
      return evidence.side === 'achievement' ? evidence : null;
    case 'values':
      return {
        type: 'values',
        field: evidence.field,
        achievement: evidence.achievement,
        relation: evidence.relation,
      };
    // Shared words and required quantities are the need's own words, and a likeness can be probed for them.
    case 'terms':
    case 'indicator':
    case 'model':
      return null;
  }
}

/** The reasons of a match with everything taken out that a confidential need says. */
export const maskFactors = (factors: readonly Factor[]): Factor[] =>
  factors.map((factor) => ({
    ...factor,
    evidence: factor.evidence.map(withoutNeed).filter((evidence) => evidence !== null),
  }));
