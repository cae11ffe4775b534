import { type AccountView } from '#contracts/accounts.js';
import { organisationView } from '../organisations/organisation-view.js';
import { type Account } from './account.entity.js';

/** The account with its organisation loaded. */
export function accountView(account: Account): AccountView {
  const { id, email, emailConfirmedAt, name, role, locale, organisation } = account;
  return {
    id,
    email,
    emailConfirmed: emailConfirmedAt !== null,
    name,
    role,
    locale,
    organisation: organisationView(organisation),
  };
}
