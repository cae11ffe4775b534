import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  type AcceptInvitation,
  acceptInvitationSchema,
  type MailedToken,
  mailedTokenSchema,
  type OfferedInvitation,
  offeredInvitationSchema,
  type SessionView,
  sessionViewSchema,
} from '#contracts/accounts.js';
import { type AskToJoin, askToJoinSchema } from '#contracts/organisations.js';
import { SessionsService } from '#domain/accounts/sessions.service.js';
import { InvitationsService } from '#domain/membership/invitations.service.js';
import { JoiningService } from '#domain/membership/joining.service.js';
import { Access } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { answerNewSession } from './refresh-cookie.js';

/** Joining an organisation that is there already. The secret of a link is in the body, out of every log. */
@ApiTags('auth')
@Controller('auth')
@Access('everyone')
export class JoiningController {
  constructor(
    private readonly joining: JoiningService,
    private readonly invitations: InvitationsService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('invitations/look')
  @Limited('followLink')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: offeredInvitationSchema })
  look(@Body({ schema: mailedTokenSchema }) { token }: MailedToken): Promise<OfferedInvitation> {
    return this.joining.look(token);
  }

  @Post('invitations/accept')
  @Limited('followLink')
  @ApiCreatedResponse({ standardSchema: sessionViewSchema })
  async accept(
    @Body({ schema: acceptInvitationSchema }) body: AcceptInvitation,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    return answerNewSession(this.sessions, await this.joining.accept(body), request, response);
  }

  /** Asks the managers of an organisation; the answer does not say whether there is one. */
  @Post('join')
  @Limited('register')
  @HttpCode(202)
  @ApiAcceptedResponse()
  askToJoin(@Body({ schema: askToJoinSchema }) body: AskToJoin): Promise<void> {
    return this.invitations.askToJoin(body);
  }
}
