import { Body, Controller, Delete, Get, HttpCode, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  type ErasePerson,
  erasePersonSchema,
  type PersonalDataView,
  personalDataViewSchema,
} from '#contracts/personal-data.js';
import { type Actor } from '#domain/access/actor.js';
import { PersonalDataService } from '#domain/personal-data/personal-data.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { clearRefreshCookie } from './refresh-cookie.js';

/** What the platform knows of the caller, to take along and to erase. */
@ApiTags('auth')
@ApiBearerAuth()
@Controller('me')
@Access('account')
export class PersonalDataController {
  constructor(private readonly personalData: PersonalDataService) {}

  @Get('data')
  @ApiOkResponse({ standardSchema: personalDataViewSchema })
  export(@CurrentActor() actor: Actor): Promise<PersonalDataView> {
    return this.personalData.export(actor);
  }

  /** Erases the person behind the account. What was done stays, by an account that says nothing of anybody. */
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  async erase(
    @CurrentActor() actor: Actor,
    @Body({ schema: erasePersonSchema }) { password }: ErasePerson,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.personalData.erase(actor, password);
    clearRefreshCookie(request, response);
  }
}
