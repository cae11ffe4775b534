import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type OidcChecks,
  type OidcClient,
  type OidcIdentity,
  OidcRefusedError,
  OidcUnavailableError,
} from '#platform/oidc/oidc-client.js';
import { OIDC_CLIENT } from '#platform/oidc/oidc.module.js';
import { recordOnAccount } from '../accounts/account-audit.js';
import { type Account } from '../accounts/account.entity.js';
import { accountByEmail, lockAccount } from '../accounts/find-account.js';
import { hashPassword } from '../accounts/passwords.js';
import { SignInIdentity } from '../accounts/sign-in-identity.entity.js';
import { type SignInOutcome, SignInService } from '../accounts/sign-in.service.js';
import { JoiningService } from './joining.service.js';

/** Lets people in whom an OpenID Connect provider vouches for, and who are expected here. */
@Injectable()
export class OidcSignInService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignInService,
    private readonly joining: JoiningService,
    @Inject(OIDC_CLIENT) private readonly client: OidcClient | null,
  ) {}

  get isConfigured(): boolean {
    return this.client !== null;
  }

  /** @throws DomainError `not_found` where it is not configured, `sign_in_provider_unavailable`. */
  begin(): Promise<{ url: string; checks: OidcChecks }> {
    return this.configured().begin().catch(inOurWords);
  }

  /**
   * Signs in who came back from the provider.
   * @throws DomainError `challenge_invalid` where the provider or its answer says no, `identity_unknown` where nobody
   * here goes by it, `sign_in_provider_unavailable`.
   */
  async finish(query: string, checks: OidcChecks): Promise<SignInOutcome> {
    const identity = await this.configured().finish(query, checks).catch(inOurWords);
    // Nobody knows this password: the account is opened by the provider, until its owner asks for one by mail.
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
    return this.dataSource.transaction(async (manager) => {
      const account =
        (await knownBefore(manager, identity)) ??
        (await this.linkAccount(manager, identity)) ??
        (await this.acceptInvitation(manager, identity, passwordHash));
      if (!account) throw unknownIdentity();
      return this.signIn.admit(manager, account);
    });
  }

  /**
   * An account is the provider's person where both have confirmed the same address. One that somebody else registered
   * with it in advance, and could not confirm, is not.
   */
  private async linkAccount(manager: EntityManager, identity: OidcIdentity): Promise<Account | null> {
    const email = vouchedEmail(identity);
    const account = email && (await accountByEmail(manager, email));
    if (!account || account.emailConfirmedAt === null) return null;
    await link(manager, account, identity);
    return account;
  }

  /** Offices of government take nobody on a provider's word: their invitations are accepted by the mailed link. */
  private async acceptInvitation(
    manager: EntityManager,
    identity: OidcIdentity,
    passwordHash: string,
  ): Promise<Account | null> {
    const email = vouchedEmail(identity);
    const invitation = email && (await this.joining.waitingFor(manager, email));
    if (!invitation || invitation.organisation.kind === 'government') return null;
    if (await accountByEmail(manager, email)) return null;
    const name = (identity.name?.trim() || email.split('@')[0]!).slice(0, 60);
    const account = await this.joining.admit(manager, invitation, {
      name,
      locale: invitation.locale,
      passwordHash,
    });
    await link(manager, account, identity);
    return account;
  }

  private configured(): OidcClient {
    if (this.client) return this.client;
    throw new DomainError('not_found', 'Signing in at another provider is not set up here.');
  }
}

async function knownBefore(
  manager: EntityManager,
  { issuer, subject }: OidcIdentity,
): Promise<Account | null> {
  const known = await manager.findOneBy(SignInIdentity, {
    issuer,
    subject,
    account: { removedAt: IsNull() },
  });
  return known && lockAccount(manager, known.accountId);
}

async function link(
  manager: EntityManager,
  account: Account,
  { issuer, subject }: OidcIdentity,
): Promise<void> {
  // Who was removed and is invited anew has an old account under the same identity.
  await manager.delete(SignInIdentity, { issuer, subject });
  await manager.insert(SignInIdentity, { accountId: account.id, issuer, subject });
  await recordOnAccount(manager, account, 'link_identity', { after: { issuer } });
}

const vouchedEmail = ({ email, emailVerified }: OidcIdentity): string | null =>
  emailVerified ? email : null;

const unknownIdentity = () =>
  new DomainError(
    'identity_unknown',
    'No account here goes by this sign-in: sign in with your password and confirm your address, or accept your invitation by its link.',
  );

function inOurWords(error: unknown): never {
  if (error instanceof OidcUnavailableError) {
    throw new DomainError('sign_in_provider_unavailable', 'The sign-in provider cannot be reached just now.');
  }
  if (error instanceof OidcRefusedError) {
    throw new DomainError('challenge_invalid', 'The sign-in was not completed: begin again.');
  }
  throw error;
}
