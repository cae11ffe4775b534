import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import {
  type RecoveryCodes,
  type SecondFactorSecret,
  type SecondFactorState,
  type WithPasswordAndCode,
} from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type Actor } from '../access/actor.js';
import { recordOnAccount } from './account-audit.js';
import { type Account } from './account.entity.js';
import { AccountMailsService } from './account-mails.service.js';
import { lockAccount } from './find-account.js';
import { afterFailure, isLocked, LOCK_MINUTES, WRONG_CODES_ALLOWED } from './login.rules.js';
import { assertPassword } from './passwords.js';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import {
  acceptedPeriod,
  makeRecoveryCodes,
  makeTotpSecret,
  recoveryCodeHash,
  totpUri,
} from './second-factor.rules.js';
import { TokensService } from './tokens.service.js';

type Verdict = 'right' | 'wrong' | 'locked';
type Outcome<T> = { verdict: 'right'; done: T } | { verdict: 'wrong' | 'locked' };

/** The codes of a device that sign-in asks for beside the password, where the owner of the account wants it. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokensService,
    private readonly mails: AccountMailsService,
  ) {}

  async state({ accountId }: Actor): Promise<SecondFactorState> {
    const { manager } = this.dataSource;
    return {
      enabled: await this.isEnabled(manager, accountId),
      recoveryCodesLeft: await manager.countBy(RecoveryCode, { accountId, usedAt: IsNull() }),
    };
  }

  async isEnabled(manager: EntityManager, accountId: string): Promise<boolean> {
    const factor = await manager.findOneBy(SecondFactor, { accountId });
    return factor !== null && factor.confirmedAt !== null;
  }

  /**
   * Makes a secret for the actor's device; nothing is asked for until a code of it was given. Beginning again replaces
   * a secret that was not confirmed.
   * @throws DomainError `password_wrong`, or `second_factor_state` where one is on already.
   */
  async begin({ accountId }: Actor, password: string): Promise<SecondFactorSecret> {
    return this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, accountId);
      await assertPassword(account, password);
      if (await this.isEnabled(manager, accountId)) throw stateError('is on already: turn it off first');
      const secret = makeTotpSecret();
      await manager.delete(SecondFactor, { accountId });
      await manager.insert(SecondFactor, { accountId, sealedSecret: await this.tokens.seal(secret) });
      return { secret, uri: totpUri(secret, account.email) };
    });
  }

  /** Turns it on with a first code. @throws DomainError `code_wrong`, or `second_factor_state`. */
  confirm({ accountId }: Actor, code: string): Promise<RecoveryCodes> {
    return this.withCode(accountId, code, async (manager, account) => {
      const { affected } = await manager.update(
        SecondFactor,
        { accountId, confirmedAt: IsNull() },
        { confirmedAt: new Date() },
      );
      if (!affected) throw stateError('is on already');
      await recordOnAccount(manager, account, 'enable_second_factor');
      return this.renewRecoveryCodes(manager, accountId);
    });
  }

  /** New recovery codes; the old ones are void. @throws DomainError `password_wrong`, `code_wrong`. */
  newRecoveryCodes({ accountId }: Actor, { password, code }: WithPasswordAndCode): Promise<RecoveryCodes> {
    return this.withCode(
      accountId,
      code,
      async (manager, account) => {
        await recordOnAccount(manager, account, 'renew_recovery_codes');
        return this.renewRecoveryCodes(manager, accountId);
      },
      (account) => assertPassword(account, password),
    );
  }

  /** Turns it off, and tells the owner by mail. @throws DomainError `password_wrong`, `code_wrong`. */
  disable({ accountId }: Actor, { password, code }: WithPasswordAndCode): Promise<void> {
    return this.withCode(
      accountId,
      code,
      async (manager, account) => {
        await manager.delete(SecondFactor, { accountId });
        await manager.delete(RecoveryCode, { accountId });
        await recordOnAccount(manager, account, 'disable_second_factor');
        const { email: recipient, locale } = account;
        await this.mails.write(manager, { kind: 'second_factor_disabled', recipient, locale, accountId });
      },
      (account) => assertPassword(account, password),
    );
  }

  /** Checks a code of the device or a recovery code in the caller's transaction, which must commit either way. */
  async check(manager: EntityManager, accountId: string, code: string): Promise<Verdict> {
    const now = new Date();
    const factor = await manager.findOne(SecondFactor, {
      where: { accountId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!factor) throw stateError('is not on');
    if (isLocked(factor, now)) return 'locked';
    const secret = await this.tokens.unseal(factor.sealedSecret);
    // Where the key was changed since, recovery codes are what is left.
    const period = secret === null ? null : acceptedPeriod(secret, code, factor.lastPeriod, now);
    if (period !== null || (await this.useRecoveryCode(manager, accountId, code))) {
      const lastPeriod = period ?? factor.lastPeriod;
      await manager.update(SecondFactor, { accountId }, { lastPeriod, failures: 0, lockedUntil: null });
      return 'right';
    }
    const after = afterFailure(factor, WRONG_CODES_ALLOWED, now);
    await manager.update(SecondFactor, { accountId }, after);
    return after.lockedUntil ? 'locked' : 'wrong';
  }

  /** Does the work if the code is right. A wrong one is counted even though the caller gets an error. */
  private async withCode<T>(
    accountId: string,
    code: string,
    work: (manager: EntityManager, account: Account) => Promise<T>,
    before: (account: Account) => Promise<void> = () => Promise.resolve(),
  ): Promise<T> {
    const outcome = await this.dataSource.transaction(async (manager): Promise<Outcome<T>> => {
      const account = await lockAccount(manager, accountId);
      await before(account);
      const verdict = await this.check(manager, accountId, code);
      return verdict === 'right' ? { verdict, done: await work(manager, account) } : { verdict };
    });
    if (outcome.verdict === 'right') return outcome.done;
    throw codeError(outcome.verdict);
  }

  private async useRecoveryCode(manager: EntityManager, accountId: string, code: string): Promise<boolean> {
    const { affected } = await manager.update(
      RecoveryCode,
      { accountId, codeHash: recoveryCodeHash(code), usedAt: IsNull() },
      { usedAt: new Date() },
    );
    return affected === 1;
  }

  private async renewRecoveryCodes(manager: EntityManager, accountId: string): Promise<RecoveryCodes> {
    const recoveryCodes = makeRecoveryCodes();
    await manager.delete(RecoveryCode, { accountId });
    await manager.insert(
      RecoveryCode,
      recoveryCodes.map((code) => ({ accountId, codeHash: recoveryCodeHash(code) })),
    );
    return { recoveryCodes };
  }
}

export const codeError = (verdict: 'wrong' | 'locked') =>
  verdict === 'locked'
    ? new DomainError(
        'account_locked',
        `Too many wrong codes: try again in ${LOCK_MINUTES} minutes.`,
        [],
        LOCK_MINUTES * 60,
      )
    : new DomainError('code_wrong', 'The code is wrong, has run out, or was used already.', [
        { field: 'code', code: 'code_wrong', message: 'is wrong: wait for the next one' },
      ]);

const stateError = (what: string) => new DomainError('second_factor_state', `The second factor ${what}.`);
