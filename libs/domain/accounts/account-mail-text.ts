import { type AccountRole, type Locale } from '#contracts/accounts.js';

/** Mails about an account that carry a link: which page of the interface it opens, and for how many minutes. */
export const LINKS = {
  confirm_email: { page: 'confirm-email', minutes: 7 * 24 * 60 },
  change_email: { page: 'confirm-email', minutes: 24 * 60 },
  reset_password: { page: 'reset-password', minutes: 60 },
  invitation: { page: 'invitation', minutes: 7 * 24 * 60 },
} as const;

export type LinkKind = keyof typeof LINKS;
export type AccountMailKind =
  | LinkKind
  | 'email_changed'
  | 'password_changed'
  | 'second_factor_disabled'
  | 'join_requested'
  | 'organisation_verified'
  | 'organisation_refused'
  | 'organisation_reopened';

export const hasLink = (kind: AccountMailKind): kind is LinkKind => kind in LINKS;

interface Text {
  subject: string;
  lines: readonly string[];
}

type Details = Readonly<Record<string, string>>;

const ROLE_NAMES: Readonly<Record<AccountRole, { zh: string; en: string }>> = {
  member: { zh: '成员', en: 'a member' },
  manager: { zh: '管理人', en: 'a manager' },
  broker: { zh: '技术经纪人', en: 'a broker' },
  administrator: { zh: '管理员', en: 'an administrator' },
  operator: { zh: '平台运营员', en: 'an operator' },
};
const roleName = (role: string | undefined, locale: Locale) => ROLE_NAMES[role as AccountRole][locale];

const TEXTS: Readonly<Record<AccountMailKind, Record<Locale, (details: Details) => Text>>> = {
  confirm_email: {
    zh: () => ({
      subject: '请确认您的邮箱',
      lines: ['您用这个邮箱在对接平台注册了账号。请打开下面的链接确认：'],
    }),
    en: () => ({
      subject: 'Confirm your e-mail address',
      lines: ['You registered at Duijie with this address. Open the link to confirm it:'],
    }),
  },
  change_email: {
    zh: () => ({
      subject: '请确认新的邮箱',
      lines: ['您要把对接平台账号的邮箱改为这一个。打开下面的链接后生效：'],
    }),
    en: () => ({
      subject: 'Confirm your new e-mail address',
      lines: ['You are moving your Duijie account to this address. It takes effect when you open the link:'],
    }),
  },
  reset_password: {
    zh: () => ({
      subject: '重设密码',
      lines: [
        '有人为这个邮箱的账号申请重设密码。如果不是您，请忽略此信，密码不会改变。',
        '一小时内可用一次：',
      ],
    }),
    en: () => ({
      subject: 'Set a new password',
      lines: [
        'Somebody asked for a new password for this account. If it was not you, ignore this mail: nothing changes.',
        'The link works once, within an hour:',
      ],
    }),
  },
  invitation: {
    zh: ({ organisation, role }) => ({
      subject: `邀请您加入${organisation}`,
      lines: [
        `${organisation}邀请您以${roleName(role, 'zh')}的身份使用对接平台。链接七天内有效，只能用于这个邮箱：`,
      ],
    }),
    en: ({ organisation, role }) => ({
      subject: `You are invited to join ${organisation}`,
      lines: [
        `${organisation} invites you to Duijie as ${roleName(role, 'en')}. The link works for seven days and for this address only:`,
      ],
    }),
  },
  email_changed: {
    zh: ({ email }) => ({
      subject: '您的账号已改用新的邮箱',
      lines: [`对接平台的账号不再使用这个邮箱，改用 ${email}。如果不是您改的，请立即联系本单位管理人。`],
    }),
    en: ({ email }) => ({
      subject: 'Your account has a new e-mail address',
      lines: [
        `Your Duijie account has moved from this address to ${email}. If that was not you, tell a manager of your organisation at once.`,
      ],
    }),
  },
  password_changed: {
    zh: () => ({
      subject: '您的密码已更改',
      lines: ['对接平台账号的密码刚刚更改，其他登录均已结束。如果不是您改的，请立即重设密码。'],
    }),
    en: () => ({
      subject: 'Your password was changed',
      lines: [
        'The password of your Duijie account has just been changed, and other sessions have ended. If that was not you, set a new one at once.',
      ],
    }),
  },
  second_factor_disabled: {
    zh: () => ({
      subject: '两步验证已关闭',
      lines: ['您的对接平台账号登录时不再要求动态验证码。如果不是您关闭的，请立即重设密码。'],
    }),
    en: () => ({
      subject: 'Two-step sign-in is off',
      lines: [
        'Your Duijie account no longer asks for a code at sign-in. If you did not turn it off, set a new password at once.',
      ],
    }),
  },
  join_requested: {
    zh: ({ email, organisation, message }) => ({
      subject: `${email} 申请加入${organisation}`,
      lines: [`${email} 申请加入${organisation}，请在“成员”中邀请或谢绝。`, message ?? ''],
    }),
    en: ({ email, organisation, message }) => ({
      subject: `${email} asks to join ${organisation}`,
      lines: [
        `${email} asks to join ${organisation}. Invite or decline them among its members.`,
        message ?? '',
      ],
    }),
  },
  organisation_verified: {
    zh: ({ organisation, note }) => ({ subject: `${organisation}已通过核验`, lines: [note ?? ''] }),
    en: ({ organisation, note }) => ({ subject: `${organisation} has been verified`, lines: [note ?? ''] }),
  },
  organisation_refused: {
    zh: ({ organisation, note }) => ({
      subject: `${organisation}未通过核验`,
      lines: [`原因：${note}`, '更正后将重新核验。'],
    }),
    en: ({ organisation, note }) => ({
      subject: `${organisation} could not be verified`,
      lines: [`Reason: ${note}`, 'Correct it, and it will be looked at again.'],
    }),
  },
  organisation_reopened: {
    zh: ({ organisation, note }) => ({ subject: `${organisation}将重新核验`, lines: [`原因：${note}`] }),
    en: ({ organisation, note }) => ({
      subject: `${organisation} will be verified anew`,
      lines: [`Reason: ${note}`],
    }),
  },
};

/** What the mail says, in the reader's language. */
export function accountMailText(
  kind: AccountMailKind,
  locale: Locale,
  details: Details,
  link: string | null,
): { subject: string; text: string } {
  const { subject, lines } = TEXTS[kind][locale](details);
  // A name may be anything but a second header line.
  return {
    subject: subject.replace(/\s+/g, ' ').slice(0, 200),
    text: [...lines.filter(Boolean), ...(link ? [link] : [])].join('\n\n'),
  };
}
