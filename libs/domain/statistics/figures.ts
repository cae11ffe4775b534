import { CLOSURE_REASONS } from '#vocabulary/case-reasons.js';
import { type FigureDefinition } from '#contracts/statistics.js';
import {
  closed,
  type FigureRows,
  firstAnswered,
  firstPublished,
  inLibrary,
  matchesBegun,
  matchesThatReached,
} from './figure-rows.js';

/** What is done with the rows of a figure. */
export type Aggregate = 'count' | 'median' | 'p90';

export interface Figure extends Omit<FigureDefinition, 'key' | 'unit'> {
  rows: FigureRows;
  aggregate: Aggregate;
}

const LEVEL_NAMES: Readonly<Record<number, { zh: string; en: string }>> = {
  4: { zh: '强相关', en: 'strong' },
  3: { zh: '较强相关', en: 'fairly strong' },
  2: { zh: '弱相关', en: 'weak' },
};

const stock = { measure: 'stock', aggregate: 'count', audience: 'everyone' } as const;
const flow = { measure: 'flow', aggregate: 'count', audience: 'everyone' } as const;
const inner = { measure: 'flow', aggregate: 'count', audience: 'scope' } as const;

const closures = ({ code, zh, en }: (typeof CLOSURE_REASONS)[number]): Figure => ({
  ...flow,
  name: {
    zh: `办结：${zh}`,
    en: `Closures: ${en}`,
  },
  definition: {
    zh: `期间内以“${zh}”为原因办结的需求数，按办结时间计。`,
    en: `Needs closed within the period with the reason "${en}".`,
  },
  rows: closed(code),
});

const matchesOf = (level: number): Figure => ({
  ...inner,
  name: { zh: `匹配：${LEVEL_NAMES[level]?.zh}`, en: `Matches: ${LEVEL_NAMES[level]?.en}` },
  definition: {
    zh: `期间内首次给出、给出时关联度为 ${level}（${LEVEL_NAMES[level]?.zh}）的匹配数；以后重新评分不改变它。区域与领域按需求方当时的计。`,
    en: `Matches first suggested within the period at level ${level}; a later scoring does not change it. Region and fields are those of the need then.`,
  },
  rows: matchesBegun(level),
});

const answerTime = (aggregate: 'median' | 'p90', zh: string, en: string): Figure => ({
  measure: 'flow',
  audience: 'scope',
  aggregate,
  name: { zh: `首次答复用时（${zh}）`, en: `Time to the first answer (${en})` },
  definition: {
    zh: `期间内首次得到答复的需求，从首次提交或发布到其所属机构以外的人首次对它采取行动（受理、退回、发布、分派、服务，或推进它的一个匹配）的小时数的${zh}，线性内插，保留一位小数。`,
    en: `Of the needs first answered within the period, the ${en} of the hours from their first submission or publication until somebody outside their organisation first acted on them (accepted, returned, published, assigned or served them, or took a step of one of their matches), interpolated, to one decimal.`,
  },
  rows: firstAnswered,
});

/**
 * Every figure with its written definition. The text is what a deputy is answered with, the rows are what is counted:
 * who changes one changes the other, and a new meaning gets a new key.
 */
export const FIGURES: Readonly<Record<string, Figure>> = {
  achievements_published: {
    ...stock,
    name: { zh: '在库成果', en: 'Achievements in the library' },
    definition: {
      zh: '当日终了时处于“已发布”状态的成果数。区域为成果所属机构当时的区域，含其下各级。',
      en: 'Achievements in the state published at the end of the day. The region is that of the owning organisation then, with everything under it.',
    },
    rows: inLibrary('achievement'),
  },
  achievements_curated: {
    ...stock,
    name: { zh: '精选成果', en: 'Curated achievements' },
    definition: {
      zh: '当日终了时处于“已发布”状态且在精选库中的成果数。',
      en: 'Achievements in the state published and in the curated tier at the end of the day.',
    },
    rows: inLibrary('achievement', 'curated'),
  },
  achievements_new: {
    ...flow,
    name: { zh: '新增成果', en: 'New achievements' },
    definition: {
      zh: '期间内首次发布的成果数；撤回后再次发布不重复计。',
      en: 'Achievements first published within the period; publishing again after a withdrawal does not count again.',
    },
    rows: firstPublished('achievement'),
  },
  needs_published: {
    ...stock,
    name: { zh: '在库需求', en: 'Needs in the library' },
    definition: {
      zh: '当日终了时处于“已发布”状态的需求数，保密需求计入，已办结的不计。',
      en: 'Needs in the state published at the end of the day, confidential ones among them, closed ones not.',
    },
    rows: inLibrary('need'),
  },
  needs_new: {
    ...flow,
    name: { zh: '新增需求', en: 'New needs' },
    definition: {
      zh: '期间内首次发布的需求数；撤回后再次发布不重复计。',
      en: 'Needs first published within the period; publishing again after a withdrawal does not count again.',
    },
    rows: firstPublished('need'),
  },
  closures: {
    ...flow,
    name: { zh: '办结需求', en: 'Closures' },
    definition: {
      zh: '期间内办结的需求数，不论原因，按办结时间计。',
      en: 'Needs closed within the period, whatever the reason.',
    },
    rows: closed(),
  },
  ...Object.fromEntries(CLOSURE_REASONS.map((reason) => [`closures_${reason.code}`, closures(reason)])),
  matches: {
    ...inner,
    name: { zh: '匹配', en: 'Matches' },
    definition: {
      zh: '期间内首次给出的匹配数，各级关联度合计；失效后恢复的不重复计。区域与领域按需求方当时的计。',
      en: 'Matches first suggested within the period, of all levels; one that expired and came back does not count again. Region and fields are those of the need then.',
    },
    rows: matchesBegun(),
  },
  ...Object.fromEntries([4, 3, 2].map((level) => [`matches_level_${level}`, matchesOf(level)])),
  matches_introduced: {
    ...inner,
    name: { zh: '引荐', en: 'Introductions' },
    definition: {
      zh: '期间内首次进入“已引荐”的匹配数。',
      en: 'Matches that became introduced for the first time within the period.',
    },
    rows: matchesThatReached('introduced'),
  },
  matches_contracted: {
    ...inner,
    name: { zh: '签约', en: 'Contracts' },
    definition: {
      zh: '期间内首次进入“已签约”的匹配数。',
      en: 'Matches that became contracted for the first time within the period.',
    },
    rows: matchesThatReached('contracted'),
  },
  first_answer_median: answerTime('median', '中位数', 'median'),
  first_answer_p90: answerTime('p90', '第 90 百分位', '90th percentile'),
};

export const FIGURE_KEYS = Object.keys(FIGURES);

export const definitionOf = (
  key: string,
  { name, definition, measure, audience, aggregate }: Figure,
): FigureDefinition => ({
  key,
  name,
  definition,
  measure,
  audience,
  unit: aggregate === 'count' ? 'records' : 'hours',
});
