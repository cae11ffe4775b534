import { type EntityManager, In } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { Organisation } from '../organisations/organisation.entity.js';

/** Who took a step, and for which organisation. */
export interface Author {
  accountId: string | null;
  actingFor: string | null;
}

export interface AuthorView {
  name: string | null;
  role: AccountRole | null;
  organisation: { id: string; name: string } | null;
}

/** Those who act for the public are known by name; members of an organisation are known to their colleagues. */
const KNOWN_BY_NAME: ReadonlySet<AccountRole> = new Set<AccountRole>(['broker', 'administrator', 'operator']);

/** Names the authors of steps, as this reader may know them. Null stands for the platform itself. */
export async function nameAuthors(
  manager: EntityManager,
  reader: Actor,
  authors: readonly Author[],
): Promise<(author: Author) => AuthorView | null> {
  const ids = (values: readonly (string | null)[]) => [...new Set(values.filter((id) => id !== null))];
  const accounts = await manager.findBy(Account, { id: In(ids(authors.map(({ accountId }) => accountId))) });
  const organisations = await manager.findBy(Organisation, {
    id: In(ids(authors.map(({ actingFor }) => actingFor))),
  });
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const organisationOf = new Map(organisations.map(({ id, name }) => [id, { id, name }]));
  return ({ accountId, actingFor }) => {
    const account = accountOf.get(accountId ?? '');
    const organisation = organisationOf.get(actingFor ?? '') ?? null;
    if (!account && !organisation) return null;
    const known = account && (KNOWN_BY_NAME.has(account.role) || actingFor === reader.organisationId);
    return { name: known ? account.name : null, role: account?.role ?? null, organisation };
  };
}

/**
 * Whether this reader may read what an author wrote beside a confidential need: whoever knows the need's words can
 * have repeated them.
 */
export const mayQuote = (
  { actingFor }: Author,
  reader: Actor,
  need: { organisationId: string; disclosedTo: readonly string[] },
): boolean =>
  actingFor !== null &&
  (actingFor === reader.organisationId ||
    (actingFor !== need.organisationId && !need.disclosedTo.includes(actingFor)));
