import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type OrganisationView } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { organisationView } from './organisation-view.js';
import { Organisation } from './organisation.entity.js';

/** The organisations of the platform, which everybody may know. */
@Injectable()
export class OrganisationsService {
  constructor(private readonly dataSource: DataSource) {}

  async list(query: PageQuery): Promise<Page<OrganisationView>> {
    const builder = this.dataSource.manager.createQueryBuilder(Organisation, 'organisation');
    const { items, nextCursor } = await keysetPage(
      builder,
      query,
      'organisation.createdAt',
      (row) => row.createdAt,
    );
    return { items: items.map(organisationView), nextCursor };
  }

  async get(id: string): Promise<OrganisationView> {
    const organisation = await this.dataSource.manager.findOneBy(Organisation, { id });
    if (!organisation) throw new DomainError('not_found', 'There is no such organisation.');
    return organisationView(organisation);
  }
}
