import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan, Not } from 'typeorm';
import { type OpenSessionView, type SessionView } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { currentOrigin } from '#platform/process/origin.js';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { Account } from './account.entity.js';
import { accountView } from './account-view.js';
import { recordOnAccount } from './account-audit.js';
import { accountWithOrganisation } from './find-account.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';
import { TokensService } from './tokens.service.js';

/** A session as the shell hands it out: the body of the answer, and the token that goes into the cookie. */
export interface OpenedSession {
  session: SessionView;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** Where accounts are signed in: opened, kept alive, listed and ended. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokensService,
  ) {}

  /** Opens a session, in the caller's transaction, for an account with its organisation loaded. */
  async open(manager: EntityManager, account: Account): Promise<OpenedSession> {
    const { ip: address = null, userAgent: device = '' } = currentOrigin();
    const session = await manager.save(manager.create(Session, { accountId: account.id, device, address }));
    return this.continue(manager, account, session.id);
  }

  /**
   * Exchanges a refresh token for the next one.
   * @throws DomainError `refresh_token_invalid`; `refresh_token_reused`, which ends the session for both holders;
   * `refresh_superseded` where another request that ran at the same time had the token first: two windows of one
   * browser do that, and the cookie that the other got serves both.
   */
  async refresh(refreshToken: string): Promise<OpenedSession> {
    const began = new Date();
    const tokenHash = this.tokens.hashSecret(refreshToken);
    const outcome = await this.dataSource.transaction(async (manager) => {
      const token = await manager.findOne(RefreshToken, {
        where: { tokenHash },
        lock: { mode: 'pessimistic_write' },
      });
      const session = token && (await manager.findOneBy(Session, { id: token.sessionId, endedAt: IsNull() }));
      if (!token || !session || token.expiresAt <= new Date()) return 'invalid';
      if (token.usedAt && token.usedAt >= began) return 'superseded';
      const account = await accountWithOrganisation(manager, session.accountId);
      if (token.usedAt) {
        await endSessions(manager, { id: session.id });
        await recordOnAccount(manager, account, 'session_reused');
        return 'reused';
      }
      const opened = await this.continue(manager, account, session.id);
      const { ip: address = null } = currentOrigin();
      await manager.update(Session, { id: session.id }, { lastUsedAt: new Date(), address });
      // Last of all, so that whoever began before this commit is seen to have run beside it.
      await manager.update(RefreshToken, { id: token.id }, { usedAt: new Date() });
      return opened;
    });
    if (typeof outcome === 'object') return outcome;
    throw REFRESH_ERRORS[outcome]();
  }

  /** Ends the session of the token. Logging out of a session that is over is no error. */
  async end(refreshToken: string): Promise<void> {
    const tokenHash = this.tokens.hashSecret(refreshToken);
    await this.dataSource.transaction(async (manager) => {
      const token = await manager.findOne(RefreshToken, {
        where: { tokenHash },
        relations: { session: true },
      });
      if (!token || (await endSessions(manager, { id: token.sessionId })) === 0) return;
      await recordOnAccount(
        manager,
        await accountWithOrganisation(manager, token.session.accountId),
        'logout',
      );
    });
  }

  /**
   * The actor behind an access token, and its session. Session and account are read again, so a log-out or a changed
   * role counts at once.
   * @throws DomainError `token_invalid`.
   */
  async authenticate(accessToken: string): Promise<{ actor: Actor; sessionId: string }> {
    const { accountId, sessionId } = await this.tokens.readAccessToken(accessToken);
    const [actor] = await this.dataSource.manager.query<Actor[]>(
      `SELECT a.id AS "accountId", a.role, a.locale, a.organisation_id AS "organisationId",
              o.region_code AS "regionCode", o.trusted
         FROM sessions s JOIN accounts a ON a.id = s.account_id JOIN organisations o ON o.id = a.organisation_id
        WHERE s.id = $2 AND s.ended_at IS NULL AND a.id = $1 AND a.removed_at IS NULL`,
      [accountId, sessionId],
    );
    if (!actor) throw new DomainError('token_invalid', 'The session has ended: sign in again.');
    return { actor, sessionId };
  }

  /** Where the actor is signed in, last used first. */
  async list(actor: Actor, currentId: string): Promise<OpenSessionView[]> {
    const sessions = await this.dataSource.manager.find(Session, {
      where: {
        accountId: actor.accountId,
        endedAt: IsNull(),
        lastUsedAt: MoreThan(this.tokens.oldestRefresh),
      },
      order: { lastUsedAt: 'DESC', id: 'DESC' },
      take: 100,
    });
    return sessions.map(({ id, device, address, createdAt, lastUsedAt }) => ({
      id,
      device,
      address,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      current: id === currentId,
    }));
  }

  /** @throws DomainError `not_found` where the actor has no such open session. */
  async endOne(actor: Actor, id: string): Promise<void> {
    const ended = await this.endOf(actor, { id });
    if (ended === 0) throw new DomainError('not_found', 'You have no such session.');
  }

  /** Ends every session of the actor, this one too. */
  async endAll(actor: Actor): Promise<void> {
    await this.endOf(actor, {});
  }

  private endOf(actor: Actor, which: { id?: string }): Promise<number> {
    const { accountId } = actor;
    return this.dataSource.transaction(async (manager) => {
      const ended = await endSessions(manager, { ...which, accountId });
      if (ended > 0) {
        const subject = { kind: 'account' as const, id: accountId };
        await recordAudit(manager, { actor, action: 'account.end_sessions', subject, after: { ended } });
      }
      return ended;
    });
  }

  private async continue(
    manager: EntityManager,
    account: Account,
    sessionId: string,
  ): Promise<OpenedSession> {
    const { token, tokenHash } = this.tokens.makeSecret();
    const expiresAt = this.tokens.refreshTokenExpiry;
    await manager.insert(RefreshToken, { sessionId, tokenHash, expiresAt });
    const accessToken = await this.tokens.issueAccessToken({ accountId: account.id, sessionId });
    return {
      session: { accessToken, expiresIn: this.tokens.accessTokenLife, account: accountView(account) },
      refreshToken: token,
      refreshTokenExpiresAt: expiresAt,
    };
  }
}

/** Ends open sessions, in the caller's transaction; the one named in `except` goes on. @returns how many. */
export async function endSessions(
  manager: EntityManager,
  which: { id?: string; accountId?: string; except?: string },
): Promise<number> {
  const { id, accountId, except } = which;
  const { affected } = await manager.update(
    Session,
    {
      endedAt: IsNull(),
      ...(accountId && { accountId }),
      ...(id && { id }),
      ...(except && { id: Not(except) }),
    },
    { endedAt: new Date() },
  );
  return affected ?? 0;
}

const REFRESH_ERRORS = {
  invalid: () => new DomainError('refresh_token_invalid', 'The session has ended: sign in again.'),
  reused: () =>
    new DomainError('refresh_token_reused', 'The session was used twice and has been ended: sign in again.'),
  superseded: () =>
    new DomainError(
      'refresh_superseded',
      'Another request refreshed this session at the same moment: try again with the cookie it got.',
    ),
} as const;
