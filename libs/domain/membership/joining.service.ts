import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { type AcceptInvitation, type OfferedInvitation } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { recordOnAccount } from '../accounts/account-audit.js';
import { Account } from '../accounts/account.entity.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { saveAccount } from '../accounts/find-account.js';
import { Invitation } from '../accounts/invitation.entity.js';
import { assertNotGuessable, wordsAround } from '../accounts/password.rules.js';
import { hashPassword } from '../accounts/passwords.js';
import { type OpenedSession, SessionsService } from '../accounts/sessions.service.js';
import { organisationView } from '../organisations/organisation-view.js';
import { invitationStateAt } from './membership.rules.js';

/** An invitation, as the person sees it who was invited. */
@Injectable()
export class JoiningService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionsService,
    private readonly mails: AccountMailsService,
  ) {}

  /** What the link offers. @throws DomainError `link_invalid`. */
  async look(token: string): Promise<OfferedInvitation> {
    const link = await this.mails.look(token, ['invitation']);
    const invitation = assertOpen(await withOrganisation(this.dataSource.manager, link.invitationId!));
    const { email, role, organisation, expiresAt } = invitation;
    return { email, role, organisation: organisationView(organisation), expiresAt: expiresAt!.toISOString() };
  }

  /**
   * Makes the invited account, whose address the link has confirmed, and signs it in.
   * @throws DomainError `link_invalid`, or `email_taken` where the address has an account already.
   */
  async accept({ token, name, password, locale }: AcceptInvitation): Promise<OpenedSession> {
    // Hashing costs; who has no link does not get it.
    const { recipient } = await this.mails.look(token, ['invitation']);
    assertNotGuessable(password, wordsAround(recipient, name));
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (manager) => {
      const link = await this.mails.follow(manager, token, ['invitation']);
      const invitation = assertOpen(await lockInvitation(manager, link.invitationId!));
      const person = { name, locale: locale ?? invitation.locale, passwordHash };
      return this.sessions.open(manager, await this.admit(manager, invitation, person));
    });
  }

  /** Makes the account of an open invitation in the caller's transaction. @throws DomainError `email_taken`. */
  async admit(
    manager: EntityManager,
    invitation: Invitation,
    person: Pick<Account, 'name' | 'locale' | 'passwordHash'>,
  ): Promise<Account> {
    const { email, role, organisationId, organisation } = invitation;
    const now = new Date();
    const draft = manager.create(Account, { ...person, email, role, organisationId, emailConfirmedAt: now });
    const account = await saveAccount(manager, draft);
    await manager.update(
      Invitation,
      { id: invitation.id },
      { state: 'accepted', accountId: account.id, decidedAt: now },
    );
    await this.mails.voidLinks(manager, { invitationId: invitation.id }, ['invitation']);
    account.organisation = organisation;
    const after = { email, name: account.name, role, invitationId: invitation.id };
    await recordOnAccount(manager, account, 'join', { after });
    return account;
  }

  /** The invitation that waits for an address, the newest where there are several, locked; null where none does. */
  async waitingFor(manager: EntityManager, email: string): Promise<Invitation | null> {
    const found = await manager.find(Invitation, {
      where: { email, state: 'open', accountId: IsNull() },
      order: { createdAt: 'DESC' },
    });
    const now = new Date();
    const waiting = found.find((invitation) => invitationStateAt(invitation, now) === 'open');
    return waiting ? lockInvitation(manager, waiting.id) : null;
  }
}

/** @throws DomainError `link_invalid`. */
function assertOpen(invitation: Invitation | null): Invitation {
  if (invitation && invitationStateAt(invitation, new Date()) === 'open') return invitation;
  throw new DomainError('link_invalid', 'The invitation has been taken back, was accepted, or has run out.');
}

const withOrganisation = (manager: EntityManager, id: string): Promise<Invitation | null> =>
  manager.findOne(Invitation, { where: { id }, relations: { organisation: true } });

/** Row locks do not go with joins: first the lock, then the whole. */
async function lockInvitation(manager: EntityManager, id: string): Promise<Invitation | null> {
  await manager.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return withOrganisation(manager, id);
}
