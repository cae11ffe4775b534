import { regionLines } from './data/regions.js';
import { indexByCode, lowestShared, once, parseLines, pathTo, type VocabularyEntry } from './entries.js';

export type RegionLevel = 'province' | 'city' | 'county';

/** A place of GB/T 2260. Jiyuan (419001), a county-level city directly under the province, counts as a city. */
export interface Region extends VocabularyEntry {
  level: RegionLevel;
}

// In GB/T 2260 a third and fourth digit of 90 gathers the county-level units that have no city above them.
const isDirectlyUnderProvince = (code: string) => code.slice(2, 4) === '90';

function levelOf(code: string): RegionLevel {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') || isDirectlyUnderProvince(code) ? 'city' : 'county';
}

function codeAbove(code: string): string | undefined {
  const level = levelOf(code);
  if (level === 'province') return undefined;
  return level === 'city' ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

const regions = once(() =>
  parseLines(regionLines).map((line): Region => {
    const parent = codeAbove(line.code);
    return {
      ...line,
      ...(parent && { parent }),
      level: levelOf(line.code),
      ...(isDirectlyUnderProvince(line.code) && { note: '省直辖县级市' }),
    };
  }),
);
const index = once(() => indexByCode(regions()));

/** GB/T 2260: every province of the country, and all cities and counties of Henan, in the order of their codes. */
export function listRegions(): readonly Region[] {
  return regions();
}

/** Takes a six-digit code exactly as listed; undefined for retired codes and for places below other provinces. */
export function findRegion(code: string): Region | undefined {
  return index().get(code);
}

/**
 * The smallest listed region that holds the code: itself, else its city, else its province. So 110108 (a district of
 * Beijing) gives Beijing, and 410322, a county merged away in 2021, gives its city. Undefined when even the
 * province is unknown or the code is not six digits.
 */
export function resolveRegion(code: string): Region | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  return findRegion(code) ?? findRegion(`${code.slice(0, 4)}00`) ?? findRegion(`${code.slice(0, 2)}0000`);
}

/** Province, city, county, as far down as the code goes; empty for a code `findRegion` does not know. */
export function regionPath(code: string): Region[] {
  return pathTo(index(), code);
}

/** True when the region is the ancestor itself or lies in it. Unlisted codes lie nowhere: permissions rest on this. */
export function isWithin(code: string, ancestor: string): boolean {
  return regionPath(code).some((region) => region.code === ancestor);
}

/** What the codes of a region and of everything in it begin with: 41 for a province, 4101 for a city, all of a county's. */
export function regionPrefix(code: string): string {
  const level = levelOf(code);
  if (level === 'province') return code.slice(0, 2);
  return level === 'city' && !isDirectlyUnderProvince(code) ? code.slice(0, 4) : code;
}

/**
 * How near two places are: 1 same county, 0.8 same city, 0.5 same province, 0.2 elsewhere in the country. Each code is
 * resolved first, and what it leaves open does not count: a city beside itself or beside one of its counties is 0.8.
 * Jiyuan, which has no counties, beside itself is 1. Null when either code cannot be resolved.
 */
export function regionNearness(left: string, right: string): number | null {
  const [leftRegion, rightRegion] = [resolveRegion(left), resolveRegion(right)];
  if (!leftRegion || !rightRegion) return null;
  const shared = lowestShared(regionPath(leftRegion.code), regionPath(rightRegion.code));
  if (!shared) return 0.2;
  if (shared.level === 'province') return 0.5;
  return shared.level === 'county' || isDirectlyUnderProvince(shared.code) ? 1 : 0.8;
}
