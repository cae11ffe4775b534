import { type NumberList, NumberLists, type NumberListsState } from '../index/number-lists.js';
import {
  grownFloat64,
  grownUint16,
  grownUint32,
  grownUint8,
  sharedFloat64,
  sharedUint16,
  sharedUint32,
  sharedUint8,
  type SharedFloat64,
  type SharedUint16,
  type SharedUint32,
  type SharedUint8,
} from '../index/shared-arrays.js';
import { FACTOR_NAMES, type FactorName } from '../match.js';
import { type AchievementRecord, type NeedRecord } from '../records.js';
import { type NearnessRow, NearnessRows } from './nearness-rows.js';
import {
  affordable,
  CODE_FIELDS,
  type CodeField,
  dueOf,
  freshness,
  leastOf,
  modesOf,
  mostOf,
  publishedOf,
  readiness,
  worthOfModes,
  yearsOld,
} from './side-values.js';

export interface SideColumnsState {
  trls: SharedUint8;
  patents: SharedUint8;
  modes: SharedUint16;
  regions: SharedUint32;
  fieldNames: SharedUint32;
  /** Both ends of the price. */
  leasts: SharedFloat64;
  mosts: SharedFloat64;
  published: SharedFloat64;
  /** Lists of code numbers, each with its field in the last two bits. */
  codes: NumberListsState;
  /** Codes, regions and field names by their numbers; 0 stands for none. */
  names: string[];
}

/** The fields of an achievement that are compared, as numbers: NaN, 0 or an empty list where it does not say. */
export interface AchievementSides {
  trl: number;
  hasPatents: boolean;
  modes: number;
  region: number;
  fieldName: number;
  least: number;
  published: number;
  codes: NumberList;
}

/** The fields of a need, laid out for comparison with many achievements. */
export interface NeedSides {
  trl: number;
  /** By mode; undefined where the need names none. */
  worthOfModes?: Float64Array;
  region?: NearnessRow;
  fieldName: number;
  most: number;
  due: number;
  /** Each with the place of its list in CODE_FIELDS. */
  codes: { field: number; row: NearnessRow }[];
}

/** Where in a row of factor values each factor stands. */
export const FACTOR_PLACES = Object.fromEntries(FACTOR_NAMES.map((name, place) => [name, place])) as Record<
  FactorName,
  number
>;

/**
 * What the factors beside the text compare, by slot, in numbers: an achievement that is only a candidate costs no
 * object. The values are those of `sideFactors`, which words them for what is kept.
 */
export class SideColumns {
  private readonly numbers: Map<string, number>;
  private readonly codes: NumberLists;
  private readonly rows: NearnessRows;

  constructor(
    readonly state: SideColumnsState = {
      trls: sharedUint8(0),
      patents: sharedUint8(0),
      modes: sharedUint16(0),
      regions: sharedUint32(0),
      fieldNames: sharedUint32(0),
      leasts: sharedFloat64(0),
      mosts: sharedFloat64(0),
      published: sharedFloat64(0),
      codes: new NumberLists().state,
      names: [''],
    },
  ) {
    this.numbers = new Map(state.names.map((name, number) => [name, number]));
    this.codes = new NumberLists(state.codes);
    this.rows = new NearnessRows(state.names);
  }

  put(slot: number, record: AchievementRecord): void {
    const { state } = this;
    const sides = this.ofAchievement(record);
    state.trls = grownUint8(state.trls, slot + 1);
    state.patents = grownUint8(state.patents, slot + 1);
    state.modes = grownUint16(state.modes, slot + 1);
    state.regions = grownUint32(state.regions, slot + 1);
    state.fieldNames = grownUint32(state.fieldNames, slot + 1);
    state.leasts = grownFloat64(state.leasts, slot + 1);
    state.mosts = grownFloat64(state.mosts, slot + 1);
    state.published = grownFloat64(state.published, slot + 1);
    state.trls[slot] = sides.trl;
    state.patents[slot] = sides.hasPatents ? 1 : 0;
    state.modes[slot] = sides.modes;
    state.regions[slot] = sides.region;
    state.fieldNames[slot] = sides.fieldName;
    state.leasts[slot] = record.price?.min ?? NaN;
    state.mosts[slot] = record.price?.max ?? NaN;
    state.published[slot] = sides.published;
    this.codes.put(slot, sides.codes.numbers);
  }

