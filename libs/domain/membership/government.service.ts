import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { type Invite, type NewGovernment, type OrganisationView } from '#contracts/organisations.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { AccountMailsService } from '../accounts/account-mails.service.js';
import { Invitation } from '../accounts/invitation.entity.js';
import { organisationView } from '../organisations/organisation-view.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { organisationPicture, recordOnOrganisation } from './organisation-audit.js';
import { InvitationsService } from './invitations.service.js';

/** Offices of government, which nobody registers by themselves: those above them make them and invite their people. */
@Injectable()
export class GovernmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly invitations: InvitationsService,
    private readonly mails: AccountMailsService,
  ) {}

  /** Makes an office in the actor's region and invites its first administrator. @throws DomainError `not_allowed`. */
  async create(actor: Actor, { administrator, ...office }: NewGovernment): Promise<OrganisationView> {
    assertMay(actor, 'organisation.createGovernment', {
      owners: [{ organisationId: actor.organisationId, regionCode: office.regionCode }],
    });
    return this.dataSource.transaction(async (manager) => {
      const organisation = await this.save(manager, office, actor);
      const invite: Invite = { ...administrator, role: 'administrator' };
      await this.invitations.offer(manager, organisation, invite, actor);
      return organisationView(organisation);
    });
  }

  /**
   * Invites an operator of the platform: how a new installation gets its first, from the command line. Asked again, it
   * gives the link of the invitation that is open already.
   * @returns the link, for an installation that sends no mail.
   */
  async inviteOperator(
    office: Pick<Organisation, 'name' | 'regionCode'>,
    { email, locale }: Pick<Invite, 'email' | 'locale'>,
  ): Promise<string> {
    const invitation = await this.dataSource.transaction(async (manager) => {
      const organisation =
        (await manager.findOneBy(Organisation, { ...office, kind: 'government' })) ??
        (await this.save(manager, office, null));
      const open = {
        organisationId: organisation.id,
        email,
        role: 'operator' as const,
        state: 'open' as const,
      };
      return (
        (await manager.findOneBy(Invitation, { ...open, expiresAt: MoreThan(new Date()) })) ??
        (await this.invitations.offer(manager, organisation, { email, locale, role: 'operator' }, null))
      );
    });
    return this.mails.linkOfInvitation(invitation.id);
  }

  private async save(
    manager: EntityManager,
    office: Pick<Organisation, 'name' | 'regionCode'>,
    actor: Actor | null,
  ): Promise<Organisation> {
    const organisation = await manager.save(
      Organisation,
      manager.create(Organisation, {
        ...office,
        kind: 'government',
        verification: 'verified',
        verificationDecidedBy: actor?.accountId ?? null,
        verificationDecidedAt: new Date(),
      }),
    );
    const after = organisationPicture(organisation);
    await recordOnOrganisation(manager, actor, organisation, 'create', { after });
    return organisation;
  }
}
