import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type RecoveryCodes,
  recoveryCodesSchema,
  type SecondFactorSecret,
  secondFactorSecretSchema,
  type SecondFactorState,
  secondFactorStateSchema,
  type WithCode,
  withCodeSchema,
  type WithPassword,
  type WithPasswordAndCode,
  withPasswordAndCodeSchema,
  withPasswordSchema,
} from '#contracts/accounts.js';
import { type Actor } from '#domain/access/actor.js';
import { SecondFactorService } from '#domain/accounts/second-factor.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';

/** The codes of a device that the caller's own sign-in asks for. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/second-factor')
@Access('account')
export class SecondFactorController {
  constructor(private readonly secondFactor: SecondFactorService) {}

  @Get()
  @ApiOkResponse({ standardSchema: secondFactorStateSchema })
  state(@CurrentActor() actor: Actor): Promise<SecondFactorState> {
    return this.secondFactor.state(actor);
  }

  /** A secret for the device; sign-in asks for nothing until `confirm` got a code of it. */
  @Post()
  @Limited('credentials')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: secondFactorSecretSchema })
  begin(
    @CurrentActor() actor: Actor,
    @Body({ schema: withPasswordSchema }) { password }: WithPassword,
  ): Promise<SecondFactorSecret> {
    return this.secondFactor.begin(actor, password);
  }

  /** Turns it on, and shows the recovery codes this once. */
  @Post('confirm')
  @Limited('credentials')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: recoveryCodesSchema })
  confirm(
    @CurrentActor() actor: Actor,
    @Body({ schema: withCodeSchema }) { code }: WithCode,
  ): Promise<RecoveryCodes> {
    return this.secondFactor.confirm(actor, code);
  }

  @Post('recovery-codes')
  @Limited('credentials')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: recoveryCodesSchema })
  newRecoveryCodes(
    @CurrentActor() actor: Actor,
    @Body({ schema: withPasswordAndCodeSchema }) body: WithPasswordAndCode,
  ): Promise<RecoveryCodes> {
    return this.secondFactor.newRecoveryCodes(actor, body);
  }

  @Post('disable')
  @Limited('credentials')
  @HttpCode(204)
  @ApiNoContentResponse()
  disable(
    @CurrentActor() actor: Actor,
    @Body({ schema: withPasswordAndCodeSchema }) body: WithPasswordAndCode,
  ): Promise<void> {
    return this.secondFactor.disable(actor, body);
  }
}
