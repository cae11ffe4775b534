import { computes } from './factors/computing.js';
import { compareStated } from './factors/indicator-factor.js';
import {
  askLibrary,
  inCommon,
  isOfAnother,
  searchedTerms,
  textValue,
  type Common,
  type NeedQuery,
} from './factors/need-query.js';
import { type Overlap, Overlaps } from './factors/overlap.js';
import { shareOfText } from './factors/share-of-text.js';
import { FACTOR_PLACES, type NeedSides } from './factors/side-columns.js';
import { unknownReading } from './factors/side-factors.js';
import { spelledOut } from './factors/spelled-out.js';
import { ExplainedNeed } from './factors/text-evidence.js';
import { type KeptPair, PairExplainer } from './explain-pair.js';
import { type TermVector } from './index/inverted-index.js';
import { TopK } from './index/top-k.js';
import { levelOf } from './levels.js';
import { type AchievementLibrary, type Candidate } from './library/achievement-library.js';
import { type MatchLevel, type ScoredMatch } from './match.js';
import { joinLevels, joinOpinion, type Opinion } from './models/opinion.js';
import { FACTOR_COUNT, factorWeights, mostScore, pairScore } from './pair-scores.js';
import { type NeedProfile } from './profile.js';
import { type WeightsTable } from './weights.js';

/** So many candidates, found by their heaviest common terms, are scored in full and show how many share more. */
export const SCORED_CANDIDATES = 160;
// The quantities of texts that do not meet say nothing of each other.
const COMPARED_FROM = 0.15;

/** A need as it is scored: its terms with their rarity, its fields in numbers. */
export class AskedNeed extends ExplainedNeed {
  /**
   * What the library's texts share with it (see `Common.amount`), the best of them; it takes a search, which
   * only a match that may be told is worth.
   */
  amounts: Float64Array | undefined;

  constructor(
    query: NeedQuery,
    readonly sides: NeedSides,
  ) {
    super(query);
  }
}

/** A pair with what its score is made of, before its level is known and reasons are written down. */
interface Draft extends KeptPair {
  need: AskedNeed;
  /** The text value and the score before models were heard; `text` and `score` are those after. */
  textByWords: number;
  scoreByWords: number;
  common: Common;
  /** The score cannot be above this. */
  most: number;
}

/** Which of the two records was found for the other. */
export type Partner = 'need' | 'candidate';

export interface Selection {
  top: number;
  minimumLevel?: MatchLevel;
  /** Ids of partners that are kept whatever their rank. */
  also?: readonly string[];
  opinions?: ReadonlyMap<string, Opinion>;
}

/** Scores pairs, keeps the best and explains those: what costs little for all, what costs much for the few. */
export class PairScoring {
  private readonly overlaps = new Overlaps();
  private readonly explainer: PairExplainer;
  private readonly factors: Float64Array;
  private values = new Float64Array(0);
  private readonly sides = new WeakMap<NeedProfile, NeedSides>();
  /** Needs without another name to add, by the short names that were known then. */
  private readonly spelledPlain = new WeakMap<NeedProfile, unknown>();

  constructor(
    private readonly library: AchievementLibrary,
    private readonly weights: WeightsTable,
  ) {
    this.explainer = new PairExplainer(weights);
    this.factors = factorWeights(weights);
  }

  ask(profile: NeedProfile): AskedNeed {
    let sides = this.sides.get(profile);
    if (!sides) {
      sides = this.library.sides.ofNeed(profile.record);
      this.sides.set(profile, sides);
    }
    return new AskedNeed(askLibrary(this.spelledOut(profile), this.library.index), sides);
  }

  /** Most needs name nothing that has a short name, and are looked through once for all achievements. */
  private spelledOut(profile: NeedProfile): NeedProfile {
    const { abbreviations, termIds } = this.library;
    if (this.spelledPlain.get(profile) === abbreviations.state) return profile;
    const spelled = spelledOut(profile, abbreviations, termIds);
    if (spelled === profile) this.spelledPlain.set(profile, abbreviations.state);
    return spelled;
  }

  /** Slots of the achievements that have most of the need's heaviest terms, ascending. */
  search(query: NeedQuery, most: number): Uint32Array {
    const { index } = this.library;
    return index.search(searchedTerms(query, index), most);
  }

  /**
   * The best achievements of a need.
   * @param found how many of the candidates, the first ones, a search by the need's words gave.
   */
  bestForNeed(
    need: AskedNeed,
    candidates: readonly Candidate[],
    found: number,
    selection: Selection,
  ): ScoredMatch[] {
    const drafts: Draft[] = [];
    this.overlaps.forget();
    for (const candidate of candidates) {
      this.draft(drafts, need, candidate, 'candidate', selection.opinions);
    }
    // A level must not depend on how many matches are wanted, so more candidates than usual say nothing of it.
    if (found > 0 && found <= SCORED_CANDIDATES) {
      need.amounts = new Float64Array(found);
      for (let i = 0; i < found; i += 1) need.amounts[i] = drafts[i]!.common.amount;
    }
    return this.best(drafts, selection, 'candidate');
  }

  /**
   * The best needs of an achievement; without `isSelected`, those alone that share a word with it.
   * @param amountsOf see `AskedNeed.amounts`; without it the library is searched.
   */
  bestForAchievement(
    candidate: Candidate,
    profiles: Iterable<NeedProfile>,
    isSelected: boolean,
    selection: Selection,
    amountsOf?: (profile: NeedProfile) => Float64Array,
  ): ScoredMatch[] {
    const drafts: Draft[] = [];
    this.overlaps.forget();
    for (const profile of profiles) {
      const need = this.ask(profile);
      need.amounts = amountsOf?.(profile);
      this.draft(drafts, need, candidate, 'need', selection.opinions);
      if (!isSelected && drafts.at(-1)?.textByWords === 0) drafts.pop();
    }
    return this.best(drafts, selection, 'need');
  }

