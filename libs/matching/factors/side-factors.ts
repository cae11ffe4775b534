import { isCooperationMode, modesCompatible } from '#vocabulary/cooperation-modes.js';
import { type Evidence } from '../match.js';
import { type AchievementFields, type MoneyRange, type NeedRecord } from '../records.js';
import {
  affordable,
  CODE_FIELDS,
  dueOf,
  freshness,
  leastOf,
  modeValues,
  mostOf,
  nearnessOf,
  publishedOf,
  readiness,
  yearsOld,
} from './side-values.js';

/** A factor before its weight: 0–1, or null where one side does not say. */
export interface Reading {
  value: number | null;
  evidence: readonly Evidence[];
}

export const unknownReading: Reading = { value: null, evidence: [] };

/** @param known the value, where it has been computed before: it is not looked for again where that takes long. */
type Compare = (need: NeedRecord, achievement: AchievementFields, known?: number) => Reading;

const maturity: Compare = (need, achievement) => {
  if (need.trl === undefined || achievement.trl === undefined) {
    if (need.trl === undefined && achievement.trl === undefined) return unknownReading;
    return { value: null, evidence: [trlEvidence(need, achievement, 'unknown')] };
  }
  const value = readiness(need.trl, achievement.trl);
  return { value, evidence: [trlEvidence(need, achievement, value < 1 ? 'below' : 'ready')] };
};

function trlEvidence(need: NeedRecord, achievement: AchievementFields, relation: string): Evidence {
  return {
    type: 'values',
    field: 'trl',
    ...(need.trl !== undefined && { need: String(need.trl) }),
    ...(achievement.trl !== undefined && { achievement: String(achievement.trl) }),
    relation,
  };
}

/** The nearest pair of codes of any list that both sides name; without codes, fields named by the same words. */
const field: Compare = (need, achievement, known = 1) => {
  let best: { value: number; evidence: Evidence } | undefined;
  for (const name of CODE_FIELDS) {
    for (const left of need[name] ?? []) {
      for (const right of achievement[name] ?? []) {
        if (best && best.value >= known) continue;
        const value = nearnessOf[name](left, right);
        if (value === null || (best && best.value >= value)) continue;
        const relation = value === 1 ? 'same' : value > 0 ? 'near' : 'different';
        best = { value, evidence: { type: 'values', field: name, need: left, achievement: right, relation } };
      }
    }
  }
  if (best) return { value: best.value, evidence: [best.evidence] };
  const [left, right] = [need.fieldName?.trim(), achievement.fieldName?.trim()];
  // Different words may name one field, so only equality says anything.
  if (!left || !right || left !== right) return unknownReading;
  return {
    value: 1,
    evidence: [{ type: 'values', field: 'fieldName', need: left, achievement: right, relation: 'same' }],
  };
};

const mode: Compare = (need, achievement) => {
  let best: { value: number; evidence: Evidence } | undefined;
  for (const left of need.cooperationModes ?? []) {
    for (const right of achievement.cooperationModes ?? []) {
      if (!isCooperationMode(left) || !isCooperationMode(right)) continue;
      const relation = modesCompatible(left, right);
      const value = modeValues[relation];
      if (best && best.value >= value) continue;
      best = {
        value,
        evidence: { type: 'values', field: 'cooperationModes', need: left, achievement: right, relation },
      };
    }
  }
  return best ? { value: best.value, evidence: [best.evidence] } : unknownReading;
};

const written = ({ min, max }: MoneyRange) => `${min ?? ''}–${max ?? ''}`;

const budget: Compare = (need, achievement) => {
  const [most, least] = [mostOf(need), leastOf(achievement)];
  if (Number.isNaN(most) || Number.isNaN(least) || !need.budget || !achievement.price) return unknownReading;
  const value = affordable(most, least);
  const relation = value === 1 ? 'within' : 'above';
  const [asked, offered] = [written(need.budget), written(achievement.price)];
  return {
    value,
    evidence: [{ type: 'values', field: 'price', need: asked, achievement: offered, relation }],
  };
};

const region: Compare = (need, achievement, known) => {
  if (!need.regionCode || !achievement.regionCode) return unknownReading;
  const value = known ?? nearnessOf.regionCode(need.regionCode, achievement.regionCode);
  if (value === null) return unknownReading;
  const relation =
    value === 1 ? 'same-county' : value >= 0.8 ? 'same-city' : value >= 0.5 ? 'same-province' : 'elsewhere';
  return {
    value,
    evidence: [
      {
        type: 'values',
        field: 'regionCode',
        need: need.regionCode,
        achievement: achievement.regionCode,
        relation,
      },
    ],
  };
};

/** Measured from date to date, never from today, so that a score does not change by itself. */
const timeliness: Compare = (need, achievement, known) => {
  const value = known ?? freshness(yearsOld(dueOf(need), publishedOf(achievement)));
  if (Number.isNaN(value)) return unknownReading;
  const relation = value === 1 ? 'recent' : 'older';
  const [asked, offered] = [need.deadline!.slice(0, 10), achievement.publishedAt!.slice(0, 10)];
  return {
    value,
    evidence: [{ type: 'values', field: 'publishedAt', need: asked, achievement: offered, relation }],
  };
};

/** Patents can be looked up, so they vouch for an achievement; to name none says nothing against it. */
const evidence: Compare = (_need, achievement) => {
  const patents = achievement.patentNumbers ?? [];
  if (patents.length === 0) return unknownReading;
  return {
    value: 1,
    evidence: [
      {
        type: 'values',
        field: 'patentNumbers',
        achievement: patents.slice(0, 3).join(', '),
        relation: 'stated',
      },
    ],
  };
};

/** The factors that compare fields rather than text. */
export const sideFactors = { maturity, field, mode, budget, region, timeliness, evidence } as const;
