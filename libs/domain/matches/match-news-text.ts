import { type Locale } from '#contracts/accounts.js';
import { type ScoredMatch } from '#matching/match.js';
import { explainMatch } from '#matching/reasons.js';
import { MATCH_LEVELS } from '#vocabulary/levels.js';

/** Which of the two records the reader's organisation owns. */
export type ReaderSide = 'need' | 'achievement';

export interface MatchTitles {
  need: string;
  achievement: string;
}

function levelName(level: number, locale: Locale): string {
  const entry = MATCH_LEVELS.find(({ code }) => Number(code) === level);
  return entry ? (locale === 'zh' ? entry.zh : entry.en) : String(level);
}

/**
 * What one reader is told of a match: which record of the other side, how strong, and why. `match` must be masked
 * already where the reader may not know the need.
 */
export function matchFoundText(
  match: ScoredMatch,
  titles: MatchTitles,
  side: ReaderSide,
  locale: Locale,
): { title: string; body: string } {
  const level = levelName(match.level, locale);
  const { summary, lines } = explainMatch(match, locale);
  const score = match.score.toFixed(1);
  const head =
    locale === 'zh'
      ? side === 'need'
        ? `成果「${titles.achievement}」与您的需求「${titles.need}」${level}（${score} 分）。`
        : `需求「${titles.need}」与您的成果「${titles.achievement}」${level}（${score} 分）。`
      : side === 'need'
        ? `The achievement “${titles.achievement}” fits your need “${titles.need}”: ${level}, score ${score}.`
        : `The need “${titles.need}” fits your achievement “${titles.achievement}”: ${level}, score ${score}.`;
  const other = side === 'need' ? titles.achievement : titles.need;
  const title = locale === 'zh' ? `新匹配（${level}）：${other}` : `New match (${level}): ${other}`;
  return { title: title.slice(0, 200), body: [head, summary, ...lines].join('\n') };
}
