import { type Locale } from '#contracts/accounts.js';
import { type ImportKind } from '#contracts/imports.js';
import { RECORD_HEADINGS, type RecordField } from '#contracts/record-headings.js';
import { writeXlsx, type WrittenSheet } from '#platform/tables/write-xlsx.js';
import { COOPERATION_MODES } from '#vocabulary/cooperation-modes.js';
import { TRLS } from '#vocabulary/maturity.js';
import { codeChoices, isCoded } from './code-labels.js';
import { type ImportRejection } from './import.entity.js';
import { IMPORT_FORMS } from './import-forms.js';

/** Rows of the template that offer the lists. */
const CHOICE_ROWS = 5_000;
const CHOICES = '选项';

/** How a field is filled in. */
const NOTES: Readonly<Record<RecordField, string>> = {
  externalKey: '本单位自己的编号。再次导入时按编号更新同一条记录；不填则按内容识别，内容完全相同的行不会重复',
  title: '必填，最多 300 字',
  description: '最多 50000 字，写得越具体，匹配越准',
  keywords: '最多 20 个，用；隔开',
  disciplineCodes: 'GB/T 13745 学科名称或代码，可填多个，用；隔开',
  fieldCodes: '国家重点支持的高新技术领域，可填多个，用；隔开',
  industryCodes: 'GB/T 4754 行业名称或代码，可填多个，用；隔开',
  chainCodes: '河南省重点产业链，可填多个，用；隔开',
  regionCode: '省、市、县名称或六位行政区划代码',
  cooperationModes: '可填多个，用；隔开',
  trl: '1 至 9，或小试、中试、产业化等阶段',
  patentNumbers: '专利号或申请号，可填多个，用；隔开',
  price: '单位万元，如 50、30-50 或 面议',
  budget: '单位万元，如 50、30-50 或 不超过100万',
  deadline: '如 2026-12-31',
  confidential: '是 或 否。保密需求对外只显示领域',
};

const SHEET_NAMES: Readonly<Record<ImportKind, string>> = { achievements: '成果', needs: '需求' };

/** What a cell of the field offers, if it offers a choice. */
function choicesOf(field: RecordField): readonly string[] | null {
  if (isCoded(field)) return codeChoices(field);
  if (field === 'trl') return TRLS.map(({ code }) => code);
  return field === 'confidential' ? ['是', '否'] : null;
}

/** An empty sheet to fill in: the headings with lists to choose from, how to fill them in, and the lists. */
export function templateSheet(kind: ImportKind): AsyncGenerator<Buffer> {
  const { fields } = IMPORT_FORMS[kind];
  const lists = fields.flatMap((field) => {
    const values = choicesOf(field);
    return values ? [{ field, values }] : [];
  });
  const choices = lists.map(({ field, values }, index) => ({
    column: fields.indexOf(field as never),
    list: { sheet: CHOICES, column: index, length: values.length },
    hint: NOTES[field],
  }));
  const longest = Math.max(...lists.map(({ values }) => values.length));
  const sheets: WrittenSheet[] = [
    {
      name: SHEET_NAMES[kind],
      headings: fields.map(headingOf),
      widths: fields.map((field) => (field === 'description' ? 60 : 22)),
      rows: [],
      choices,
      choiceRows: CHOICE_ROWS,
    },
    {
      name: '填写说明',
      headings: ['列', '怎样填写'],
      widths: [20, 90],
      rows: [
        ...fields.map((field) => [headingOf(field), NOTES[field]]),
        ['合作方式', `可选：${COOPERATION_MODES.map(({ zh }) => zh).join('；')}`],
        ['涉密', '本平台公开运行，不得填报涉密内容'],
      ],
    },
    {
      name: CHOICES,
      headings: lists.map(({ field }) => headingOf(field)),
      rows: Array.from({ length: longest }, (_, row) => lists.map(({ values }) => values[row])),
    },
  ];
  return writeXlsx(sheets);
}

const headingOf = (field: RecordField): string => RECORD_HEADINGS[field][0];

const REASON_HEADING: Readonly<Record<Locale, readonly [reason: string, line: string]>> = {
  zh: ['导入问题', '原行号'],
  en: ['Import problem', 'Line'],
};

/** The refused rows as they were, with what is wrong beside them: to be corrected there and imported again. */
export function rejectionsSheet(
  headings: readonly string[],
  rejections: AsyncIterable<ImportRejection>,
  locale: Locale,
): AsyncGenerator<Buffer> {
  const [reason, line] = REASON_HEADING[locale];
  async function* rows() {
    for await (const rejection of rejections) {
      const problems = rejection.problems.map(({ column, message }) =>
        column ? `${column}：${message}` : message,
      );
      // The columns beside the last heading may be longer in one row than in another.
      const cells = headings.map((_, index) => rejection.cells[index]);
      yield [...cells, problems.join('；'), rejection.line];
    }
  }
  return writeXlsx([
    {
      name: 'Sheet1',
      headings: [...headings, unused(reason, headings), unused(line, headings)],
      widths: [...headings.map(() => 20), 60, 8],
      rows: rows(),
    },
  ]);
}

/** A sheet that is imported, corrected and imported again has the columns already. */
function unused(heading: string, headings: readonly string[]): string {
  let name = heading;
  for (let count = 2; headings.includes(name); count += 1) name = `${heading} ${count}`;
  return name;
}
