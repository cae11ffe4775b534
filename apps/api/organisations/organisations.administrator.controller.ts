import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type NewGovernment,
  newGovernmentSchema,
  type OrganisationView,
  organisationViewSchema,
  type Refuse,
  refuseSchema,
  type RegistrationListQuery,
  registrationListQuerySchema,
  type RegistrationView,
  registrationViewSchema,
  type Trust,
  trustSchema,
  type Verify,
  verifySchema,
} from '#contracts/organisations.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { GovernmentService } from '#domain/membership/government.service.js';
import { VerificationService } from '#domain/membership/verification.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Organisations as the administrators of their region decide about them. */
@ApiTags('organisations')
@ApiBearerAuth()
@Controller('organisations')
export class OrganisationsAdministratorController {
  constructor(
    private readonly verification: VerificationService,
    private readonly government: GovernmentService,
  ) {}

  /** What waits for verification, unless another state is asked for. */
  @Get('registrations')
  @Access('organisation.review')
  @ApiOkResponse({ standardSchema: pageOf(registrationViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: registrationListQuerySchema }) query: RegistrationListQuery,
  ): Promise<Page<RegistrationView>> {
    return this.verification.list(actor, query);
  }

  /** An office of government, and an invitation to its first administrator. */
  @Post('government')
  @Access('organisation.createGovernment')
  @ApiCreatedResponse({ standardSchema: organisationViewSchema })
  createGovernment(
    @CurrentActor() actor: Actor,
    @Body({ schema: newGovernmentSchema }) body: NewGovernment,
  ): Promise<OrganisationView> {
    return this.government.create(actor, body);
  }

  @Post(':id/verify')
  @Access('organisation.verify')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  verify(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: verifySchema }) { note }: Verify,
  ): Promise<RegistrationView> {
    return this.verification.decide(actor, id, 'verify', note ?? null);
  }

  @Post(':id/refuse')
  @Access('organisation.refuse')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  refuse(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: refuseSchema }) { reason }: Refuse,
  ): Promise<RegistrationView> {
    return this.verification.decide(actor, id, 'refuse', reason);
  }

  /** Takes a decision back, to decide again. */
  @Post(':id/reopen')
  @Access('organisation.reopen')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  reopen(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: refuseSchema }) { reason }: Refuse,
  ): Promise<RegistrationView> {
    return this.verification.decide(actor, id, 'reopen', reason);
  }

  /** Lets it publish without review, or ends that. */
  @Post(':id/trust')
  @Access('organisation.trust')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  trust(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: trustSchema }) body: Trust,
  ): Promise<RegistrationView> {
    return this.verification.setTrust(actor, id, body);
  }
}
