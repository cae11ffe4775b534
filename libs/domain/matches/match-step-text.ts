import { type Locale } from '#contracts/accounts.js';
import { type MatchState } from '#contracts/matches.js';
import { reasonName } from '#vocabulary/case-reasons.js';

const STATE_NAMES: Record<MatchState, Record<Locale, string>> = {
  suggested: { zh: '已推荐', en: 'suggested' },
  introduced: { zh: '已引荐', en: 'introduced' },
  negotiating: { zh: '洽谈中', en: 'in negotiation' },
  agreed: { zh: '达成意向', en: 'agreed' },
  contracted: { zh: '已签约', en: 'contracted' },
  declined: { zh: '已终止', en: 'declined' },
  expired: { zh: '已失效', en: 'expired' },
};

export interface StepNews {
  /** Null where only a note was left. */
  to: MatchState | null;
  reason: string | null;
  note: string | null;
  /** Who took the step; null where the reader may not know. */
  by: string | null;
}

/** A step of a match, or a note beside it, as one reader is told it. The titles must be masked already. */
export function matchStepText(
  { to, reason, note, by }: StepNews,
  titles: { need: string; achievement: string },
  locale: Locale,
): { title: string; body: string } {
  const zh = locale === 'zh';
  const what = to ? STATE_NAMES[to][locale] : zh ? '有新的备注' : 'has a new note';
  const who = by ?? (zh ? '需求方' : 'the side of the need');
  const lines = zh
    ? [
        `需求「${titles.need}」与成果「${titles.achievement}」的对接${what}，由${who}记录。`,
        reason && `原因：${reasonName(reason, locale)}`,
        note && `备注：${note}`,
      ]
    : [
        `The match of the need “${titles.need}” with the achievement “${titles.achievement}” ${to ? `is ${what}` : what}, recorded by ${who}.`,
        reason && `Reason: ${reasonName(reason, locale)}`,
        note && `Note: ${note}`,
      ];
  const title = zh ? `对接${what}：${titles.achievement}` : `Match ${what}: ${titles.achievement}`;
  return { title: title.slice(0, 200), body: lines.filter(Boolean).join('\n') };
}
