import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Register } from '#contracts/accounts.js';
import { type RegistrationView, type UpdateOrganisation } from '#contracts/organisations.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { nextRevision } from '#platform/database/revision.js';
import { checkCreditCode } from '#vocabulary/credit-code.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { auditActor, recordOnAccount } from '../accounts/account-audit.js';
import { Account } from '../accounts/account.entity.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { saveAccount } from '../accounts/find-account.js';
import { assertNotGuessable, wordsAround } from '../accounts/password.rules.js';
import { hashPassword } from '../accounts/passwords.js';
import { type OpenedSession, SessionsService } from '../accounts/sessions.service.js';
import { registrationView } from '../organisations/organisation-view.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { organisationPicture, recordOnOrganisation } from './organisation-audit.js';
import {
  findOrganisation,
  lockOrganisation,
  saveOrganisation,
  subjectOf,
  UNDECIDED,
} from './organisation-rows.js';

/** New organisations, and what they say of themselves. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionsService,
    private readonly mails: AccountMailsService,
  ) {}

  /**
   * Makes an organisation and its first account, who is its manager, and mails the link that confirms the address.
   * @throws DomainError `email_taken`, or `organisation_taken` where another has the credit code.
   */
  async register({ organisation, password, ...person }: Register): Promise<OpenedSession> {
    assertNotGuessable(password, wordsAround(person.email, person.name, organisation.name));
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (manager) => {
      const owner = await saveOrganisation(
        manager,
        manager.create(Organisation, withNeededNote(organisation)),
      );
      const draft = { ...person, passwordHash, role: 'manager' as const, organisationId: owner.id };
      const account = await saveAccount(manager, manager.create(Account, draft));
      account.organisation = owner;
      const { id: accountId, email: recipient, locale } = account;
      await recordOnOrganisation(manager, auditActor(account), owner, 'register', {
        after: organisationPicture(owner),
      });
      const { email, name, role } = account;
      await recordOnAccount(manager, account, 'register', { after: { email, name, role } });
      await this.mails.write(manager, { kind: 'confirm_email', recipient, locale, accountId });
      return this.sessions.open(manager, account);
    });
  }

  /** @throws DomainError `not_allowed` for strangers. */
  async get(actor: Actor, id: string): Promise<RegistrationView> {
    const organisation = await findOrganisation(this.dataSource.manager, id);
    assertMay(actor, 'organisation.readRegistration', subjectOf(organisation));
    return registrationView(organisation);
  }

  /** Corrects what the organisation says of itself. What then differs must be verified anew, and trust ends with it. */
  async update(actor: Actor, id: string, changes: UpdateOrganisation): Promise<RegistrationView> {
    return this.dataSource.transaction(async (manager) => {
      const organisation = await lockOrganisation(manager, id);
      assertMay(actor, 'organisation.edit', subjectOf(organisation));
      const before = organisationPicture(organisation);
      Object.assign(organisation, changes);
      Object.assign(organisation, withNeededNote(organisation));
      const differs = (['name', 'regionCode', 'creditCode', 'creditCodeNote'] as const).some(
        (field) => (before[field] ?? null) !== (organisation[field] ?? null),
      );
      if (differs) Object.assign(organisation, UNDECIDED);
      await saveOrganisation(manager, organisation);
      const after = organisationPicture(organisation);
      if (differs) await recordOnOrganisation(manager, actor, organisation, 'edit', { before, after });
      if (before.name !== after.name || before.kind !== after.kind) await tellOfName(manager, organisation);
      return registrationView(organisation);
    });
  }
}

/** What it published is found by its name and kind; see `OwnerNames`. */
async function tellOfName(manager: EntityManager, { id }: Organisation): Promise<void> {
  await addToOutbox(manager, 'organisation.renamed', [{ organisationId: id }]);
  await manager.update(Organisation, { id }, { namedRevision: await nextRevision(manager) });
}

/** The note belongs to a code with a wrong check character, and to nothing else. */
function withNeededNote<T extends { creditCode?: string | null; creditCodeNote?: string | null }>(
  said: T,
): T {
  const isWrong = typeof said.creditCode === 'string' && !checkCreditCode(said.creditCode).ok;
  return { ...said, creditCodeNote: isWrong ? (said.creditCodeNote ?? null) : null };
}
