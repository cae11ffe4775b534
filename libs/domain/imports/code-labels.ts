import { CHAINS, findChain } from '#vocabulary/chains.js';
import {
  COOPERATION_MODES,
  findCooperationMode,
  parseCooperationMode,
} from '#vocabulary/cooperation-modes.js';
import { findDiscipline, listDisciplines } from '#vocabulary/disciplines.js';
import { findField, listFields } from '#vocabulary/fields.js';
import { findIndustry, listIndustries } from '#vocabulary/industries.js';
import {
  findChainWord,
  findDisciplineWord,
  findIndustryWord,
  findRegionWord,
  findSubject,
} from '#vocabulary/names.js';
import { listRegions, regionPath } from '#vocabulary/regions.js';
import { splitValues } from '#vocabulary/text.js';

interface CodeList {
  list: () => readonly string[];
  name: (code: string) => string | undefined;
  /** The code that an import would read from the name. */
  find: (name: string) => string | null | undefined;
}

const codesOf = (entries: readonly { code: string }[]) => entries.map(({ code }) => code);

const LISTS = {
  regionCode: {
    list: () => codesOf(listRegions()),
    name: (code) =>
      regionPath(code)
        .map(({ zh }) => zh)
        .join(''),
    find: findRegionWord,
  },
  disciplineCodes: {
    list: () => codesOf(listDisciplines()),
    name: (code) => findDiscipline(code)?.zh,
    find: findDisciplineWord,
  },
  fieldCodes: {
    list: () => codesOf(listFields()),
    name: (code) => findField(code)?.zh,
    find: (name) => findSubject(name)?.fieldCodes?.[0],
  },
  industryCodes: {
    list: () => codesOf(listIndustries().filter(({ level }) => level !== 'class')),
    name: (code) => findIndustry(code)?.zh,
    find: (name) => findIndustryWord(name)?.industryCodes?.[0],
  },
  chainCodes: {
    list: () => codesOf(CHAINS),
    name: (code) => findChain(code)?.zh,
    find: (name) => findChainWord(name)?.chainCodes?.[0],
  },
  cooperationModes: {
    list: () => codesOf(COOPERATION_MODES),
    name: (code) => findCooperationMode(code)?.zh,
    find: parseCooperationMode,
  },
} as const satisfies Record<string, CodeList>;

export type CodedField = keyof typeof LISTS;

export const isCoded = (field: string): field is CodedField => field in LISTS;

/**
 * How a code is written into a sheet: by its name where an import reads the same code from it again, else as the code.
 * Names that hold a separator of lists, such as 畜牧、兽医科学, would fall apart.
 */
export function codeLabel(field: CodedField, code: string): string {
  const { name, find }: CodeList = LISTS[field];
  const label = name(code);
  return label && splitValues(label).length === 1 && find(label) === code ? label : code;
}

/** Every choice of a list, as the template offers it. */
export const codeChoices = (field: CodedField): string[] =>
  LISTS[field].list().map((code) => codeLabel(field, code));
