import { industryLines } from './data/industries.js';
import { indexByCode, lowestShared, once, parseLines, pathTo, type VocabularyEntry } from './entries.js';
import { compact } from './text.js';

export type IndustryLevel = 'section' | 'division' | 'group' | 'class';

/** An industry of GB/T 4754-2017. Codes carry their section letter (C, C30, C307, C3073), so a prefix is an ancestor. */
export interface Industry extends VocabularyEntry {
  level: IndustryLevel;
}

const levels: readonly IndustryLevel[] = ['section', 'division', 'group', 'class'];

const industries = once(() => {
  const list: Industry[] = [];
  let section = '';
  let group = '';
  for (const { code: printed, ...names } of parseLines(industryLines)) {
    if (/^[A-T]$/.test(printed)) {
      section = printed;
      list.push({ code: section, ...names, level: 'section' });
      continue;
    }
    const code = section + printed;
    const parent = printed.length === 2 ? section : code.slice(0, -1);
    // The standard prints a group of one class and that class on one line, under the code of the class.
    if (printed.length === 4 && parent !== group) {
      list.push({ code: parent, parent: parent.slice(0, -1), ...names, level: 'group' });
      group = parent;
    }
    if (printed.length === 3) group = code;
    list.push({ code, parent, ...names, level: levels[printed.length - 1] ?? 'class' });
  }
  return list;
});
const index = once(() => indexByCode(industries()));
const withLetter = once(() => new Map(industries().map(({ code }) => [code.slice(1) || code, code])));

/** GB/T 4754-2017 in its own order: 20 sections, 97 divisions, 473 groups, 1381 classes. */
export function listIndustries(): readonly Industry[] {
  return industries();
}

/**
 * The code with its section letter: "30", "C30", "c 30" and full-width "Ｃ３０" all give "C30". Null when the list has
 * no such code or the letter is not that of its section. Leading zeros are part of the code: "11" is B11, never A011.
 */
export function normalizeIndustryCode(text: string): string | null {
  if (index().has(text)) return text;
  const code = compact(text).toUpperCase();
  return index().has(code) ? code : (withLetter().get(code) ?? null);
}

/** Takes a code with or without its section letter. */
export function findIndustry(code: string): Industry | undefined {
  const normalized = normalizeIndustryCode(code);
  return normalized === null ? undefined : index().get(normalized);
}

/** Section, division, group, class, as far down as the code goes; empty when it is unknown. */
export function industryPath(code: string): Industry[] {
  return pathTo(index(), normalizeIndustryCode(code) ?? '');
}

const nearnessByLevel: Readonly<Record<IndustryLevel, number>> = {
  class: 1,
  group: 0.8,
  division: 0.6,
  // A section says little: all of manufacturing is one.
  section: 0.2,
};

/**
 * Nearness by the lowest level two codes share: 1 class, 0.8 group, 0.6 division, 0.2 section, 0 none. The steps are
 * our own. What a code leaves open does not count, so a division beside itself is 0.6. Null when either is unknown.
 */
export function industryNearness(left: string, right: string): number | null {
  const [leftPath, rightPath] = [industryPath(left), industryPath(right)];
  if (leftPath.length === 0 || rightPath.length === 0) return null;
  const shared = lowestShared(leftPath, rightPath);
  return shared ? nearnessByLevel[shared.level] : 0;
}
