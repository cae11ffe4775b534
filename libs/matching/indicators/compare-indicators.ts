import type { Indicator } from './indicator.js';
import { normaliseName, polarityAt, quantityByName } from './names.js';
import { offeredInterval, requirementOf, type Interval, type Requirement } from './requirements.js';

export type Verdict = 'met' | 'missed' | 'unknown';

/** What an achievement says to one quantity that a need asks for. */
export interface IndicatorComparison {
  verdict: Verdict;
  need: Indicator;
  /** Absent where the achievement says nothing of the same quantity. */
  achievement?: Indicator;
  /**
   * How far beyond (positive) or short of (negative) the requirement, as a share of it, in the need's own unit. Absent
   * for `unknown` and where the requirement is zero.
   */
  margin?: number;
}

/** Below this likeness of names, 0–1, two quantities are not taken for the same. */
const LIKE_ENOUGH = 0.6;
/** Nouns that name no thing in particular: they neither join two subjects nor part them. */
const ANY_THING =
  /产品|材料|样品|系统|设备|装置|技术|项目|成果|本|该|所|整体|平均|综合|最终|总|整机|成品|其|主要|新型|开发|研制/g;
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['最高', '最低'],
  ['最大', '最小'],
  ['上', '下'],
  ['内', '外'],
  ['进', '出'],
  ['正', '负'],
  ['纵', '横'],
  ['入口', '出口'],
  ['高温', '低温'],
  ['室温', '高温'],
  ['轴向', '径向'],
  ['初', '终'],
  ['充电', '放电'],
  ['干', '湿'],
  ['夏', '冬'],
  ['人工', '自动'],
];

function pairs(text: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + 1 < text.length; at++) found.add(text.slice(at, at + 2));
  return found;
}

/** Shared character pairs over those of the shorter text, 0–1. */
function overlap(first: string, second: string): number {
  if (first === second) return 1;
  if (first.length < 2 || second.length < 2) {
    // 铁 and 总铁 are alike, 水 and 臭氧水 need not be.
    const near = first.length + second.length < 4;
    return near && first !== '' && second !== '' && (first.includes(second) || second.includes(first))
      ? 1
      : 0;
  }
  const [few, many] = [pairs(first), pairs(second)].sort((one, other) => one.size - other.size);
  let shared = 0;
  for (const pair of few ?? []) if (many?.has(pair)) shared++;
  return shared / Math.max(1, few?.size ?? 0);
}

function opposed(first: string, second: string): boolean {
  return OPPOSITES.some(
    ([one, other]) =>
      (first.includes(one) && !first.includes(other) && second.includes(other) && !second.includes(one)) ||
      (first.includes(other) && !first.includes(one) && second.includes(one) && !second.includes(other)),
  );
}

const LATIN_WORDS = /[A-Za-z][A-Za-z0-9]*/g;

/** Fe and FeO, PA66 and PP: names in Latin letters on both sides, none of them shared. */
function otherSubstance(first: string, second: string): boolean {
  const one = first.match(LATIN_WORDS);
  const other = second.match(LATIN_WORDS);
  return one !== null && other !== null && !one.some((word) => other.includes(word));
}

/**
 * How alike two indicators' quantities are, 0–1. A quantity of the table is the same by its canonical name; a generic
 * one (效率, 厚度, 含量) only if the words around it agree as well; a name outside the table by its characters.
 */
function likeness(need: Indicator, achievement: Indicator): number {
  const asked = normaliseName(need.name);
  const offered = normaliseName(achievement.name);
  const ofNeed = (need.subject + asked.qualifier).replace(ANY_THING, '');
  const ofAchievement = (achievement.subject + offered.qualifier).replace(ANY_THING, '');
  if (opposed(need.subject + need.name, achievement.subject + achievement.name)) return 0;
  if (otherSubstance(ofNeed, ofAchievement)) return 0;
  if (need.quantity !== null || achievement.quantity !== null) {
    if (need.quantity !== achievement.quantity || !asked.quantity) return 0;
    const around = overlap(ofNeed, ofAchievement);
    if (asked.quantity.generic) return ofNeed !== '' && around >= 0.5 ? 0.7 + around * 0.3 : 0;
    if (ofNeed === '' && ofAchievement === '') return 1;
    if (ofNeed === '' || ofAchievement === '') return 0.8;
    return around > 0 ? 0.7 + around * 0.3 : 0;
  }
  const names = overlap(need.name, achievement.name);
  if (names < 0.75 || Math.min(need.name.length, achievement.name.length) < 2) return 0;
  if (need.subject !== '' && achievement.subject !== '' && overlap(need.subject, achievement.subject) === 0)
    return 0;
  return names;
}

/** Whether the two say the same kind of thing, so that their numbers may be laid side by side. */
function comparable(need: Indicator, achievement: Indicator): boolean {
  if (need.dimension !== achievement.dimension) return false;
  const change = need.kind === 'relative-change';
  if (change !== (achievement.kind === 'relative-change')) return false;
  return !change || need.direction === achievement.direction;
}

