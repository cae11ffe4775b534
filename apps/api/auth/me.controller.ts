import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import {
  type AccountView,
  accountViewSchema,
  type ChangeEmail,
  changeEmailSchema,
  type ChangePassword,
  changePasswordSchema,
  type KeptMail,
  keptMailSchema,
  type MailboxQuery,
  mailboxQuerySchema,
  type OpenSessionView,
  openSessionViewSchema,
  type UpdateMe,
  updateMeSchema,
} from '#contracts/accounts.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { AccountsService } from '#domain/accounts/accounts.service.js';
import { CredentialsService } from '#domain/accounts/credentials.service.js';
import { SessionsService } from '#domain/accounts/sessions.service.js';
import { Access, CurrentActor, CurrentSession } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** An account, to its owner. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
@Access('account')
export class MeController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: accountViewSchema })
  me(@CurrentActor() actor: Actor): Promise<AccountView> {
    return this.accounts.me(actor);
  }

  @Patch()
  @ApiOkResponse({ standardSchema: accountViewSchema })
  update(
    @CurrentActor() actor: Actor,
    @Body({ schema: updateMeSchema }) body: UpdateMe,
  ): Promise<AccountView> {
    return this.accounts.update(actor, body);
  }

  /** Ends every other session. */
  @Post('password')
  @Limited('credentials')
  @HttpCode(204)
  @ApiNoContentResponse()
  changePassword(
    @CurrentActor() actor: Actor,
    @CurrentSession() sessionId: string,
    @Body({ schema: changePasswordSchema }) body: ChangePassword,
  ): Promise<void> {
    return this.credentials.changePassword(actor, sessionId, body);
  }

  /** Takes effect when the link that is mailed to the new address is followed. */
  @Post('email')
  @Limited('credentials')
  @HttpCode(202)
  @ApiAcceptedResponse()
  changeEmail(
    @CurrentActor() actor: Actor,
    @Body({ schema: changeEmailSchema }) body: ChangeEmail,
  ): Promise<void> {
    return this.credentials.changeEmail(actor, body);
  }

  @Post('email/confirmation')
  @Limited('credentials')
  @HttpCode(202)
  @ApiAcceptedResponse()
  askForConfirmation(@CurrentActor() actor: Actor): Promise<void> {
    return this.credentials.askForConfirmation(actor);
  }

  @Get('sessions')
  @ApiOkResponse({ standardSchema: z.object({ items: z.array(openSessionViewSchema) }) })
  async listSessions(
    @CurrentActor() actor: Actor,
    @CurrentSession() sessionId: string,
  ): Promise<{ items: OpenSessionView[] }> {
    return { items: await this.sessions.list(actor, sessionId) };
  }

  @Delete('sessions')
  @HttpCode(204)
  @ApiNoContentResponse()
  endSessions(@CurrentActor() actor: Actor): Promise<void> {
    return this.sessions.endAll(actor);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  endSession(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<void> {
    return this.sessions.endOne(actor, id);
  }

  /** Mail that was kept because there is no mail server. */
  @Get('mailbox')
  @ApiOkResponse({ standardSchema: pageOf(keptMailSchema) })
  mailbox(
    @CurrentActor() actor: Actor,
    @Query({ schema: mailboxQuerySchema }) query: MailboxQuery,
  ): Promise<Page<KeptMail>> {
    return this.accounts.mailbox(actor, query);
  }
}
