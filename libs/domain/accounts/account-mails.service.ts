import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager, In, IsNull, LessThan } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { type Mail, MailRefusedError, MailSender } from '#platform/mail/mail.port.js';
import { AccountMail } from './account-mail.entity.js';
import { accountMailText, hasLink, type LinkKind, LINKS } from './account-mail-text.js';
import { TokensService } from './tokens.service.js';

type Draft = Pick<AccountMail, 'kind' | 'recipient' | 'locale'> &
  Partial<Pick<AccountMail, 'accountId' | 'invitationId' | 'details'>>;

/** Mails about accounts, and the links in them. */
@Injectable()
export class AccountMailsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokensService,
    private readonly mail: MailSender,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes a mail down in the caller's transaction; a job sends it after the commit. @returns its id. */
  async write(manager: EntityManager, draft: Draft): Promise<string> {
    const id = randomUUID();
    const link = hasLink(draft.kind) && {
      tokenHash: this.tokens.hashSecret(await this.tokens.linkSecret(id)),
      expiresAt: expiryOf(draft.kind),
    };
    await manager.insert(AccountMail, { ...draft, id, ...link });
    await addToOutbox(manager, 'account-mail.deliver', [{ accountMailId: id }]);
    return id;
  }

  /**
   * Takes the one use of a link, in the caller's transaction.
   * @throws DomainError `link_invalid` where it is unknown, of another kind, used, void or too old.
   */
  async follow(manager: EntityManager, token: string, kinds: readonly LinkKind[]): Promise<AccountMail> {
    const link = await manager.findOne(AccountMail, {
      where: this.linkBy(token, kinds),
      lock: { mode: 'pessimistic_write' },
    });
    if (!link || !isUsable(link)) throw linkInvalid();
    await manager.update(AccountMail, { id: link.id }, { usedAt: new Date() });
    return link;
  }

  /** Reads a link without using it. @throws DomainError `link_invalid`. */
  async look(token: string, kinds: readonly LinkKind[]): Promise<AccountMail> {
    const link = await this.dataSource.manager.findOneBy(AccountMail, this.linkBy(token, kinds));
    if (!link || !isUsable(link)) throw linkInvalid();
    return link;
  }

  /** Makes every unused link of these kinds void, for one account or one invitation. */
  async voidLinks(
    manager: EntityManager,
    whose: { accountId: string } | { invitationId: string },
    kinds: readonly LinkKind[],
  ): Promise<void> {
    await manager.update(
      AccountMail,
      { ...whose, kind: In([...kinds]), usedAt: IsNull() },
      { usedAt: new Date() },
    );
  }

  /** The address that the mail's link leads to; null for a mail without one. */
  async linkOf({ id, kind }: Pick<AccountMail, 'id' | 'kind'>): Promise<string | null> {
    if (!hasLink(kind)) return null;
    // After the hash sign, the secret stays out of the logs of servers and proxies.
    return `${this.config.publicUrl}/${LINKS[kind].page}#token=${await this.tokens.linkSecret(id)}`;
  }

  /** The link that was mailed last for an invitation. */
  async linkOfInvitation(invitationId: string): Promise<string> {
    const mail = await this.dataSource.manager.findOneOrFail(AccountMail, {
      where: { invitationId, kind: 'invitation', usedAt: IsNull() },
      order: { createdAt: 'DESC' },
    });
    return (await this.linkOf(mail)) ?? '';
  }

  /**
   * Sends the mail if that is still to do. It goes out before its row is settled, so a process that dies in between
   * sends it again, with the same link and under the same message id.
   */
  async deliver(id: string): Promise<void> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(AccountMail, { id, state: 'pending' });
    if (!row) return;
    if (row.kind === 'reset_password' && !row.accountId) {
      // Somebody typed an address that has no account. Whose it is, is none of our business.
      await manager.delete(AccountMail, { id });
      return;
    }
    const settled =
      hasLink(row.kind) && !isUsable(row)
        ? { state: 'refused' as const, refusal: 'The link was void before the mail was sent.' }
        : await this.send(row);
    await manager.update(AccountMail, { id, state: 'pending' }, settled);
  }

  /** Queues mails again that are still pending although their job had time enough. @returns how many. */
  async queueMissing(olderThanMinutes: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const pending = await manager.find(AccountMail, {
        select: { id: true },
        where: { state: 'pending', createdAt: LessThan(new Date(Date.now() - olderThanMinutes * 60_000)) },
        order: { createdAt: 'ASC' },
        take: 1000,
      });
      await addToOutbox(
        manager,
        'account-mail.deliver',
        pending.map(({ id }) => ({ accountMailId: id })),
      );
      return pending.length;
    });
  }

  private async send(row: AccountMail): Promise<Pick<AccountMail, 'state'> & Partial<AccountMail>> {
    const { subject, text } = accountMailText(row.kind, row.locale, row.details, await this.linkOf(row));
    const mail: Mail = { key: row.id, to: row.recipient, subject, text };
    try {
      await this.mail.send(mail);
      return { state: 'sent', sentAt: new Date() };
    } catch (error) {
      if (error instanceof MailRefusedError) return { state: 'refused', refusal: error.message };
      throw error;
    }
  }

  private linkBy(token: string, kinds: readonly LinkKind[]) {
    return { tokenHash: this.tokens.hashSecret(token), kind: In([...kinds]) };
  }
}

const expiryOf = (kind: LinkKind) => new Date(Date.now() + LINKS[kind].minutes * 60_000);

const isUsable = ({ usedAt, expiresAt }: AccountMail) =>
  usedAt === null && expiresAt !== null && expiresAt > new Date();

const linkInvalid = () =>
  new DomainError(
    'link_invalid',
    'The link has been used, has run out, or was never given: ask for a new one.',
    [{ field: 'token', code: 'link_invalid', message: 'opens nothing' }],
  );
