import { chainNearness } from '#vocabulary/chains.js';
import { isCooperationMode, modesCompatible, type ModeCompatibility } from '#vocabulary/cooperation-modes.js';
import { disciplineNearness } from '#vocabulary/disciplines.js';
import { fieldNearness } from '#vocabulary/fields.js';
import { industryNearness } from '#vocabulary/industries.js';
import { regionNearness } from '#vocabulary/regions.js';
import { type Evidence } from '../match.js';
import { type AchievementRecord, type MoneyRange, type NeedRecord } from '../records.js';

/** A factor before its weight: 0–1, or null where one side does not say. */
export interface Reading {
  value: number | null;
  evidence: readonly Evidence[];
}

export const unknownReading: Reading = { value: null, evidence: [] };

type Compare = (need: NeedRecord, achievement: AchievementRecord) => Reading;

/** 1 when the achievement is ready enough, a quarter less for each level that is missing. */
const maturity: Compare = (need, achievement) => {
  if (need.trl === undefined || achievement.trl === undefined) {
    if (need.trl === undefined && achievement.trl === undefined) return unknownReading;
    return { value: null, evidence: [trlEvidence(need, achievement, 'unknown')] };
  }
  const missing = Math.max(0, need.trl - achievement.trl);
  return {
    value: Math.max(0, 1 - missing / 4),
    evidence: [trlEvidence(need, achievement, missing > 0 ? 'below' : 'ready')],
  };
};

function trlEvidence(need: NeedRecord, achievement: AchievementRecord, relation: string): Evidence {
  return {
    type: 'values',
    field: 'trl',
    ...(need.trl !== undefined && { need: String(need.trl) }),
    ...(achievement.trl !== undefined && { achievement: String(achievement.trl) }),
    relation,
  };
}

type CodeField = 'chainCodes' | 'industryCodes' | 'fieldCodes' | 'disciplineCodes';

const codeFields: readonly (readonly [CodeField, (left: string, right: string) => number | null])[] = [
  ['chainCodes', chainNearness],
  ['industryCodes', industryNearness],
  ['fieldCodes', fieldNearness],
  ['disciplineCodes', disciplineNearness],
];

/** The nearest pair of codes of any list that both sides name; without codes, fields named by the same words. */
const field: Compare = (need, achievement) => {
  let best: { value: number; evidence: Evidence } | undefined;
  for (const [name, nearness] of codeFields) {
    for (const left of need[name] ?? []) {
      for (const right of achievement[name] ?? []) {
        const value = nearness(left, right);
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

const modeValues: Readonly<Record<ModeCompatibility, number>> = {
  same: 1,
  negotiable: 0.7,
  related: 0.5,
  different: 0,
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

/** 1 when the lowest price is within the highest budget, else the part of it that the budget covers. */
const budget: Compare = (need, achievement) => {
  const most = need.budget?.max ?? need.budget?.min;
  const least = achievement.price?.min ?? achievement.price?.max;
  if (most === undefined || least === undefined || !need.budget || !achievement.price) return unknownReading;
  const value = least <= most ? 1 : Math.max(0, most / least);
  const relation = value === 1 ? 'within' : 'above';
  const [asked, offered] = [written(need.budget), written(achievement.price)];
  return {
    value,
    evidence: [{ type: 'values', field: 'price', need: asked, achievement: offered, relation }],
  };
};

const region: Compare = (need, achievement) => {
  if (!need.regionCode || !achievement.regionCode) return unknownReading;
  const value = regionNearness(need.regionCode, achievement.regionCode);
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

const YEAR = 365.25 * 24 * 3600 * 1000;

/**
 * How old the achievement will be when the need is due: 1 up to three years, then half as much for every ten years
 * more. Measured from date to date, never from today, so that a score does not change by itself.
 */
const timeliness: Compare = (need, achievement) => {
  const due = Date.parse(need.deadline ?? '');
  const published = Date.parse(achievement.publishedAt ?? '');
  if (Number.isNaN(due) || Number.isNaN(published)) return unknownReading;
  const years = Math.max(0, (due - published) / YEAR);
  const value = 2 ** (-Math.max(0, years - 3) / 10);
  const relation = years <= 3 ? 'recent' : 'older';
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