  /** What the texts share with the need, as `AskedNeed.amounts` has it. */
  amountsAmong({ query }: AskedNeed, texts: readonly TermVector[]): Float64Array {
    return Float64Array.from(texts, (vector) => inCommon(query, this.overlapOf(query, vector)).amount);
  }

  /** Adds the pair to the drafts, with everything but what the quantities say, which takes longest. */
  private draft(
    drafts: Draft[],
    need: AskedNeed,
    candidate: Candidate,
    partner: Partner,
    opinions: ReadonlyMap<string, Opinion> | undefined,
  ): void {
    const { query } = need;
    const overlap = this.overlapOf(query, candidate.vector);
    const common = inCommon(query, overlap);
    // Two words that both are found make no fit, however well they are found.
    const textByWords = textValue(query, common, this.weights) * (query.profile.sparse ? 0.5 : 1);
    const opinion = opinions?.get(partner === 'need' ? query.profile.record.id : candidate.id);
    const text = opinion ? joinOpinion(textByWords, opinion) : textByWords;
    const row = FACTOR_COUNT * drafts.length;
    this.makeRoom(row + FACTOR_COUNT);
    this.library.sides.compare(need.sides, candidate.sides, this.values, row);
    drafts.push({
      need,
      candidate,
      overlap,
      opinion,
      textByWords,
      text,
      common,
      row,
      most: opinion ? Infinity : mostScore(text, this.values, row, this.factors),
      scoreByWords: 0,
      score: 0,
      indicators: unknownReading,
    });
  }

  /** Completes the drafts that can still be among the best, and explains those that are. */
  private best(
    drafts: Draft[],
    { minimumLevel = 1, top, also = [] }: Selection,
    partner: Partner,
  ): ScoredMatch[] {
    const idOf = ({ need, candidate }: Draft) =>
      partner === 'need' ? need.query.profile.record.id : candidate.id;
    const wanted = new Set(also);
    const isWanted = (draft: Draft) => wanted.size > 0 && wanted.has(idOf(draft));
    const scores = new TopK(top);
    const kept: Draft[] = [];
    for (const draft of byMost(drafts)) {
      if (draft.most < scores.threshold && !isWanted(draft)) continue;
      this.complete(draft);
      if (minimumLevel > 1 && this.levelOf(draft) < minimumLevel) continue;
      scores.offer(0, draft.score);
      kept.push(draft);
    }
    return kept
      .filter((draft) => draft.score >= scores.threshold || isWanted(draft))
      .sort((a, b) => b.score - a.score || (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0))
      .filter((draft, rank) => rank < top || isWanted(draft))
      .map((draft) => this.explainer.explain(draft, this.levelOf(draft), this.values));
  }

  private complete(draft: Draft): void {
    draft.scoreByWords = this.scoreBy(draft, draft.textByWords);
    draft.score = draft.opinion ? this.scoreBy(draft, draft.text) : draft.scoreByWords;
  }

  private scoreBy(draft: Draft, text: number): number {
    const { asked } = draft.need.query.profile;
    const isCompared = asked.length > 0 && text >= COMPARED_FROM;
    draft.indicators = isCompared ? compareStated(asked, draft.candidate.offered()) : unknownReading;
    this.values[draft.row + FACTOR_PLACES.indicators] = draft.indicators.value ?? NaN;
    return pairScore(text, this.values, draft.row, this.factors);
  }

  private levelOf(draft: Draft): MatchLevel {
    const byWords = this.levelAt(draft, draft.scoreByWords);
    return draft.opinion ? joinLevels(byWords, this.levelAt(draft, draft.score)) : byWords;
  }

  private levelAt({ need, candidate, common, overlap }: Draft, score: number): MatchLevel {
    const { profile } = need.query;
    const { vector } = candidate;
    const standing = {
      score,
      focus: common.focus,
      sparse: profile.sparse,
      shareOfText: () => shareOfText(profile, overlap, vector.length),
      computes: () => computes(vector, this.library.termIds),
      ahead: () => countAbove((need.amounts ??= this.amountsInLibrary(need)), common.amount),
      ofAnother: () => isOfAnother(profile, vector),
    };
    return levelOf(standing, this.weights.levels);
  }

  private amountsInLibrary(need: AskedNeed): Float64Array {
    const found = this.search(need.query, SCORED_CANDIDATES);
    return this.amountsAmong(
      need,
      Array.from(found, (slot) => this.library.index.vector(slot)),
    );
  }

  private overlapOf({ profile }: NeedQuery, vector: TermVector): Overlap {
    const { index, termIds } = this.library;
    return this.overlaps.of(profile, vector, index.saturation(vector.length), termIds.size);
  }

  private makeRoom(length: number): void {
    if (this.values.length >= length) return;
    const longer = new Float64Array(2 * length);
    longer.set(this.values);
    this.values = longer;
  }
}

// Scores have one decimal, and more pairs than this are never drafted at once.
const MOST_DRAFTS = 2 ** 32;

/** The drafts by the most that their scores can be, highest first: numbers are sorted many times faster than objects. */
function byMost(drafts: readonly Draft[]): Draft[] {
  const keys = new Float64Array(drafts.length);
  for (let i = 0; i < keys.length; i += 1) {
    keys[i] = Math.round(1010 - 10 * Math.min(101, drafts[i]!.most)) * MOST_DRAFTS + i;
  }
  return Array.from(keys.sort(), (key) => drafts[key % MOST_DRAFTS]!);
}

function countAbove(amounts: Float64Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < amounts.length; i += 1) if (amounts[i]! > limit) count += 1;
  return count;
}
