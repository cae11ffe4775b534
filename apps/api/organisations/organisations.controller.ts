import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type OrganisationView, organisationViewSchema } from '#contracts/organisations.js';
import { type Page, pageOf, type PageQuery, pageQuerySchema } from '#contracts/pages.js';
import { OrganisationsService } from '#domain/organisations/organisations.service.js';
import { Access } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Who takes part. */
@ApiTags('organisations')
@Controller('organisations')
@Access('organisation.read')
export class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageOf(organisationViewSchema) })
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<OrganisationView>> {
    return this.organisations.list(query);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: organisationViewSchema })
  get(@Param({ schema: idParameters }) { id }: IdParameters): Promise<OrganisationView> {
    return this.organisations.get(id);
  }
}
