import { type Locale } from '#contracts/accounts.js';
import { type AchievementView } from '#contracts/achievements.js';
import { type MatchView } from '#contracts/matches.js';
import { type NeedView } from '#contracts/needs.js';
import { RECORD_HEADINGS, type RecordField } from '#contracts/record-headings.js';
import { type FoundAchievement, type FoundNeed } from '#contracts/search.js';
import { type WrittenColumn } from '#platform/tables/write-table.js';
import { MATCH_LEVELS } from '#vocabulary/levels.js';
import { codeLabel, isCoded } from '../imports/code-labels.js';

type Money = { min: string | null; max: string | null } | null;
type Row = Partial<Record<RecordField, unknown>>;

/** An amount as an import reads it: 面议, 50, 30-50, 不低于30, 不超过50, in 万元. */
function moneyText(money: (Money & { kind?: string }) | null | undefined): string | null {
  if (!money) return null;
  const { min, max } = money;
  if (min !== null && max !== null) return `${min}-${max}`;
  if (min === null && max === null) return money.kind === 'negotiable' ? '面议' : null;
  if (money.kind === 'fixed') return min ?? max;
  return min === null ? `不超过${max}` : `不低于${min}`;
}

/** How the fields of a record are written, so that an import of the sheet finds them unchanged. */
function fieldText(field: RecordField, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (field === 'price' || field === 'budget') return moneyText(value as Money);
  if (field === 'confidential') return value ? '是' : '否';
  if (typeof value === 'number') return value;
  const codes = Array.isArray(value) ? (value as string[]) : [value as string];
  return isCoded(field) ? codes.map((code) => codeLabel(field, code)).join('；') : codes.join('；');
}

const WIDTHS: Partial<Record<RecordField, number>> = { title: 40, description: 60 };

const fieldColumns = <R extends Row>(fields: readonly RecordField[], locale: Locale): WrittenColumn<R>[] =>
  fields.map((field) => ({
    heading: locale === 'zh' ? RECORD_HEADINGS[field][0] : field,
    width: WIDTHS[field] ?? 18,
    cell: (row) => fieldText(field, row[field]),
  }));

const named = <R>(
  locale: Locale,
  zh: string,
  en: string,
  cell: WrittenColumn<R>['cell'],
): WrittenColumn<R> => ({
  heading: locale === 'zh' ? zh : en,
  width: 18,
  cell,
});

const STATES: Readonly<Record<string, string>> = {
  draft: '草稿',
  submitted: '待审核',
  returned: '已退回',
  published: '已发布',
  withdrawn: '已撤回',
  closed: '已办结',
};

type Listed = (AchievementView | NeedView) & Row;

/** What every sheet of records begins and ends with; the platform's own id is read by no import. */
const around = <R extends Row & Pick<Listed, 'id' | 'organisation' | 'publishedAt'>>(
  locale: Locale,
  columns: WrittenColumn<R>[],
): WrittenColumn<R>[] => [
  ...columns,
  named(locale, '所属机构', 'organisation', ({ organisation }) => organisation?.name ?? null),
  named(locale, '发布时间', 'publishedAt', ({ publishedAt }) => publishedAt),
  named(locale, '平台编号', 'id', ({ id }) => id),
];

const state = <R extends { state: string }>(locale: Locale) =>
  named<R>(locale, '状态', 'state', (row) =>
    locale === 'zh' ? (STATES[row.state] ?? row.state) : row.state,
  );

const SHARED = [
  'title',
  'keywords',
  'disciplineCodes',
  'fieldCodes',
  'industryCodes',
  'chainCodes',
  'regionCode',
  'cooperationModes',
] as const satisfies readonly RecordField[];

export const achievementColumns = (locale: Locale): WrittenColumn<AchievementView>[] =>
  around(locale, [
    ...fieldColumns<AchievementView>(
      ['externalKey', ...SHARED, 'description', 'trl', 'patentNumbers', 'price'],
      locale,
    ),
    state(locale),
  ]);

export const needColumns = (locale: Locale): WrittenColumn<NeedView>[] =>
  around(locale, [
    ...fieldColumns<NeedView>(
      ['externalKey', ...SHARED, 'description', 'budget', 'deadline', 'confidential'],
      locale,
    ),
    state(locale),
  ]);

const excerpt = <R extends { excerpt: string }>(locale: Locale) =>
  named<R>(locale, '摘录', 'excerpt', (row) => row.excerpt);

export const foundAchievementColumns = (locale: Locale): WrittenColumn<FoundAchievement>[] =>
  around(locale, [
    ...fieldColumns<FoundAchievement>([...SHARED, 'trl', 'patentNumbers', 'price'], locale),
    excerpt(locale),
  ]);

export const foundNeedColumns = (locale: Locale): WrittenColumn<FoundNeed>[] =>
  around(locale, [...fieldColumns<FoundNeed>([...SHARED, 'budget', 'deadline'], locale), excerpt(locale)]);

const levelName = (level: number, locale: Locale) => {
  const found = MATCH_LEVELS.find((one) => one.level === level);
  return found ? found[locale] : level;
};

export const matchColumns = (locale: Locale): WrittenColumn<MatchView>[] => [
  named(locale, '需求', 'need', ({ need }) => need.title),
  named(locale, '成果', 'achievement', ({ achievement }) => achievement.title),
  named(locale, '得分', 'score', ({ score }) => score),
  named(locale, '关联度', 'level', ({ level }) => levelName(level, locale)),
  named(locale, '状态', 'state', (match) => match.state),
  named(locale, '共有词语', 'matchedTerms', ({ matchedTerms }) => matchedTerms.join('；')),
  named(locale, '评分时间', 'scoredAt', ({ scoredAt }) => scoredAt),
  named(locale, '需求平台编号', 'needId', ({ needId }) => needId),
  named(locale, '成果平台编号', 'achievementId', ({ achievementId }) => achievementId),
  named(locale, '匹配编号', 'id', ({ id }) => id),
];
