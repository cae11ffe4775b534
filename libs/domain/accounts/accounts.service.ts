import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AccountView, type KeptMail, type MailboxQuery, type UpdateMe } from '#contracts/accounts.js';
import { type Page } from '#contracts/pages.js';
import { MailboxMessage } from '#platform/mail/mailbox-message.entity.js';
import { type Actor } from '../access/actor.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { recordOnAccount } from './account-audit.js';
import { Account } from './account.entity.js';
import { accountView } from './account-view.js';
import { lockAccount } from './find-account.js';

/** What an account is to its owner. */
@Injectable()
export class AccountsService {
  constructor(private readonly dataSource: DataSource) {}

  async me(actor: Actor): Promise<AccountView> {
    const account = await this.dataSource.manager.findOneOrFail(Account, {
      where: { id: actor.accountId },
      relations: { organisation: true },
    });
    return accountView(account);
  }

  async update(actor: Actor, changes: UpdateMe): Promise<AccountView> {
    await this.dataSource.transaction(async (manager) => {
      const account = await lockAccount(manager, actor.accountId);
      const { name, locale } = account;
      await manager.update(Account, { id: account.id }, changes);
      const after = { name, locale, ...changes };
      await recordOnAccount(manager, account, 'edit', { before: { name, locale }, after });
    });
    return this.me(actor);
  }

  /**
   * Mail that was kept because there is no mail server: the actor's own, or, for an operator, anybody's. Links in it
   * open accounts, and the operator of an installation without a mail server is who passes them on.
   */
  async mailbox(actor: Actor, { recipient, ...page }: MailboxQuery): Promise<Page<KeptMail>> {
    const { email } = await this.me(actor);
    const builder = this.dataSource.manager.createQueryBuilder(MailboxMessage, 'mail');
    const wanted = actor.role === 'operator' ? recipient : email;
    if (wanted !== undefined) builder.where('mail.recipient = :wanted', { wanted });
    const { items, nextCursor } = await keysetPage(builder, page, 'mail.createdAt', (mail) => mail.createdAt);
    return {
      items: items.map(({ id, recipient: to, subject, body, createdAt }) => ({
        id,
        recipient: to,
        subject,
        body,
        createdAt: createdAt.toISOString(),
      })),
      nextCursor,
    };
  }
}
