import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { MailSender } from './mail.port.js';
import { MailboxSender } from './mailbox.sender.js';
import { SmtpSender } from './smtp.sender.js';

/** `SMTP_URL` is given: it is used. It is not: mail is kept in the mailbox table. */
@Module({
  providers: [
    {
      provide: MailSender,
      inject: [CONFIG, DataSource],
      useFactory: (config: Config, dataSource: DataSource) =>
        config.smtpUrl ? new SmtpSender(config.smtpUrl, config.mailFrom) : new MailboxSender(dataSource),
    },
  ],
  exports: [MailSender],
})
export class MailModule {}
