import { type Locale } from '#contracts/accounts.js';

/** What a sentence may name. */
export interface ProblemFacts {
  /** What the schema or the rule says of it, in English. */
  message: string;
  /** What the cell holds. */
  value?: string;
  limit?: number;
  line?: number;
}

type Sentence = (facts: ProblemFacts) => Readonly<Record<Locale, string>>;

const quoted = ({ value }: ProblemFacts) => (value === undefined ? '' : value.slice(0, 40));

/** What is wrong with a cell and what to do, for each code that a row can be refused with. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  required: () => ({ zh: '必填，请填写', en: 'is required' }),
  empty: () => ({ zh: '不能为空，请填写', en: 'must not be empty' }),
  too_big: ({ limit }) => ({
    zh: `太长或太多，最多 ${limit ?? '规定数量'}（字或项）`,
    en: `must have at most ${limit ?? 'so many'} characters or entries`,
  }),
  unknown_code: (facts) => ({
    zh: `“${quoted(facts)}”不在代码表中，请从模板的下拉列表中选择`,
    en: `"${quoted(facts)}" is not in the code list: choose from the list of the template`,
  }),
  trl_not_understood: (facts) => ({
    zh: `“${quoted(facts)}”不是成熟度，请填 1 至 9，或小试、中试、产业化等阶段`,
    en: `"${quoted(facts)}" is no readiness level: write 1 to 9, or a stage such as 中试`,
  }),
  amount_not_understood: (facts) => ({
    zh: `看不懂金额“${quoted(facts)}”，请填如 50、30-50万 或 面议（单位万元）`,
    en: `"${quoted(facts)}" is no amount: write such as 50, 30-50万 or 面议 (in 万元)`,
  }),
  price_open: () => ({
    zh: '价格只有一端，请填一个数、一个范围（如 30-50万）或 面议',
    en: 'has one end only: write one amount, a range such as 30-50万, or 面议',
  }),
  day_not_understood: (facts) => ({
    zh: `“${quoted(facts)}”不是日期，请填如 2026-12-31`,
    en: `"${quoted(facts)}" is no day: write such as 2026-12-31`,
  }),
  yes_no_not_understood: () => ({ zh: '请填 是 或 否', en: 'must be 是 (yes) or 否 (no)' }),
  external_key_duplicate: ({ line }) => ({
    zh: `与第 ${line} 行的编号相同，同一编号只能出现一次`,
    en: `is the key of line ${line} already`,
  }),
  external_key_taken: () => ({
    zh: '本单位已有另一条记录使用该编号',
    en: 'is the key of another record of your organisation',
  }),
  patent_number_check_digit: (facts) => ({
    zh: `专利号“${quoted(facts)}”的校验位不对，请核对`,
    en: `"${quoted(facts)}" has a wrong check digit`,
  }),
  state_secret_suspected: () => ({
    zh: '疑似含有国家秘密标志，不得填报；本行内容未保存，请删去涉密内容后重新填写',
    en: 'seems to bear the mark of a state secret; nothing of this row was kept',
  }),
  transition_not_allowed: () => ({
    zh: '该记录的状态不允许修改（例如需求已办结）',
    en: 'the record cannot be changed in its state, such as a closed need',
  }),
  not_allowed: () => ({ zh: '您无权修改该记录', en: 'you may not change this record' }),
  too_many_cells: () => ({ zh: '本行单元格多于表头，请检查逗号和引号', en: 'has more cells than headings' }),
  unclosed_quote: () => ({
    zh: '本行有引号没有闭合，其后内容无法读取',
    en: 'has a quotation mark that is never closed; nothing after it could be read',
  }),
  bad_encoding: () => ({
    zh: '本行含有无法识别的字符，请另存为 UTF-8',
    en: 'holds bytes that are not UTF-8',
  }),
};

/** The sentence in the reader's language; a code without one is shown with what the schema says. */
export function problemText(code: string, facts: ProblemFacts, locale: Locale): string {
  const sentence = SENTENCES[code];
  if (sentence) return sentence(facts)[locale];
  if (code.startsWith('patent_number_')) {
    return {
      zh: `“${quoted(facts)}”不是有效的中国专利号或申请号`,
      en: `"${quoted(facts)}" is no Chinese patent number`,
    }[locale];
  }
  return locale === 'zh' ? `填写不符合要求（${code}：${facts.message}）` : facts.message || code;
}
