import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager, IsNull, QueryFailedError } from 'typeorm';
import { type AccountView, type Login, type Register, type SessionView } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { recordAudit } from '../audit/record-audit.js';
import { organisationView } from '../organisations/organisation-view.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { Account } from './account.entity.js';
import { type Actor } from '../access/actor.js';
import { recordOnAccount } from './account-audit.js';
import { afterFailure, isLocked, LOCK_MINUTES } from './login.rules.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { RefreshToken } from './refresh-token.entity.js';
import { TokensService } from './tokens.service.js';

/** A session as the shell hands it out: the body of the answer, and the token that goes into the cookie. */
export interface OpenedSession {
  session: SessionView;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** Accounts, log-in and sessions. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokensService,
  ) {}

  /** Makes an organisation and its first account, who is its manager. @throws DomainError `email_taken`. */
  async register({ organisation, password, ...person }: Register): Promise<OpenedSession> {
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (manager) => {
      const owner = await manager.save(Organisation, manager.create(Organisation, organisation));
      const draft = manager.create(Account, {
        ...person,
        passwordHash,
        role: 'manager',
        organisationId: owner.id,
      });
      const account = await manager.save(Account, draft).catch((error: unknown) => {
        if (error instanceof QueryFailedError && /accounts_email/.test(error.message)) {
          throw new DomainError('email_taken', 'There is an account with this e-mail address: sign in.', [
            { field: 'email', code: 'email_taken', message: 'is taken' },
          ]);
        }
        throw error;
      });
      account.organisation = owner;
      await recordOnAccount(manager, account, 'register', {
        after: { email: account.email, name: account.name, role: account.role, organisation: owner.name },
      });
      return this.openSession(manager, account, randomUUID());
    });
  }

  /** @throws DomainError `credentials_wrong`, or `account_locked` after too many wrong passwords. */
  async login({ email, password }: Login): Promise<OpenedSession> {
    const account = await this.dataSource.manager.findOne(Account, {
      where: { email },
      relations: { organisation: true },
    });
    if (account && isLocked(account, new Date())) throw lockedError();
    if (!(await passwordMatches(account?.passwordHash ?? null, password)) || !account) {
      if (account) await this.rememberFailure(account);
      throw new DomainError('credentials_wrong', 'The e-mail address or the password is wrong.');
    }
    return this.dataSource.transaction(async (manager) => {
      await manager.update(Account, { id: account.id }, { failedLogins: 0, lockedUntil: null });
      await recordOnAccount(manager, account, 'login');
      return this.openSession(manager, account, randomUUID());
    });
  }

  /**
   * Exchanges a refresh token for the next one.
   * @throws DomainError `refresh_token_invalid`, or `refresh_token_reused`, which ends the session for both holders.
   */
  async refresh(refreshToken: string): Promise<OpenedSession> {
    const tokenHash = this.tokens.hashRefreshToken(refreshToken);
    const outcome = await this.dataSource.transaction(async (manager) => {
      const token = await manager.findOne(RefreshToken, {
        where: { tokenHash },
        lock: { mode: 'pessimistic_write' },
      });
      if (!token || token.revokedAt || token.expiresAt <= new Date()) return 'invalid';
      if (token.usedAt) {
        await this.revokeFamily(manager, token.familyId);
        await recordOnAccount(manager, await this.withOwner(manager, token.accountId), 'session_reused');
        return 'reused';
      }
      await manager.update(RefreshToken, { id: token.id }, { usedAt: new Date() });
      const account = await this.withOwner(manager, token.accountId);
      return this.openSession(manager, account, token.familyId);
    });
    if (outcome === 'invalid') {
      throw new DomainError('refresh_token_invalid', 'The session has ended: sign in again.');
    }
    if (outcome === 'reused') {
      throw new DomainError(
        'refresh_token_reused',
        'The session was used twice and has been ended: sign in again.',
      );
    }
    return outcome;
  }

  /** Ends the session of the token. Logging out of a session that is over is no error. */
  async logout(refreshToken: string): Promise<void> {
    const tokenHash = this.tokens.hashRefreshToken(refreshToken);
    await this.dataSource.transaction(async (manager) => {
      const token = await manager.findOneBy(RefreshToken, { tokenHash });
      if (!token || !(await this.revokeFamily(manager, token.familyId))) return;
      await recordOnAccount(manager, await this.withOwner(manager, token.accountId), 'logout');
    });
  }

  /**
   * The actor behind an access token. The session and the account are read again, so a log-out or a changed role
   * counts at once.
   */
  async actorOf(accessToken: string): Promise<Actor> {
    const { accountId, sessionId } = await this.tokens.readAccessToken(accessToken);
    const [row] = await this.dataSource.manager.query<(Actor & { ended: boolean })[]>(
      `SELECT a.id AS "accountId", a.role, a.locale, a.organisation_id AS "organisationId",
              o.region_code AS "regionCode", o.trusted,
              NOT EXISTS (SELECT 1 FROM refresh_tokens t
                           WHERE t.family_id = $2 AND t.account_id = a.id AND t.revoked_at IS NULL) AS ended
         FROM accounts a JOIN organisations o ON o.id = a.organisation_id
        WHERE a.id = $1`,
      [accountId, sessionId],
    );
    if (!row || row.ended) throw new DomainError('token_invalid', 'The session has ended: sign in again.');
    const { accountId: id, role, locale, organisationId, regionCode, trusted } = row;
    return { accountId: id, role, locale, organisationId, regionCode, trusted };
  }

  async me(actor: Actor): Promise<AccountView> {
    const account = await this.dataSource.manager.findOneOrFail(Account, {
      where: { id: actor.accountId },
      relations: { organisation: true },
    });
    return accountView(account);
  }

  private async openSession(
    manager: EntityManager,
    account: Account,
    familyId: string,
  ): Promise<OpenedSession> {
    const { token, tokenHash } = this.tokens.makeRefreshToken();
    const expiresAt = this.tokens.refreshTokenExpiry;
    await manager.insert(RefreshToken, { accountId: account.id, familyId, tokenHash, expiresAt });
    const accessToken = await this.tokens.issueAccessToken({ accountId: account.id, sessionId: familyId });
    return {
      session: { accessToken, expiresIn: this.tokens.accessTokenLife, account: accountView(account) },
      refreshToken: token,
      refreshTokenExpiresAt: expiresAt,
    };
  }

  /** @returns whether there was anything to end. */
  private async revokeFamily(manager: EntityManager, familyId: string): Promise<boolean> {
    const ended = await manager.update(
      RefreshToken,
      { familyId, revokedAt: IsNull() },
      { revokedAt: new Date() },
    );
    return (ended.affected ?? 0) > 0;
  }

  private withOwner(manager: EntityManager, id: string): Promise<Account> {
    return manager.findOneOrFail(Account, { where: { id }, relations: { organisation: true } });
  }

  private async rememberFailure({ id, organisation }: Account): Promise<void> {
    const locked = await this.dataSource.transaction(async (manager) => {
      const account = await manager.findOneOrFail(Account, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      const after = afterFailure(account, new Date());
      await manager.update(Account, { id }, after);
      // Whoever typed it is not known to be the account's owner.
      await recordAudit(manager, {
        actor: null,
        action: after.lockedUntil ? 'account.lock' : 'account.login_refused',
        subject: { kind: 'account', id },
        owners: [{ organisationId: organisation.id, regionCode: organisation.regionCode }],
      });
      return after.lockedUntil !== null;
    });
    if (locked) throw lockedError();
  }
}

const lockedError = () =>
  new DomainError('account_locked', `Too many wrong passwords: try again in ${LOCK_MINUTES} minutes.`);

export function accountView({ id, email, name, role, locale, organisation }: Account): AccountView {
  return { id, email, name, role, locale, organisation: organisationView(organisation) };
}
