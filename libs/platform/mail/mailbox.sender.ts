import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Mail, MailSender } from './mail.port.js';
import { MailboxMessage } from './mailbox-message.entity.js';

/** Keeps mail in a table, for installations without a mail server. */
@Injectable()
export class MailboxSender extends MailSender {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async send({ key, to, subject, text }: Mail): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(MailboxMessage)
      .values({ messageKey: key, recipient: to, subject, body: text })
      .orIgnore()
      .execute();
  }
}