/** Conversions leave the last digits uncertain. */
const SLACK = 1e-9;
const below = (bound: number) => bound - SLACK * Math.abs(bound);
const above = (bound: number) => bound + SLACK * Math.abs(bound);

function judge(requirement: Requirement, offered: Interval): Verdict {
  const { min, max } = requirement;
  if (requirement.cover) {
    // The offer has to span what the need asks for; one bound alone does not tell.
    if (!Number.isFinite(offered.min) || !Number.isFinite(offered.max) || offered.min === offered.max)
      return 'unknown';
    return offered.min <= above(min) && offered.max >= below(max) ? 'met' : 'missed';
  }
  const exact = offered.min === offered.max;
  // 达到98%以上 is taken for an answer to 高于98%; an exact 98% is not.
  const reachesMin =
    offered.min >= below(min) && !(requirement.openMin && exact && offered.min <= above(min));
  const reachesMax =
    offered.max <= above(max) && !(requirement.openMax && exact && offered.max >= below(max));
  if (reachesMin && reachesMax) return 'met';
  if (offered.max < below(min) || offered.min > above(max) || (exact && !(reachesMin && reachesMax)))
    return 'missed';
  return 'unknown';
}

function marginOf(
  need: Indicator,
  requirement: Requirement,
  offered: Interval,
  verdict: Verdict,
): number | undefined {
  if (verdict === 'unknown' || requirement.cover) return undefined;
  const scale = (bound: number) => Math.abs(bound + requirement.shift);
  const gaps: number[] = [];
  if (Number.isFinite(requirement.min) && Number.isFinite(offered.min) && scale(requirement.min) > 0) {
    gaps.push(
      ((verdict === 'missed' && Number.isFinite(offered.max) ? offered.max : offered.min) - requirement.min) /
        scale(requirement.min),
    );
  }
  if (Number.isFinite(requirement.max) && Number.isFinite(offered.max) && scale(requirement.max) > 0) {
    gaps.push(
      (requirement.max - (verdict === 'missed' && Number.isFinite(offered.min) ? offered.min : offered.max)) /
        scale(requirement.max),
    );
  }
  if (gaps.length === 0 || need.kind === 'tolerance') return gaps.at(-1);
  return Math.min(...gaps);
}

/**
 * Lays what an achievement states beside what a need asks for. Only technical indicators are compared, and only the
 * same quantity with the same dimension on the same kind of thing; units are converted. A relative gain is never laid
 * beside an absolute value. Where names, subjects or intervals leave a doubt, or where two statements of equal
 * likeness disagree, the verdict is `unknown`. One entry for each technical indicator of the need, in its order.
 */
export function compareIndicators(
  need: readonly Indicator[],
  achievement: readonly Indicator[],
): IndicatorComparison[] {
  const results: IndicatorComparison[] = [];
  for (const asked of need) {
    if (asked.about !== 'technical') continue;
    results.push(compareOne(asked, achievement));
  }
  return results.map((result) => (dependsOnConditions(result, results) ? withDoubt(result) : result));
}

/**
 * A need that asks for one quantity twice asks under different conditions (retention after cycling, after storage).
 * Where one statement answers both and not alike, it is not known which it answers.
 */
function dependsOnConditions(result: IndicatorComparison, all: readonly IndicatorComparison[]): boolean {
  return all.some(
    (other) =>
      other.achievement !== undefined &&
      other.achievement === result.achievement &&
      other.need.quantity === result.need.quantity &&
      other.need.name === result.need.name &&
      other.verdict !== result.verdict,
  );
}

function withDoubt(result: IndicatorComparison): IndicatorComparison {
  const doubtful: IndicatorComparison = { verdict: 'unknown', need: result.need };
  if (result.achievement) doubtful.achievement = result.achievement;
  return doubtful;
}

function compareOne(asked: Indicator, achievement: readonly Indicator[]): IndicatorComparison {
  const polarity = polarityAt(
    quantityByName(asked.quantity),
    asked.dimension,
    asked.base.value ?? asked.base.min,
  );
  const requirement = requirementOf(asked, polarity);
  let best: IndicatorComparison = { verdict: 'unknown', need: asked };
  let bestLikeness = LIKE_ENOUGH;
  let disputed = false;
  for (const offered of achievement) {
    if (offered.about !== 'technical' || !comparable(asked, offered)) continue;
    const alike = likeness(asked, offered);
    if (alike < bestLikeness) continue;
    const interval = offeredInterval(offered);
    const verdict = requirement && interval ? judge(requirement, interval) : 'unknown';
    const result: IndicatorComparison = { verdict, need: asked, achievement: offered };
    const margin = requirement && interval ? marginOf(asked, requirement, interval, verdict) : undefined;
    if (margin !== undefined) result.margin = margin;
    if (alike > bestLikeness || !best.achievement) {
      best = result;
      disputed = false;
    } else if (verdict !== best.verdict) {
      if (best.verdict === 'unknown') best = result;
      else if (verdict !== 'unknown') disputed = true;
    }
    bestLikeness = alike;
  }
  return disputed ? withDoubt(best) : best;
}
