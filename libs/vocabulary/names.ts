import { CHAINS, findChain } from './chains.js';
import { findDiscipline, listDisciplines } from './disciplines.js';
import { once, type VocabularyEntry } from './entries.js';
import { findField, listFields } from './fields.js';
import { listIndustries, normalizeIndustryCode } from './industries.js';
import { isWithin, listRegions, type Region, resolveRegion } from './regions.js';
import { compact } from './text.js';

/** The code lists in which a cell about field or industry may be found. */
export interface SubjectCodes {
  fieldCodes?: string[];
  disciplineCodes?: string[];
  chainCodes?: string[];
  industryCodes?: string[];
}

const byName = (list: readonly VocabularyEntry[]) => new Map(list.map(({ code, zh }) => [compact(zh), code]));

// Parents come before their children, so of two entries with one name the wider would be lost; it is put back in front.
const industryNames = once(() => byName(listIndustries().toReversed()));
const fieldNames = once(() => byName(listFields().toReversed()));
const disciplineNames = once(() => byName(listDisciplines()));
const chainNames = once(() => new Map(CHAINS.map(({ code, zh }) => [compact(zh), code])));

/**
 * Finds a technical field by code or exact name: a state-supported field, a discipline or a chain of the province.
 * Null when no list has it; the words themselves are then worth keeping.
 */
export function findSubject(text: string): SubjectCodes | null {
  const word = compact(text);
  const field = findField(word)?.code ?? fieldNames().get(word);
  if (field) return { fieldCodes: [field] };
  const discipline = findDiscipline(word)?.code ?? disciplineNames().get(word);
  if (discipline) return { disciplineCodes: [discipline] };
  return findChainWord(word);
}

/** Finds a discipline of GB/T 13745 by code or exact name. */
export function findDisciplineWord(text: string): string | null {
  const word = compact(text);
  return findDiscipline(word)?.code ?? disciplineNames().get(word) ?? null;
}

/** Finds an industry of GB/T 4754 by code or exact name, or a chain of the province. */
export function findIndustryWord(text: string): SubjectCodes | null {
  const word = compact(text);
  const industry =
    normalizeIndustryCode(word) ?? industryNames().get(word) ?? industryNames().get(`${word}业`);
  return industry ? { industryCodes: [industry] } : findChainWord(word);
}

/** Finds a chain of the province by code or name. */
export function findChainWord(word: string): SubjectCodes | null {
  const chain = findChain(word)?.code ?? chainNames().get(word.replace(/产业链$/u, ''));
  return chain ? { chainCodes: [chain] } : null;
}

/**
 * Finds a place by its six digits or by its name from the top down: 河南省郑州市金水区, 郑州金水区, 郑州, 兰考县. What
 * follows the last known name is an address and does not count. A county without its city counts only when no other
 * listed one has its name and nothing comes before it: 鼓楼区 stands in half the country's cities.
 */
export function findRegionWord(text: string): string | null {
  const word = compact(text);
  if (/^\d{6}$/u.test(word)) return resolveRegion(word)?.code ?? null;
  const all = listRegions();
  const province = startOf(
    word,
    all.filter(({ level }) => level === 'province'),
  );
  const below = all.filter(
    ({ code, level }) =>
      level !== 'province' && (province === undefined || isWithin(code, province.region.code)),
  );
  const next = startOf(word.slice(province?.length ?? 0), below);
  if (next === undefined) return province?.region.code ?? null;
  const { region } = next;
  if (region.level === 'county') {
    const unique = below.filter(({ zh }) => zh === region.zh).length === 1;
    return unique ? region.code : (province?.region.code ?? null);
  }
  const county = startOf(
    word.slice((province?.length ?? 0) + next.length),
    below.filter(({ parent }) => parent === region.code),
  );
  return county?.region.code ?? region.code;
}

/** The region whose full or short name the text begins with; the longest of them, so that 新乡县 is not 新乡. */
function startOf(text: string, regions: readonly Region[]): { region: Region; length: number } | undefined {
  return regions
    .flatMap((region) =>
      [region.zh, shortName(region.zh)].map((name) => ({ region, name, length: name.length })),
    )
    .filter(({ name }) => text.startsWith(name))
    .sort((left, right) => right.length - left.length)[0];
}

function shortName(name: string): string {
  const short = name.replace(/(维吾尔|壮族|回族)?(自治区|特别行政区)$|[省市县区]$/u, '');
  return short.length >= 2 ? short : name;
}
