import { type Locale } from '#contracts/accounts.js';
import { type NotificationKind } from '#contracts/notifications.js';
import { type NewsText } from '../notifications/write-notifications.js';
import { fieldName } from './field-names.js';
import { type RecordKind } from './record-subject.js';

/** A decision of a reviewer, of which the owner hears. */
export type ReviewDecision = 'published' | 'returned' | 'withdrawn' | 'change_accepted' | 'change_returned';

export const DECISION_KIND: Readonly<Record<ReviewDecision, NotificationKind>> = {
  published: 'record_published',
  returned: 'record_returned',
  withdrawn: 'record_withdrawn',
  change_accepted: 'record_published',
  change_returned: 'record_returned',
};

const NAMES: Readonly<Record<RecordKind, Readonly<Record<Locale, string>>>> = {
  achievement: { zh: '成果', en: 'achievement' },
  need: { zh: '需求', en: 'need' },
};

const WORDS: Readonly<
  Record<ReviewDecision, Readonly<Record<Locale, readonly [head: string, rest: string]>>>
> = {
  published: {
    zh: ['已审核通过并发布', '已进入公开库，系统会自动为其匹配。'],
    en: ['was published', 'It is in the public library now and is being matched.'],
  },
  returned: {
    zh: ['被退回修改', '请按以下意见修改后重新提交：'],
    en: ['was returned', 'Please correct what follows and submit it again:'],
  },
  withdrawn: {
    zh: ['被管理员撤下', '它已不在公开库中，相关匹配随之失效。'],
    en: [
      'was withdrawn by an administrator',
      'It has left the public library, and its matches have expired.',
    ],
  },
  change_accepted: {
    zh: ['的修改已审核通过', '公开库中已是修改后的内容。'],
    en: ['was changed as you proposed', 'The public library shows the new text now.'],
  },
  change_returned: {
    zh: ['的修改被退回', '公开库中仍是修改前的内容。请按以下意见修改：'],
    en: [
      'was not changed',
      'The public library still shows the text from before. Please correct what follows:',
    ],
  },
};

/** What the members of the owner read of a decision. */
export function reviewNews(
  decision: ReviewDecision,
  kind: RecordKind,
  { title, returnReasons }: { title: string; returnReasons: readonly { field: string; reason: string }[] },
  locale: Locale,
): NewsText {
  const [head, rest] = WORDS[decision][locale];
  const name = NAMES[kind][locale];
  const subject = locale === 'zh' ? `${name}「${title}」${head}` : `Your ${name} “${title}” ${head}`;
  const reasons = returnReasons.map(
    ({ field, reason }) => `· ${fieldName(field, locale)}${locale === 'zh' ? '：' : ': '}${reason}`,
  );
  return { title: subject.slice(0, 200), body: [subject, rest, ...reasons].join('\n') };
}
