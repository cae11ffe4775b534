import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import {
  type ChangeRole,
  changeRoleSchema,
  type InvitationView,
  invitationViewSchema,
  type Invite,
  inviteSchema,
  type MemberView,
  memberViewSchema,
  type RegistrationView,
  registrationViewSchema,
  type UpdateOrganisation,
  updateOrganisationSchema,
} from '#contracts/organisations.js';
import { idSchema, type Page, pageOf, type PageQuery, pageQuerySchema } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { InvitationsService } from '#domain/membership/invitations.service.js';
import { MembersService } from '#domain/membership/members.service.js';
import { RegistrationService } from '#domain/membership/registration.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

const memberParameters = z.object({ id: idSchema, memberId: idSchema });
type MemberParameters = z.infer<typeof memberParameters>;
const invitationParameters = z.object({ id: idSchema, invitationId: idSchema });
type InvitationParameters = z.infer<typeof invitationParameters>;

/** An organisation and its people, as its managers keep them. */
@ApiTags('organisations')
@ApiBearerAuth()
@Controller('organisations/:id')
export class OrganisationsManagerController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Get('registration')
  @Access('organisation.readRegistration')
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  getRegistration(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<RegistrationView> {
    return this.registration.get(actor, id);
  }

  /** Corrects what it says of itself; what differs must be verified anew. */
  @Patch()
  @Access('organisation.edit')
  @ApiOkResponse({ standardSchema: registrationViewSchema })
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: updateOrganisationSchema }) body: UpdateOrganisation,
  ): Promise<RegistrationView> {
    return this.registration.update(actor, id, body);
  }

  @Get('members')
  @Access('organisation.readMembers')
  @ApiOkResponse({ standardSchema: pageOf(memberViewSchema) })
  listMembers(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<MemberView>> {
    return this.members.list(actor, id, query);
  }

  @Patch('members/:memberId')
  @Access('organisation.admit')
  @ApiOkResponse({ standardSchema: memberViewSchema })
  changeRole(
    @CurrentActor() actor: Actor,
    @Param({ schema: memberParameters }) { id, memberId }: MemberParameters,
    @Body({ schema: changeRoleSchema }) { role }: ChangeRole,
  ): Promise<MemberView> {
    return this.members.changeRole(actor, id, memberId, role);
  }

  /** Removes a member, or the caller; the sessions end at once, the records stay. */
  @Delete('members/:memberId')
  @Access('organisation.leave')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeMember(
    @CurrentActor() actor: Actor,
    @Param({ schema: memberParameters }) { id, memberId }: MemberParameters,
  ): Promise<void> {
    return this.members.remove(actor, id, memberId);
  }

  @Get('invitations')
  @Access('organisation.admit')
  @ApiOkResponse({ standardSchema: pageOf(invitationViewSchema) })
  listInvitations(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<InvitationView>> {
    return this.invitations.list(actor, id, query);
  }

  /** By mail; who asked to join is let in this way. */
  @Post('invitations')
  @Access('organisation.admit')
  @Limited('invite')
  @ApiCreatedResponse({ standardSchema: invitationViewSchema })
  invite(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: inviteSchema }) body: Invite,
  ): Promise<InvitationView> {
    return this.invitations.invite(actor, id, body);
  }

  @Post('invitations/:invitationId/resend')
  @Access('organisation.admit')
  @Limited('invite')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: invitationViewSchema })
  resend(
    @CurrentActor() actor: Actor,
    @Param({ schema: invitationParameters }) { id, invitationId }: InvitationParameters,
  ): Promise<InvitationView> {
    return this.invitations.resend(actor, id, invitationId);
  }

  /** Takes an invitation back, or declines who asked to join. */
  @Delete('invitations/:invitationId')
  @Access('organisation.admit')
  @ApiOkResponse({ standardSchema: invitationViewSchema })
  revoke(
    @CurrentActor() actor: Actor,
    @Param({ schema: invitationParameters }) { id, invitationId }: InvitationParameters,
  ): Promise<InvitationView> {
    return this.invitations.revoke(actor, id, invitationId);
  }
}
