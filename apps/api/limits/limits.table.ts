/** One limit on what a caller may do. */
export interface RouteLimit {
  points: number;
  seconds: number;
  /** Whose calls are counted together; `email` is the one in the body, beside the caller's address or by itself. */
  by: 'address' | 'account' | 'email' | 'email and address';
  /** Failures only, or every call. */
  counts: 'failures' | 'calls';
  /** A caller on the same machine with no proxy between is its operator, who measures and fills in. */
  sparesThisMachine?: true;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Every limit of the platform, with the reason for its size. */
export const LIMITS = {
  /** A whole campus may sit behind one address; a program that reads everything does not need 100 pages a second. */
  address: { by: 'address', counts: 'calls', points: 6000, seconds: MINUTE, sparesThisMachine: true },
  /** No person clicks fifty times a second; an integration that reads on and on comes through. */
  account: { by: 'account', counts: 'calls', points: 3000, seconds: MINUTE, sparesThisMachine: true },
  /** A preview costs some ten milliseconds of a core: this many take a tenth of one. */
  preview: { by: 'account', counts: 'calls', points: 600, seconds: MINUTE, sparesThisMachine: true },
  /** Guessing at many accounts from one place; a campus mistypes less often than this. */
  loginFromAddress: { by: 'address', counts: 'failures', points: 100, seconds: 15 * MINUTE },
  /** Guessing at one account from a place where its owner signs in as well, which the account's own lock lets pass. */
  loginToAccount: { by: 'email and address', counts: 'failures', points: 10, seconds: 15 * MINUTE },
  /** A training course registers together; a script that fills the administrators' lists is slowed down. */
  register: { by: 'address', counts: 'calls', points: 60, seconds: HOUR },
  /** Each call may send a mail to somebody else. */
  resetFromAddress: { by: 'address', counts: 'calls', points: 30, seconds: HOUR },
  /** Five mails that nobody asked for are enough; the links in them work all the same. */
  resetOfAccount: { by: 'email', counts: 'calls', points: 5, seconds: HOUR },
  /** Secrets of links have 256 bits: this keeps the work of refusing them small. */
  followLink: { by: 'address', counts: 'failures', points: 60, seconds: 15 * MINUTE },
  /** Who stole a session still does not know the password. */
  credentials: { by: 'account', counts: 'failures', points: 10, seconds: 15 * MINUTE },
  /** A faculty is invited within an hour; a mailing list is not. */
  invite: { by: 'account', counts: 'calls', points: 200, seconds: HOUR },
} as const satisfies Record<string, RouteLimit>;

export type LimitName = keyof typeof LIMITS;
