import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type AskToJoin, type InvitationView, type Invite } from '#contracts/organisations.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { LINKS } from '../accounts/account-mail-text.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { violatesUnique } from '../accounts/find-account.js';
import { Invitation } from '../accounts/invitation.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { recordOnOrganisation } from './organisation-audit.js';
import { assertRoleFits, invitationStateAt, PERMISSION_TO_GIVE } from './membership.rules.js';
import { findOrganisation, subjectOf } from './organisation-rows.js';

const WAITING = ['requested', 'open'] as const;

/** The ways into an organisation, as those who open them see it. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mails: AccountMailsService,
  ) {}

  async list(actor: Actor, organisationId: string, page: PageQuery): Promise<Page<InvitationView>> {
    const { manager } = this.dataSource;
    assertMay(actor, 'organisation.admit', subjectOf(await findOrganisation(manager, organisationId)));
    const builder = manager
      .createQueryBuilder(Invitation, 'invitation')
      .where('invitation.organisationId = :organisationId', { organisationId });
    const { items, nextCursor } = await keysetPage(
      builder,
      page,
      'invitation.createdAt',
      ({ createdAt }) => createdAt,
    );
    return { items: items.map(invitationView), nextCursor };
  }

  /**
   * Invites an address, by mail. Who asked to join is let in this way.
   * @throws DomainError `not_allowed`, `email_not_confirmed`, `already_invited`, or `validation_failed`.
   */
  async invite(actor: Actor, organisationId: string, body: Invite): Promise<InvitationView> {
    return this.dataSource.transaction(async (manager) => {
      const organisation = await findOrganisation(manager, organisationId);
      assertMay(actor, PERMISSION_TO_GIVE[body.role], subjectOf(organisation));
      await assertConfirmed(manager, actor);
      return invitationView(await this.offer(manager, organisation, body, actor));
    });
  }

  /** Writes an invitation and its mail in the caller's transaction, which has asked whether it may be. */
  async offer(
    manager: EntityManager,
    organisation: Organisation,
    { email, role, locale }: Invite,
    actor: Actor | null,
  ): Promise<Invitation> {
    assertRoleFits(organisation.kind, role);
    const organisationId = organisation.id;
    if (await manager.existsBy(Account, { organisationId, email, removedAt: IsNull() })) {
      throw alreadyInvited('is a member already');
    }
    const waiting = await manager.findOne(Invitation, {
      where: { organisationId, email, state: In([...WAITING]) },
      lock: { mode: 'pessimistic_write' },
    });
    if (waiting && invitationStateAt(waiting, new Date()) === 'open') {
      throw alreadyInvited('has an open invitation: send it again instead');
    }
    const invitation = await manager
      .save(
        Invitation,
        manager.create(Invitation, {
          ...(waiting ?? { organisationId, email }),
          role,
          locale,
          invitedBy: actor?.accountId ?? null,
          state: 'open',
          expiresAt: newExpiry(),
        }),
      )
      .catch((error: unknown) => {
        if (!violatesUnique(error, 'invitations_organisation_id_email_idx')) throw error;
        throw alreadyInvited('has just been invited');
      });
    await recordOnInvitation(manager, actor, organisation, invitation, 'invite');
    await this.mail(manager, invitation, organisation);
    return invitation;
  }

  /** Mails a new link for another week; the old one is void. */
  async resend(actor: Actor, organisationId: string, id: string): Promise<InvitationView> {
    return this.dataSource.transaction(async (manager) => {
      const { invitation, organisation } = await this.lockOwn(manager, actor, organisationId, id);
      if (invitation.state !== 'open') throw notWaiting(invitation);
      await assertConfirmed(manager, actor);
      invitation.expiresAt = newExpiry();
      await manager.save(Invitation, invitation);
      await this.mails.voidLinks(manager, { invitationId: id }, ['invitation']);
      await recordOnInvitation(manager, actor, organisation, invitation, 'invite_again');
      await this.mail(manager, invitation, organisation);
      return invitationView(invitation);
    });
  }

  /** Takes an invitation back, or declines who asked to join. Doing it twice does no harm. */
  async revoke(actor: Actor, organisationId: string, id: string): Promise<InvitationView> {
    return this.dataSource.transaction(async (manager) => {
      const { invitation, organisation } = await this.lockOwn(manager, actor, organisationId, id);
      const { state } = invitation;
      if (state === 'accepted') throw notWaiting(invitation);
      if (state === 'open' || state === 'requested') {
        invitation.state = state === 'open' ? 'revoked' : 'declined';
        invitation.decidedAt = new Date();
        await manager.save(Invitation, invitation);
        await recordOnInvitation(manager, actor, organisation, invitation, 'take_invitation_back');
        await this.mails.voidLinks(manager, { invitationId: id }, ['invitation']);
      }
      return invitationView(invitation);
    });
  }

  /**
   * Asks the managers of the organisation with this credit code to let somebody in. Whether there is one, and whether
   * the person is known there, shows in nothing that is answered.
   */
  async askToJoin({ creditCode, email, locale, message }: AskToJoin): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const organisation = await manager
        .createQueryBuilder(Organisation, 'organisation')
        .where(`organisation.creditCode = :creditCode AND organisation.verification <> 'refused'`, {
          creditCode,
        })
        .getOne();
      if (!organisation) return;
      const organisationId = organisation.id;
      const here = { organisationId, removedAt: IsNull() };
      if (await manager.existsBy(Account, { ...here, email })) return;
      const asked = await manager
        .createQueryBuilder()
        .insert()
        .into(Invitation)
        .values({ organisationId, email, locale, role: 'member', state: 'requested', message })
        .orIgnore()
        .returning('id')
        .execute();
      if ((asked.raw as unknown[]).length === 0) return;
      const details = { organisation: organisation.name, email, message };
      for (const { id: accountId, email: recipient, locale: reads } of await manager.findBy(Account, {
        ...here,
        role: 'manager',
      })) {
        await this.mails.write(manager, {
          kind: 'join_requested',
          recipient,
          locale: reads,
          accountId,
          details,
        });
      }
    });
  }

  private async mail(manager: EntityManager, invitation: Invitation, { name }: Organisation): Promise<void> {
    const { id: invitationId, email: recipient, locale, role } = invitation;
    const details = { organisation: name, role };
    await this.mails.write(manager, { kind: 'invitation', recipient, locale, invitationId, details });
  }

  private async lockOwn(
    manager: EntityManager,
    actor: Actor,
    organisationId: string,
    id: string,
  ): Promise<{ invitation: Invitation; organisation: Organisation }> {
    const organisation = await findOrganisation(manager, organisationId);
    assertMay(actor, 'organisation.admit', subjectOf(organisation));
    const invitation = await manager.findOne(Invitation, {
      where: { id, organisationId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!invitation) throw new DomainError('not_found', 'The organisation has no such invitation.');
    assertMay(actor, PERMISSION_TO_GIVE[invitation.role], subjectOf(organisation));
    return { invitation, organisation };
  }
}

export function invitationView(invitation: Invitation): InvitationView {
  const { id, email, role, message, expiresAt, decidedAt, createdAt } = invitation;
  return {
    id,
    email,
    role,
    message,
    state: invitationStateAt(invitation, new Date()),
    expiresAt: expiresAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** Whom it invites is the invitation's to say: an address in the record could not be taken out of it again. */
const recordOnInvitation = (
  manager: EntityManager,
  actor: Actor | null,
  organisation: Organisation,
  { id, role, state }: Invitation,
  action: string,
): Promise<void> =>
  recordOnOrganisation(manager, actor, organisation, action, { after: { invitationId: id, role, state } });

/** Mail in the platform's name goes out only for somebody who can be found again. */
async function assertConfirmed(manager: EntityManager, { accountId }: Actor): Promise<void> {
  const { emailConfirmedAt } = await manager.findOneByOrFail(Account, { id: accountId });
  if (emailConfirmedAt) return;
  throw new DomainError('email_not_confirmed', 'Confirm your own e-mail address before you invite others.');
}

const newExpiry = () => new Date(Date.now() + LINKS.invitation.minutes * 60_000);

const alreadyInvited = (what: string) =>
  new DomainError('already_invited', `This address ${what}.`, [
    { field: 'email', code: 'already_invited', message: what },
  ]);

const notWaiting = ({ state }: Invitation) =>
  new DomainError('transition_not_allowed', `The invitation is ${state}.`, [
    { field: 'state', code: 'transition_not_allowed', message: `is ${state}` },
  ]);
