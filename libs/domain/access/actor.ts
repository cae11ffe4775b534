import { type AccountRole, type Locale } from '#contracts/accounts.js';

/** Who is asking: what services and rules need to know of the account behind a request. */
export interface Actor {
  accountId: string;
  role: AccountRole;
  locale: Locale;
  organisationId: string;
  /** Region of the actor's organisation; the reach of an administrator. */
  regionCode: string;
  /** True where the actor's organisation publishes without review. */
  trusted: boolean;
}

/** Nobody signed in. */
export type Visitor = null;
