import { type z } from 'zod';
import { createAchievementSchema } from '#contracts/achievements.js';
import { type ImportKind } from '#contracts/imports.js';
import { createNeedSchema } from '#contracts/needs.js';
import { RECORD_HEADINGS, type RecordField } from '#contracts/record-headings.js';
import { type KnownColumn } from '#platform/tables/headings.js';
import { type Cell } from '#platform/tables/table.js';
import { parseCooperationMode } from '#vocabulary/cooperation-modes.js';
import {
  findChainWord,
  findDisciplineWord,
  findIndustryWord,
  findRegionWord,
  findSubject,
} from '#vocabulary/names.js';
import { splitValues } from '#vocabulary/text.js';
import {
  cellText,
  understandBudget,
  understandDay,
  understandPrice,
  type Understood,
  understandTrl,
  understandYesNo,
} from './cell-values.js';

/** What a cell says for the form: fields with their values. Words that no list has stay, and the form refuses them. */
type Reading = Understood<Partial<Record<RecordField, unknown>>>;

const say = (field: RecordField, value: unknown): Reading => ({ value: { [field]: value } });
const sayIf = <T>(field: RecordField, understood: Understood<T>): Reading =>
  understood.code === undefined ? say(field, understood.value) : understood;

/** Codes found by words; a word about fields may name a discipline or a chain, and goes where it belongs. */
function readCodes(
  field: RecordField,
  text: string,
  find: (word: string) => Record<string, string[]> | null,
): Reading {
  const codes: Partial<Record<RecordField, string[]>> = {};
  for (const word of splitValues(text)) {
    for (const [name, found] of Object.entries(find(word) ?? { [field]: [word] })) {
      codes[name as RecordField] = [...(codes[name as RecordField] ?? []), ...found];
    }
  }
  return { value: codes };
}

const oneCode = (field: RecordField, find: (word: string) => string | null) => (text: string) =>
  readCodes(field, text, (word) => {
    const code = find(word);
    return code === null ? null : { [field]: [code] };
  });

/** How the cells of each column are read. */
const READERS: Readonly<Record<RecordField, (text: string, cell: Cell) => Reading>> = {
  externalKey: (text) => say('externalKey', text),
  title: (text) => say('title', text),
  description: (text) => say('description', text),
  keywords: (text) => say('keywords', splitValues(text)),
  disciplineCodes: oneCode('disciplineCodes', findDisciplineWord),
  fieldCodes: (text) => readCodes('fieldCodes', text, findSubject as never),
  industryCodes: (text) => readCodes('industryCodes', text, findIndustryWord as never),
  chainCodes: (text) => readCodes('chainCodes', text, findChainWord as never),
  regionCode: (text) => say('regionCode', findRegionWord(text) ?? text),
  cooperationModes: oneCode('cooperationModes', parseCooperationMode),
  trl: (text) => sayIf('trl', understandTrl(text)),
  patentNumbers: (text) => say('patentNumbers', splitValues(text)),
  price: (text) => sayIf('price', understandPrice(text)),
  budget: (text) => sayIf('budget', understandBudget(text)),
  deadline: (_, cell) => sayIf('deadline', understandDay(cell)),
  confidential: (text) => sayIf('confidential', understandYesNo(text)),
};

export const readCell = (field: RecordField, cell: Cell): Reading => READERS[field](cellText(cell), cell);

const SHARED = [
  'externalKey',
  'title',
  'description',
  'keywords',
  'disciplineCodes',
  'fieldCodes',
  'industryCodes',
  'chainCodes',
  'regionCode',
  'cooperationModes',
] as const satisfies readonly RecordField[];

/** Headings that say which kind of record a sheet is about. */
const ABOUT: Readonly<Record<ImportKind, RegExp>> = { achievements: /^成果/u, needs: /需求/u };

const formOf = (kind: ImportKind, fields: readonly RecordField[], schema: z.ZodType) => {
  const other = ABOUT[kind === 'needs' ? 'achievements' : 'needs'];
  return {
    fields,
    schema,
    columns: fields.map((name): KnownColumn<RecordField> => ({
      name,
      headings: RECORD_HEADINGS[name].filter((heading) => !other.test(heading)),
    })),
  };
};

/** The form of each kind: its fields in the order of the template, their headings, and the schema of the interface. */
export const IMPORT_FORMS = {
  achievements: formOf('achievements', [...SHARED, 'trl', 'patentNumbers', 'price'], createAchievementSchema),
  needs: formOf('needs', [...SHARED, 'budget', 'deadline', 'confidential'], createNeedSchema),
} as const satisfies Record<ImportKind, unknown>;