  remove(slot: number): void {
    this.codes.remove(slot);
  }

  at(slot: number): AchievementSides {
    const { state } = this;
    const least = state.leasts[slot]!;
    return {
      trl: state.trls[slot]!,
      hasPatents: state.patents[slot] === 1,
      modes: state.modes[slot]!,
      region: state.regions[slot]!,
      fieldName: state.fieldNames[slot]!,
      least: Number.isNaN(least) ? state.mosts[slot]! : least,
      published: state.published[slot]!,
      codes: this.codes.at(slot),
    };
  }

  /** The codes of one list, as they were put. */
  codesOf(slot: number, name: CodeField): string[] {
    const { numbers, start, end } = this.codes.at(slot);
    const field = CODE_FIELDS.indexOf(name);
    const codes: string[] = [];
    for (let i = start; i < end; i += 1) {
      if ((numbers[i]! & 3) === field) codes.push(this.state.names[numbers[i]! >>> 2]!);
    }
    return codes;
  }

  ofAchievement(record: AchievementRecord): AchievementSides {
    const codes = CODE_FIELDS.flatMap((name, field) =>
      (record[name] ?? []).map((code) => (this.numberOf(code) << 2) | field),
    );
    return {
      trl: record.trl ?? 0,
      hasPatents: (record.patentNumbers ?? []).length > 0,
      modes: modesOf(record),
      region: record.regionCode ? this.numberOf(record.regionCode) : 0,
      fieldName: record.fieldName?.trim() ? this.numberOf(record.fieldName.trim()) : 0,
      least: leastOf(record),
      published: publishedOf(record),
      codes: { numbers: Uint32Array.from(codes), start: 0, end: codes.length },
    };
  }

  ofNeed(need: NeedRecord): NeedSides {
    const modes = modesOf(need);
    return {
      trl: need.trl ?? NaN,
      ...(modes !== 0 && { worthOfModes: worthOfModes(modes) }),
      ...(need.regionCode && {
        region: this.rows.rowOf('regionCode', need.regionCode),
      }),
      fieldName: need.fieldName?.trim() ? this.numberOf(need.fieldName.trim()) : 0,
      most: mostOf(need),
      due: dueOf(need),
      codes: CODE_FIELDS.flatMap((name, field) =>
        (need[name] ?? []).map((code) => ({ field, row: this.rows.rowOf(name, code) })),
      ),
    };
  }

  /** Writes the values of all factors but `text` and `indicators` into a row; NaN where one side does not say. */
  compare(need: NeedSides, achievement: AchievementSides, values: Float64Array, row: number): void {
    values[row + FACTOR_PLACES.maturity] = achievement.trl > 0 ? readiness(need.trl, achievement.trl) : NaN;
    values[row + FACTOR_PLACES.field] = this.fieldValue(need, achievement);
    values[row + FACTOR_PLACES.mode] = modeValue(need, achievement.modes);
    values[row + FACTOR_PLACES.budget] = affordable(need.most, achievement.least);
    values[row + FACTOR_PLACES.region] =
      need.region && achievement.region > 0 ? this.rows.nearness(need.region, achievement.region) : NaN;
    values[row + FACTOR_PLACES.timeliness] = freshness(yearsOld(need.due, achievement.published));
    values[row + FACTOR_PLACES.evidence] = achievement.hasPatents ? 1 : NaN;
  }

  private fieldValue(need: NeedSides, { codes, fieldName }: AchievementSides): number {
    const { numbers, start, end } = codes;
    let best = NaN;
    for (const { field, row } of need.codes) {
      for (let i = start; i < end; i += 1) {
        const number = numbers[i]!;
        if ((number & 3) !== field) continue;
        const value = this.rows.nearness(row, number >>> 2);
        if (!(best >= value) && !Number.isNaN(value)) best = value;
      }
    }
    if (!Number.isNaN(best)) return best;
    return fieldName > 0 && fieldName === need.fieldName ? 1 : NaN;
  }

  private numberOf(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.state.names.push(name) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }
}

function modeValue({ worthOfModes: worth }: NeedSides, modes: number): number {
  if (!worth || modes === 0) return NaN;
  let best = 0;
  for (let bit = 0; modes >> bit > 0; bit += 1) {
    if ((modes & (1 << bit)) !== 0 && worth[bit]! > best) best = worth[bit]!;
  }
  return best;
}
