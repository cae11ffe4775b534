import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Invite, type NewGovernment, type OrganisationView } from '#contracts/organisations.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
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

  /** Invites an operator of the platform: how a new installation gets its first, from the command line. */
  async inviteOperator(
    office: Pick<Organisation, 'name' | 'regionCode'>,
    person: Pick<Invite, 'email' | 'locale'>,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const organisation =
        (await manager.findOneBy(Organisation, { ...office, kind: 'government' })) ??
        (await this.save(manager, office, null));
      await this.invitations.offer(manager, organisation, { ...person, role: 'operator' }, null);
    });
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
