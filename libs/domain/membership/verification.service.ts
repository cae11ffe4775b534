import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type RegistrationListQuery,
  type RegistrationView,
  type Trust,
  type VerificationState,
} from '#contracts/organisations.js';
import { type Page } from '#contracts/pages.js';
import { checkCreditCode } from '#vocabulary/credit-code.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { restrictTo } from '../access/restrict.js';
import { Account } from '../accounts/account.entity.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { registrationView } from '../organisations/organisation-view.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { organisationPicture, recordOnOrganisation } from './organisation-audit.js';
import { lockOrganisation, saveOrganisation, subjectOf, UNDECIDED } from './organisation-rows.js';

type Decision = 'verify' | 'refuse' | 'reopen';

const OUTCOME = {
  verify: { state: 'verified', mail: 'organisation_verified' },
  refuse: { state: 'refused', mail: 'organisation_refused' },
  reopen: { state: 'unverified', mail: 'organisation_reopened' },
} as const satisfies Record<Decision, { state: VerificationState; mail: string }>;

/** Administrators say of the organisations in their region which are what they say, and which publish without review. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mails: AccountMailsService,
  ) {}

  /** The registrations in the actor's region, newest first. */
  async list(actor: Actor, { state, ...page }: RegistrationListQuery): Promise<Page<RegistrationView>> {
    const builder = this.dataSource.manager.createQueryBuilder(Organisation, 'organisation');
    restrictTo(builder, actor, 'organisation.review', {
      state: 'organisation.verification',
      owners: [{ organisationId: 'organisation.id', regionCode: 'organisation.regionCode' }],
    });
    builder.andWhere('organisation.verification = :state', {
      state: state === 'waiting' ? 'unverified' : state,
    });
    if (state === 'waiting') builder.andWhere(`organisation.creditCode IS NOT NULL AND ${HAS_CONFIRMED}`);
    const { items, nextCursor } = await keysetPage(
      builder,
      page,
      'organisation.createdAt',
      ({ createdAt }) => createdAt,
    );
    return { items: items.map(registrationView), nextCursor };
  }

  /**
   * Takes a decision and tells the managers. The same decision taken twice changes nothing; another one that came first
   * stands, and who comes second is told.
   * @throws DomainError `not_allowed`; `transition_not_allowed`; `validation_failed` where there is no credit code to
   * verify, or its check character is wrong and no note says why it is taken.
   */
  async decide(actor: Actor, id: string, decision: Decision, note: string | null): Promise<RegistrationView> {
    return this.dataSource.transaction(async (manager) => {
      const organisation = await lockOrganisation(manager, id);
      assertMay(actor, `organisation.${decision}`, subjectOf(organisation));
      const { state, mail } = OUTCOME[decision];
      if (organisation.verification === state) return registrationView(organisation);
      if (decision === 'verify') assertVerifiable(organisation, note);
      const before = organisationPicture(organisation);
      Object.assign(organisation, decision === 'verify' ? {} : UNDECIDED, {
        verification: state,
        verificationNote: note,
        verificationDecidedBy: actor.accountId,
        verificationDecidedAt: new Date(),
      });
      await saveOrganisation(manager, organisation);
      const after = organisationPicture(organisation);
      await recordOnOrganisation(manager, actor, organisation, decision, { before, after });
      await this.tellManagers(manager, organisation, mail, note);
      return registrationView(organisation);
    });
  }

  /** Lets an organisation publish without review, or ends that. @throws DomainError `transition_not_allowed` before it is verified. */
  async setTrust(actor: Actor, id: string, { trusted, reason }: Trust): Promise<RegistrationView> {
    return this.dataSource.transaction(async (manager) => {
      const organisation = await lockOrganisation(manager, id);
      assertMay(actor, `organisation.${trusted ? 'trust' : 'distrust'}`, subjectOf(organisation));
      if (organisation.trusted !== trusted) {
        await recordOnOrganisation(manager, actor, organisation, trusted ? 'trust' : 'distrust', {
          before: { trusted: !trusted },
          after: { trusted, reason },
        });
        organisation.trusted = trusted;
        await saveOrganisation(manager, organisation);
      }
      return registrationView(organisation);
    });
  }

  private async tellManagers(
    manager: EntityManager,
    { id, name }: Organisation,
    kind: (typeof OUTCOME)[Decision]['mail'],
    note: string | null,
  ): Promise<void> {
    const managers = await manager.findBy(Account, {
      organisationId: id,
      role: 'manager',
      removedAt: IsNull(),
    });
    for (const { id: accountId, email: recipient, locale } of managers) {
      const details = { organisation: name, ...(note && { note }) };
      await this.mails.write(manager, { kind, recipient, locale, accountId, details });
    }
  }
}

/** Somebody of the organisation can be reached, and so did not make its address up. */
const HAS_CONFIRMED = `EXISTS (SELECT 1 FROM accounts a WHERE a.organisation_id = organisation.id
  AND a.removed_at IS NULL AND a.email_confirmed_at IS NOT NULL)`;

function assertVerifiable({ creditCode }: Organisation, note: string | null): void {
  const check = creditCode === null ? null : checkCreditCode(creditCode);
  if (check?.ok || (check && note !== null)) return;
  const [field, code, message] = check
    ? [
        'note',
        'credit_code_check_digit',
        'must say why the code is right although its check character is not',
      ]
    : ['creditCode', 'required', 'is missing: the organisation must give its credit code first'];
  throw new DomainError('validation_failed', `The organisation cannot be verified: ${field} ${message}.`, [
    { field, code, message },
  ]);
}
