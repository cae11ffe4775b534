import { type DataSource } from 'typeorm';
import { AccountMail } from '#domain/accounts/account-mail.entity.js';
import { type AccountMailKind } from '#domain/accounts/account-mail-text.js';
import { AccountMailsService } from '#domain/accounts/account-mails.service.js';
import { CredentialsService } from '#domain/accounts/credentials.service.js';
import { SecondFactorService } from '#domain/accounts/second-factor.service.js';
import { SessionsService } from '#domain/accounts/sessions.service.js';
import { SignInService } from '#domain/accounts/sign-in.service.js';
import { TokensService } from '#domain/accounts/tokens.service.js';
import { GovernmentService } from '#domain/membership/government.service.js';
import { InvitationsService } from '#domain/membership/invitations.service.js';
import { JoiningService } from '#domain/membership/joining.service.js';
import { MembersService } from '#domain/membership/members.service.js';
import { RegistrationService } from '#domain/membership/registration.service.js';
import { VerificationService } from '#domain/membership/verification.service.js';
import { loadConfig } from '#platform/config/config.js';
import { MailboxSender } from '#platform/mail/mailbox.sender.js';

export type AccountServices = ReturnType<typeof accountServices>;

/** The services of accounts on a database of a suite, with the mailbox of an installation without a mail server. */
export function accountServices(dataSource: DataSource) {
  const config = loadConfig({});
  const tokens = new TokensService(config, dataSource);
  const sessions = new SessionsService(dataSource, tokens);
  const mails = new AccountMailsService(dataSource, tokens, new MailboxSender(dataSource), config);
  const secondFactor = new SecondFactorService(dataSource, tokens, mails);
  const invitations = new InvitationsService(dataSource, mails);
  return {
    tokens,
    sessions,
    mails,
    secondFactor,
    invitations,
    signIn: new SignInService(dataSource, tokens, sessions, secondFactor),
    credentials: new CredentialsService(dataSource, mails),
    registration: new RegistrationService(dataSource, sessions, mails),
    verification: new VerificationService(dataSource, mails),
    members: new MembersService(dataSource, mails),
    joining: new JoiningService(dataSource, sessions, mails),
    government: new GovernmentService(dataSource, invitations, mails),
    /** The mails of a kind that were written down for an address, the newest first. */
    mailsTo: (recipient: string, kind: AccountMailKind) =>
      dataSource.manager.find(AccountMail, { where: { recipient, kind }, order: { createdAt: 'DESC' } }),
    /** The secret in the newest link of a kind that was mailed to an address. */
    linkTo: async (recipient: string, kind: AccountMailKind): Promise<string> => {
      const row = await dataSource.manager.findOneOrFail(AccountMail, {
        where: { recipient, kind },
        order: { createdAt: 'DESC' },
      });
      return tokens.linkSecret(row.id);
    },
  };
}
