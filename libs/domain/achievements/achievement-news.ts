import { type EntityManager } from 'typeorm';
import { type Locale } from '#contracts/accounts.js';
import { type SelectionLevel } from '#contracts/achievement-selections.js';
import { type NewsText, tellMembers } from '../notifications/write-notifications.js';
import { type Achievement } from './achievement.entity.js';
import { type RefreshReminder } from './freshness.rules.js';

const LEVEL_NAMES: Readonly<Record<SelectionLevel, Readonly<Record<Locale, string>>>> = {
  county: { zh: '县级', en: 'county' },
  city: { zh: '市级', en: 'city' },
  province: { zh: '省级', en: 'province' },
};

/** How many titles a reminder names before it only counts. */
const TITLES_NAMED = 10;

type Selected = 'achievement_selected' | 'achievement_deselected';

/** Tells the owner that an achievement has come into the curated tier of a level, or left it. */
export function tellOfSelection(
  manager: EntityManager,
  kind: Selected,
  { id, organisationId, title }: Achievement,
  level: SelectionLevel,
  reason: string,
): Promise<void> {
  const about = { kind, recordKind: 'achievement', recordId: id } as const;
  return tellMembers(manager, organisationId, about, (locale) =>
    textOf(selectionLines(kind, title, LEVEL_NAMES[level][locale], reason, locale)),
  );
}

function selectionLines(
  kind: Selected,
  title: string,
  level: string,
  reason: string,
  locale: Locale,
): string[] {
  const selected = kind === 'achievement_selected';
  return locale === 'zh'
    ? [`成果「${title}」${selected ? '已入选' : '已移出'}${level}精选库`, `理由：${reason}`]
    : [
        `Your achievement “${title}” ${selected ? 'was selected for' : 'has left'} the curated tier (${level})`,
        `Reason: ${reason}`,
      ];
}

/** Tells the owner that an achievement was merged into another by somebody else. */
export function tellOfMerging(
  manager: EntityManager,
  merged: Achievement,
  survivor: Achievement,
  reason: string,
): Promise<void> {
  const about = { kind: 'achievement_merged', recordKind: 'achievement', recordId: merged.id } as const;
  return tellMembers(manager, merged.organisationId, about, (locale) =>
    textOf(
      locale === 'zh'
        ? [`成果「${merged.title}」与「${survivor.title}」重复，已合并`, `后者继续保留。理由：${reason}`]
        : [
            `Your achievement “${merged.title}” was merged into “${survivor.title}”`,
            `The latter goes on. Reason: ${reason}`,
          ],
    ),
  );
}

/** Reminds an owner, in one letter, of all achievements that must be confirmed. */
export function tellOfRefresh(
  manager: EntityManager,
  organisationId: string,
  reminder: RefreshReminder,
  achievements: readonly Pick<Achievement, 'id' | 'title'>[],
): Promise<void> {
  const [only] = achievements.length === 1 ? achievements : [];
  const about = {
    kind: 'achievement_refresh',
    recordKind: only ? ('achievement' as const) : null,
    recordId: only?.id ?? null,
  } as const;
  return tellMembers(manager, organisationId, about, (locale) =>
    textOf(refreshLines(reminder, achievements, locale)),
  );
}

function refreshLines(
  reminder: RefreshReminder,
  achievements: readonly Pick<Achievement, 'title'>[],
  locale: Locale,
): string[] {
  const count = achievements.length;
  const named = achievements.slice(0, TITLES_NAMED).map(({ title }) => `· ${title}`);
  const more = count - named.length;
  if (locale === 'zh') {
    return [
      reminder === 'soon' ? `${count} 项成果即将满一年未确认` : `${count} 项成果已满一年未确认`,
      reminder === 'soon'
        ? '请更新内容，或确认其仍然有效：'
        : '它们在公开库中已标注为“待更新”。请更新内容，或确认其仍然有效：',
      ...named,
      ...(more > 0 ? [`……另有 ${more} 项`] : []),
    ];
  }
  return [
    reminder === 'soon'
      ? `${count} of your achievements will soon be a year without confirmation`
      : `${count} of your achievements are a year without confirmation`,
    reminder === 'soon'
      ? 'Please bring them up to date, or confirm that they still hold:'
      : 'The public library marks them as stale. Please bring them up to date, or confirm that they still hold:',
    ...named,
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

const textOf = (lines: readonly string[]): NewsText => ({
  title: (lines[0] ?? '').slice(0, 200),
  body: lines.join('\n'),
});
