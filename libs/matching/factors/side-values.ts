import { chainNearness } from '#vocabulary/chains.js';
import { COOPERATION_MODES, modesCompatible, type ModeCompatibility } from '#vocabulary/cooperation-modes.js';
import { disciplineNearness } from '#vocabulary/disciplines.js';
import { fieldNearness } from '#vocabulary/fields.js';
import { industryNearness } from '#vocabulary/industries.js';
import { regionNearness } from '#vocabulary/regions.js';
import { type AchievementFields, type NeedRecord } from '../records.js';

/** The lists of codes that are laid side by side, in the order in which they are asked. */
export const CODE_FIELDS = ['chainCodes', 'industryCodes', 'fieldCodes', 'disciplineCodes'] as const;
export type CodeField = (typeof CODE_FIELDS)[number];

type Nearness = (left: string, right: string) => number | null;

export const nearnessOf: Readonly<Record<CodeField | 'regionCode', Nearness>> = {
  chainCodes: chainNearness,
  industryCodes: industryNearness,
  fieldCodes: fieldNearness,
  disciplineCodes: disciplineNearness,
  regionCode: regionNearness,
};

export const modeValues: Readonly<Record<ModeCompatibility, number>> = {
  same: 1,
  negotiable: 0.7,
  related: 0.5,
  different: 0,
};

const YEAR = 365.25 * 24 * 3600 * 1000;

/** A quarter less for each readiness level that is missing. */
export const readiness = (asked: number, offered: number): number =>
  Math.max(0, 1 - Math.max(0, asked - offered) / 4);

/** 1 when the lowest price is within the highest budget, else the part of it that the budget covers. */
export const affordable = (most: number, least: number): number =>
  least <= most ? 1 : Math.max(0, most / least);

/** How old the achievement will be, in years, when the need is due. */
export const yearsOld = (due: number, published: number): number => Math.max(0, (due - published) / YEAR);

/** 1 up to three years, then half as much for every ten years more. */
export const freshness = (years: number): number => 2 ** (-Math.max(0, years - 3) / 10);

export const mostOf = ({ budget }: NeedRecord): number => budget?.max ?? budget?.min ?? NaN;
export const leastOf = ({ price }: AchievementFields): number => price?.min ?? price?.max ?? NaN;
export const dueOf = ({ deadline }: NeedRecord): number => Date.parse(deadline ?? '');
export const publishedOf = ({ publishedAt }: AchievementFields): number => Date.parse(publishedAt ?? '');

const modeBits = new Map<string, number>(COOPERATION_MODES.map(({ code }, bit) => [code, bit]));

/** One bit for each way of cooperation that is named and known. */
export function modesOf({ cooperationModes = [] }: AchievementFields | NeedRecord): number {
  let modes = 0;
  for (const mode of cooperationModes) {
    const bit = modeBits.get(mode);
    if (bit !== undefined) modes |= 1 << bit;
  }
  return modes;
}

/** What each way of cooperation is worth to who asks for these; NaN where they ask for none. */
export function worthOfModes(asked: number): Float64Array {
  return Float64Array.from(COOPERATION_MODES, ({ code: offered }) => {
    let best = NaN;
    COOPERATION_MODES.forEach(({ code }, bit) => {
      if ((asked & (1 << bit)) === 0) return;
      const value = modeValues[modesCompatible(code, offered)];
      if (!(best >= value)) best = value;
    });
    return best;
  });
}
