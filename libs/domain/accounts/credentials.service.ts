import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type ChangeEmail,
  type ChangePassword,
  type ForgottenPassword,
  type ResetPassword,
} from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type Actor } from '../access/actor.js';
import { recordOnAccount } from './account-audit.js';
import { Account } from './account.entity.js';
import { type AccountMail } from './account-mail.entity.js';
import { AccountMailsService } from './account-mails.service.js';
import { accountByEmail, lockAccount, saveAccount } from './find-account.js';
import { assertNotGuessable, wordsAround } from './password.rules.js';
import { assertPassword, hashPassword } from './passwords.js';
import { endSessions } from './sessions.service.js';

/** What an account is known by, its address and its password: confirmed, changed, and set anew when forgotten. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mails: AccountMailsService,
  ) {}

  /**
   * Mails a link for a new password. Answer and work are the same whether or not the address has an account: a mail is
   * written down either way, and the job that sends it drops the one for nobody.
   */
  async forgotten({ email }: ForgottenPassword): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const account = await accountByEmail(manager, email);
      await this.mails.write(manager, {
        kind: 'reset_password',
        recipient: email,
        locale: account?.locale ?? 'zh',
        accountId: account?.id ?? null,
      });
    });
  }

  /** Sets a new password by a mailed link, and ends every session. @throws DomainError `link_invalid`. */
  async reset({ token, password }: ResetPassword): Promise<void> {
    // Hashing costs; who has no link does not get it.
    const { recipient: address } = await this.mails.look(token, ['reset_password']);
    assertNotGuessable(password, wordsAround(address));
    const passwordHash = await hashPassword(password);
    await this.dataSource.transaction(async (manager) => {
      const { accountId, recipient } = await this.mails.follow(manager, token, ['reset_password']);
      const account = await this.owner(manager, accountId);
      // The link went to this address, so it is confirmed by being here.
      const confirmed = account.email === recipient && { emailConfirmedAt: new Date() };
      const unlocked = { failedLogins: 0, lockedUntil: null };
      await manager.update(Account, { id: account.id }, { passwordHash, ...unlocked, ...confirmed });
      await recordOnAccount(manager, account, 'reset_password');
      await this.afterNewPassword(manager, account);
    });
  }

  /** Changes the password and ends every other session. @throws DomainError `password_wrong`. */
  async changePassword(actor: Actor, sessionId: string, body: ChangePassword): Promise<void> {
    const passwordHash = await hashPassword(body.password);
    await this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, actor.accountId);
      await assertPassword(account, body.currentPassword);
      assertNotGuessable(body.password, wordsAround(account.email, account.name));
      await manager.update(Account, { id: account.id }, { passwordHash });
      await recordOnAccount(manager, account, 'change_password');
      await this.afterNewPassword(manager, account, sessionId);
    });
  }

  /** Mails a link to the new address; the old one stays until it is followed. @throws DomainError `password_wrong`. */
  async changeEmail(actor: Actor, { email, password }: ChangeEmail): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, actor.accountId);
      await assertPassword(account, password);
      const { id: accountId, locale } = account;
      await this.mails.voidLinks(manager, { accountId }, ['change_email']);
      await this.mails.write(manager, { kind: 'change_email', recipient: email, locale, accountId });
    });
  }

  /** Mails the link that confirms the actor's address once more; says nothing where it is confirmed. */
  async askForConfirmation(actor: Actor): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { id: accountId, email, emailConfirmedAt, locale } = await lockAccount(manager, actor.accountId);
      if (emailConfirmedAt) return;
      await this.mails.voidLinks(manager, { accountId }, ['confirm_email']);
      await this.mails.write(manager, { kind: 'confirm_email', recipient: email, locale, accountId });
    });
  }

  /**
   * Takes the address to which the link was mailed for confirmed, and for the account's own from now on.
   * @throws DomainError `link_invalid`, or `email_taken` where another account has it by now.
   */
  async confirmEmail(token: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const link = await this.mails.follow(manager, token, ['confirm_email', 'change_email']);
      const account = await this.owner(manager, link.accountId);
      const { id: accountId, email: old, emailConfirmedAt: before, locale } = account;
      if (link.kind === 'confirm_email' && link.recipient !== old) throw addressLeft();
      await saveAccount(manager, Object.assign(account, changedTo(link)));
      await recordOnAccount(manager, account, link.kind, {
        before: { email: old, emailConfirmedAt: before },
        after: changedTo(link),
      });
      if (link.recipient === old) return;
      // Links that went to the old address must not open the account any more.
      await this.mails.voidLinks(manager, { accountId }, ['reset_password', 'confirm_email']);
      const details = { email: link.recipient };
      await this.mails.write(manager, { kind: 'email_changed', recipient: old, locale, accountId, details });
    });
  }

  private async afterNewPassword(manager: EntityManager, account: Account, except?: string): Promise<void> {
    const { id: accountId, email: recipient, locale } = account;
    await endSessions(manager, { accountId, except });
    await this.mails.voidLinks(manager, { accountId }, ['reset_password', 'change_email']);
    await this.mails.write(manager, { kind: 'password_changed', recipient, locale, accountId });
  }

  private async owner(manager: EntityManager, accountId: string | null): Promise<Account> {
    if (accountId === null) throw addressLeft();
    return lockAccount(manager, accountId);
  }
}

const changedTo = ({ recipient }: AccountMail) => ({ email: recipient, emailConfirmedAt: new Date() });

const addressLeft = () =>
  new DomainError('link_invalid', 'The link was for an address that the account no longer has.');
