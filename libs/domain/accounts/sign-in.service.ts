import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { type ChallengeView, type Login, type SecondFactorLogin } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { currentOrigin } from '#platform/process/origin.js';
import { recordAudit } from '../audit/record-audit.js';
import { Account } from './account.entity.js';
import { recordOnAccount } from './account-audit.js';
import { accountByEmail, lockAccount } from './find-account.js';
import { afterFailure, FAILED_LOGINS_ALLOWED, isLocked, LOCK_MINUTES } from './login.rules.js';
import { passwordMatches } from './passwords.js';
import { SecondFactorService, codeError } from './second-factor.service.js';
import { Session } from './session.entity.js';
import { type OpenedSession, SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

const CHALLENGE_SECONDS = 300;
/** How long a place where the account signed in stays a known one. */
const KNOWN_PLACE_DAYS = 90;

const challengeSchema = z.object({ sub: z.uuid(), pwd: z.string() });

/** A session, or the question for a code that must be answered first. */
export type SignInOutcome = OpenedSession | { challenge: ChallengeView };

/** Lets people in who can show that they are whom they say. */
@Injectable()
export class SignInService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokensService,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactorService,
  ) {}

  /**
   * Signs in with a password. Too many wrong ones lock the account for places where it never signed in: who guesses
   * from elsewhere cannot keep its owner out.
   * @throws DomainError `credentials_wrong`, or `account_locked`.
   */
  async login({ email, password }: Login): Promise<SignInOutcome> {
    const account = await accountByEmail(this.dataSource.manager, email);
    const isKnownPlace = account !== null && (await this.knowsPlace(account.id));
    if (account && !isKnownPlace && isLocked(account, new Date())) throw lockedError();
    if (!(await passwordMatches(account?.passwordHash ?? null, password)) || !account) {
      if (account) await this.rememberFailure(account, isKnownPlace);
      throw new DomainError('credentials_wrong', 'The e-mail address or the password is wrong.');
    }
    return this.dataSource.transaction(async (manager) => {
      await lockAccount(manager, account.id);
      await manager.update(Account, { id: account.id }, { failedLogins: 0, lockedUntil: null });
      return this.admit(manager, account);
    });
  }

  /** Opens a session for somebody who is known by now, or asks for the code where the account wants one. */
  async admit(manager: EntityManager, account: Account): Promise<SignInOutcome> {
    if (!(await this.secondFactor.isEnabled(manager, account.id))) {
      return this.open(manager, account);
    }
    const claims = { sub: account.id, pwd: this.passwordMark(account) };
    return {
      challenge: {
        challenge: 'second_factor_required',
        challengeToken: await this.tokens.sign('second-factor', claims, CHALLENGE_SECONDS),
        expiresIn: CHALLENGE_SECONDS,
      },
    };
  }

  /** Answers the question for a code. @throws DomainError `challenge_invalid`, `code_wrong`, or `account_locked`. */
  async answerChallenge({ challengeToken, code }: SecondFactorLogin): Promise<OpenedSession> {
    const claims = challengeSchema.safeParse(await this.tokens.read('second-factor', challengeToken));
    if (!claims.success) throw challengeInvalid();
    const { sub: id, pwd } = claims.data;
    // A wrong code is counted, so the transaction commits whatever the answer is.
    const outcome = await this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, id);
      if (pwd !== this.passwordMark(account)) throw challengeInvalid();
      const verdict = await this.secondFactor.check(manager, id, code);
      if (verdict === 'right') return this.open(manager, account);
      await this.recordRefusal(manager, account, verdict === 'locked');
      return verdict;
    });
    if (typeof outcome === 'object') return outcome;
    throw codeError(outcome);
  }

  /** Changes with the password, so that a challenge from before the change is void. */
  private passwordMark({ passwordHash }: Account): string {
    return this.tokens.hashSecret(passwordHash);
  }

  private async open(manager: EntityManager, account: Account): Promise<OpenedSession> {
    await recordOnAccount(manager, account, 'login');
    return this.sessions.open(manager, account);
  }

  private async knowsPlace(accountId: string): Promise<boolean> {
    const { ip: address } = currentOrigin();
    if (address === undefined) return false;
    const since = new Date(Date.now() - KNOWN_PLACE_DAYS * 86_400_000);
    return this.dataSource.manager.existsBy(Session, { accountId, address, lastUsedAt: MoreThan(since) });
  }

  private async rememberFailure({ id }: Account, isKnownPlace: boolean): Promise<void> {
    const locked = await this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, id);
      const { failedLogins: failures, lockedUntil } = account;
      const after = isKnownPlace
        ? { failures, lockedUntil }
        : afterFailure({ failures, lockedUntil }, FAILED_LOGINS_ALLOWED, new Date());
      await manager.update(Account, { id }, { failedLogins: after.failures, lockedUntil: after.lockedUntil });
      const isLocking = !isKnownPlace && after.lockedUntil !== null;
      await this.recordRefusal(manager, account, isLocking);
      return isLocking;
    });
    if (locked) throw lockedError();
  }

  /** Whoever typed it is not known to be the account's owner. */
  private recordRefusal(manager: EntityManager, account: Account, isLocking: boolean): Promise<void> {
    const { id, organisationId, organisation } = account;
    return recordAudit(manager, {
      actor: null,
      action: isLocking ? 'account.lock' : 'account.login_refused',
      subject: { kind: 'account', id },
      owners: [{ organisationId, regionCode: organisation.regionCode }],
    });
  }
}

const lockedError = () =>
  new DomainError(
    'account_locked',
    `Too many wrong passwords: try again in ${LOCK_MINUTES} minutes.`,
    [],
    LOCK_MINUTES * 60,
  );

const challengeInvalid = () =>
  new DomainError('challenge_invalid', 'The sign-in took too long or was changed: begin again.');
