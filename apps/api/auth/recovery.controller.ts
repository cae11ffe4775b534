import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  type ForgottenPassword,
  forgottenPasswordSchema,
  type MailedToken,
  mailedTokenSchema,
  type ResetPassword,
  resetPasswordSchema,
} from '#contracts/accounts.js';
import { CredentialsService } from '#domain/accounts/credentials.service.js';
import { Access } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';

/** What the links in mails do for somebody who is not signed in. */
@ApiTags('auth')
@Controller('auth')
@Access('everyone')
export class RecoveryController {
  constructor(private readonly credentials: CredentialsService) {}

  /** The answer is the same whether or not the address has an account. */
  @Post('password/forgotten')
  @Limited('resetFromAddress', 'resetOfAccount')
  @HttpCode(202)
  @ApiAcceptedResponse()
  forgotten(@Body({ schema: forgottenPasswordSchema }) body: ForgottenPassword): Promise<void> {
    return this.credentials.forgotten(body);
  }

  @Post('password/reset')
  @Limited('followLink')
  @HttpCode(204)
  @ApiNoContentResponse()
  reset(@Body({ schema: resetPasswordSchema }) body: ResetPassword): Promise<void> {
    return this.credentials.reset(body);
  }

  /** For a new account's address, and for a new address of an account. */
  @Post('email/confirm')
  @Limited('followLink')
  @HttpCode(204)
  @ApiNoContentResponse()
  confirmEmail(@Body({ schema: mailedTokenSchema }) { token }: MailedToken): Promise<void> {
    return this.credentials.confirmEmail(token);
  }
}
