import { type Locale } from '#contracts/accounts.js';
import { type NeedStage } from '#contracts/needs.js';
import { reasonName } from '#vocabulary/case-reasons.js';
import { type StageStep } from './need-stages.rules.js';

/** What a reader is told has happened to a need, and what comes next. */
const STEP_TEXTS: Partial<Record<StageStep, Record<Locale, string>>> = {
  accept: { zh: '已受理，将分派服务机构', en: 'was accepted; somebody will be assigned to serve it' },
  assign: { zh: '已分派服务机构', en: 'was assigned' },
  recordService: { zh: '有新的服务记录', en: 'has a new service record' },
  serve: {
    zh: '服务已完成，请确认结果并办结',
    en: 'was served: please say what came of it and close it',
  },
  close: { zh: '已办结，欢迎评价', en: 'was closed; please rate how it went' },
  rate: { zh: '已收到评价', en: 'was rated' },
};

const ASSIGNED_TO_YOU = { zh: '已分派给贵机构', en: 'was assigned to your organisation' };

interface Notice {
  title: string;
  body: string;
}

/** A step as one reader is told it; `title` must be masked already where the reader may not know the need. */
export function needStepText(
  step: StageStep,
  title: string,
  { reason, note, toAssignee }: { reason?: string | null; note?: string | null; toAssignee: boolean },
  locale: Locale,
): Notice {
  const what = (toAssignee ? ASSIGNED_TO_YOU : STEP_TEXTS[step])?.[locale] ?? step;
  const zh = locale === 'zh';
  const head = zh ? `需求「${title}」${what}。` : `The need “${title}” ${what}.`;
  const why =
    reason && (zh ? `原因：${reasonName(reason, locale)}` : `Reason: ${reasonName(reason, locale)}`);
  const said = note && (zh ? `说明：${note}` : `Note: ${note}`);
  return {
    title: (zh ? `需求${what}：${title}` : `Need ${what}: ${title}`).slice(0, 200),
    body: [head, why, said].filter(Boolean).join('\n'),
  };
}

const WAITING: Record<NeedStage, Record<Locale, string>> = {
  collected: { zh: '等待受理', en: 'waits to be accepted' },
  accepted: { zh: '等待分派', en: 'waits to be assigned' },
  assigned: { zh: '等待服务', en: 'waits to be served' },
  served: { zh: '等待办结', en: 'waits to be closed' },
  closed: { zh: '等待评价', en: 'waits to be rated' },
  rated: { zh: '已评价', en: 'was rated' },
};

/** That a need's time has run out, for those who have the next step in hand. */
export function needLateText(stage: NeedStage, title: string, dueAt: Date, locale: Locale): Notice {
  const what = WAITING[stage][locale];
  // The limit ends at midnight, so its day is the one before.
  const day = new Date(dueAt.getTime() - 1).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  return locale === 'zh'
    ? {
        title: `需求逾期（${what}）：${title}`.slice(0, 200),
        body: `需求「${title}」${what}，办理期限为 ${day}，现已超过。`,
      }
    : {
        title: `Overdue need (${what}): ${title}`.slice(0, 200),
        body: `The need “${title}” ${what}. Its time ran out on ${day}.`,
      };
}
