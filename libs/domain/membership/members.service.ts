import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type MemberView } from '#contracts/organisations.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { assertMay, may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { Account } from '../accounts/account.entity.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { SecondFactor } from '../accounts/second-factor.entity.js';
import { endSessions } from '../accounts/sessions.service.js';
import { type Organisation } from '../organisations/organisation.entity.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import {
  assertManagerRemains,
  assertRoleFits,
  PERMISSION_TO_GIVE,
  PERMISSION_TO_TAKE,
} from './membership.rules.js';
import { findOrganisation, lockOrganisation, subjectOf } from './organisation-rows.js';

/** The people of an organisation: who they are, what they may do, and when they go. */
@Injectable()
export class MembersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mails: AccountMailsService,
  ) {}

  async list(actor: Actor, organisationId: string, page: PageQuery): Promise<Page<MemberView>> {
    const { manager } = this.dataSource;
    assertMay(actor, 'organisation.readMembers', subjectOf(await findOrganisation(manager, organisationId)));
    const builder = manager
      .createQueryBuilder(Account, 'account')
      .where('account.organisationId = :organisationId AND account.removedAt IS NULL', { organisationId });
    const { items, nextCursor } = await keysetPage(
      builder,
      page,
      'account.createdAt',
      ({ createdAt }) => createdAt,
    );
    return { items: await memberViews(manager, items), nextCursor };
  }

  /** @throws DomainError `not_found`, `not_allowed`, `last_manager`, or `validation_failed` for a role of other kinds. */
  async changeRole(actor: Actor, organisationId: string, id: string, role: AccountRole): Promise<MemberView> {
    return this.dataSource.transaction(async (manager) => {
      const organisation = await lockOrganisation(manager, organisationId);
      const subject = subjectOf(organisation);
      assertMay(actor, PERMISSION_TO_GIVE[role], subject);
      const { member, members } = await findMember(manager, organisationId, id);
      assertMay(actor, PERMISSION_TO_TAKE[member.role], subject);
      assertRoleFits(organisation.kind, role);
      assertManagerRemains(members, id, role);
      if (member.role !== role) {
        await recordOnMember(manager, actor, organisation, id, 'change_role', {
          before: { role: member.role },
          after: { role },
        });
      }
      member.role = role;
      const [view] = await memberViews(manager, [await manager.save(Account, member)]);
      return view!;
    });
  }

  /**
   * Ends a membership. The person's sessions end at once; what they wrote stays with the organisation. Everybody may
   * leave by themselves.
   * @throws DomainError `not_found`, `not_allowed`, `last_manager`.
   */
  async remove(actor: Actor, organisationId: string, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const organisation = await lockOrganisation(manager, organisationId);
      const subject = { ...subjectOf(organisation), accountId: id };
      // Who may not know the members gets no other answer for one that is there than for one that is not.
      if (!may(actor, 'organisation.leave', subject)) assertMay(actor, 'organisation.readMembers', subject);
      const { member, members } = await findMember(manager, organisationId, id);
      if (!may(actor, 'organisation.leave', subject))
        assertMay(actor, PERMISSION_TO_TAKE[member.role], subject);
      assertManagerRemains(members, id, null);
      await manager.update(Account, { id }, { removedAt: new Date() });
      await endSessions(manager, { accountId: id });
      await recordOnMember(manager, actor, organisation, id, 'remove', { before: { role: member.role } });
      await this.mails.voidLinks(manager, { accountId: id }, [
        'reset_password',
        'change_email',
        'confirm_email',
      ]);
    });
  }
}

const recordOnMember = (
  manager: EntityManager,
  actor: Actor,
  { id: organisationId, regionCode }: Organisation,
  id: string,
  action: string,
  change: { before: object; after?: object },
): Promise<void> =>
  recordAudit(manager, {
    actor,
    action: `account.${action}`,
    subject: { kind: 'account', id },
    owners: [{ organisationId, regionCode }],
    ...change,
  });

async function findMember(
  manager: EntityManager,
  organisationId: string,
  id: string,
): Promise<{ member: Account; members: Account[] }> {
  const members = await manager.findBy(Account, { organisationId, removedAt: IsNull() });
  const member = members.find((account) => account.id === id);
  if (!member) throw new DomainError('not_found', 'The organisation has no such member.');
  return { member, members };
}

async function memberViews(manager: EntityManager, accounts: readonly Account[]): Promise<MemberView[]> {
  const factors = await manager.findBy(SecondFactor, {
    accountId: In(accounts.map(({ id }) => id)),
    confirmedAt: Not(IsNull()),
  });
  const secured = new Set(factors.map(({ accountId }) => accountId));
  return accounts.map(({ id, email, emailConfirmedAt, name, role, createdAt }) => ({
    id,
    email,
    name,
    role,
    emailConfirmed: emailConfirmedAt !== null,
    secondFactor: secured.has(id),
    createdAt: createdAt.toISOString(),
  }));
}
