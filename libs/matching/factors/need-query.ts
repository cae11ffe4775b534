import { highest } from '../index/highest.js';
import {
  quartersOf,
  type InvertedIndex,
  type TermVector,
  type WeightedTerms,
} from '../index/inverted-index.js';
import { type NeedProfile } from '../profile.js';
import { type WeightsTable } from '../weights.js';
import { type Overlap } from './overlap.js';

// A library of ten records knows nothing of how rare a word is, so so many texts of general Chinese stand in.
const IMAGINED_TEXTS = 2000;

/**
 * r^1.5 of r = ln(1 + (N − n + ½) / (n + ½)), Robertson's weight kept positive as in Lucene, over the library and the
 * imagined texts together. The power draws rare and common terms further apart.
 */
export function rarity(frequency: number, size: number, share: number): number {
  const holding = frequency + IMAGINED_TEXTS * share;
  const r = Math.log(1 + Math.max(0, size + IMAGINED_TEXTS - holding + 0.5) / (holding + 0.5));
  return r * Math.sqrt(r);
}

/** x^(13/16), so that several things in common count more than one thing in common many times over. */
const narrowed = (sum: number) => {
  const half = Math.sqrt(sum);
  const quarter = Math.sqrt(half);
  return half * quarter * Math.sqrt(Math.sqrt(quarter));
};

/** A need as the achievement library sees it at this moment: every term with its rarity. */
export interface NeedQuery {
  profile: NeedProfile;
  weights: Float64Array;
  /** What a text that says all the need says would share with it, see `Common.amount`. */
  amount: number;
  /** The weight of each group of terms. */
  groups: Float64Array;
  /** The heaviest groups that the title names, the need's subject: `锂离子电池` and `防爆`. */
  subject: readonly number[];
}

/** What a need and a text have in common. */
export interface Common {
  /** For each group of terms the sum of weight × earned share, `narrowed`, and these added up. */
  amount: number;
  /** How evenly the text covers all of the need's subject: about 0.1 when it misses all of it, 1.1 when nothing. */
  focus: number;
}

export function askLibrary(profile: NeedProfile, index: InvertedIndex): NeedQuery {
  const { ids, shares } = profile;
  const weights = new Float64Array(ids.length);
  const groups = new Float64Array(profile.groupCount);
  for (let i = 0; i < ids.length; i += 1) {
    weights[i] = profile.weights[i]! * rarity(index.frequency(ids[i]!), index.size, shares[i]!);
    groups[profile.groups[i]!]! += weights[i]!;
  }
  let amount = 0;
  for (const group of groups) amount += narrowed(group);
  return { profile, weights, amount, groups, subject: subjectOf(profile, weights, groups) };
}

const MOST_SUBJECTS = 4;
// A word that a twentieth of the library has is no subject.
const LEAST_SUBJECT_WEIGHT = 6;

function subjectOf(profile: NeedProfile, weights: Float64Array, groups: Float64Array): number[] {
  const subject = new Set<number>();
  for (const place of profile.titleTerms) {
    if (weights[place]! > LEAST_SUBJECT_WEIGHT) subject.add(profile.groups[place]!);
  }
  return [...subject].sort((a, b) => groups[b]! - groups[a]! || a - b).slice(0, MOST_SUBJECTS);
}

// The search for candidates goes by the heaviest terms.
const SEARCHED_TERMS = 96;

/**
 * The terms to find candidates by. Each weighs less the heavier its group is, as one more of a group's terms adds less to
 * the `narrowed` sum: the search then finds 99.5 % of the ten best of all texts, and without it needs a third more
 * candidates for that.
 */
export function searchedTerms({ profile, weights, groups }: NeedQuery, index: InvertedIndex): WeightedTerms {
  const most = index.mostSearched;
  const slopes = Float64Array.from(groups, (group) => narrowed(group) / group);
  const searched = new Float32Array(weights.length);
  for (let i = 0; i < weights.length; i += 1) {
    const frequency = index.frequency(profile.ids[i]!);
    if (frequency > 0 && frequency <= most) searched[i] = weights[i]! * slopes[profile.groups[i]!]!;
  }
  const places = highest(searched, searched.length, SEARCHED_TERMS);
  const ids = new Int32Array(places.length);
  const heaviest = new Float64Array(places.length);
  for (let i = 0; i < places.length; i += 1) {
    ids[i] = profile.ids[places[i]!]!;
    heaviest[i] = searched[places[i]!]!;
  }
  return { ids, weights: heaviest };
}

let groupSums = new Float64Array(1024);
let groupHits = new Float64Array(1024);
let groupsHit = new Uint16Array(1024);
const MISSED = 0.1;

/** The order of addition is that of the text's terms, so that the sums are the same whoever asks. */
export function inCommon(query: NeedQuery, { hits, start, end, saturation }: Overlap): Common {
  const { weights, groups: totals, subject } = query;
  const { groups, groupCount } = query.profile;
  if (groupSums.length < groupCount) {
    groupSums = new Float64Array(2 * groupCount);
    groupHits = new Float64Array(2 * groupCount);
  }
  if (groupsHit.length < end - start) groupsHit = new Uint16Array(2 * (end - start));
  let groupsFound = 0;
  for (let i = start; i < end; i += 1) {
    const place = hits[i]! >>> 8;
    const count = hits[i]! & 0xff;
    const group = groups[place]!;
    const weight = weights[place]!;
    const sum = groupSums[group]!;
    if (sum === 0) {
      groupsHit[groupsFound] = group;
      groupsFound += 1;
    }
    groupSums[group] = sum + (weight * count) / (count + saturation);
    groupHits[group]! += weight;
  }
  let covered = 0;
  for (const group of subject) {
    covered += Math.log(Math.min(1, groupHits[group]! / totals[group]!) + MISSED);
  }
  let amount = 0;
  for (let i = 0; i < groupsFound; i += 1) {
    const group = groupsHit[i]!;
    amount += narrowed(groupSums[group]!);
    groupSums[group] = 0;
    groupHits[group] = 0;
  }
  return { amount, focus: subject.length === 0 ? 0 : Math.exp(covered / subject.length) };
}

/** Whether a text speaks of the like of what the need asks for, and not of it. */
export function isOfAnother({ object }: NeedProfile, vector: TermVector): boolean {
  if (!object || quartersOf(vector, object.id) > 0) return false;
  return object.others.some((id) => quartersOf(vector, id) > 0);
}

/** 0–1; see `WeightsTable.text`. */
export function textValue(query: NeedQuery, { amount, focus }: Common, table: WeightsTable): number {
  if (amount <= 0) return 0;
  const { fit, size, focus: focusWeight, offset } = table.text;
  const points = fit * Math.log(amount) + size * Math.log(query.amount) + focusWeight * focus + offset;
  return 1 / (1 + Math.exp(-points));
}
