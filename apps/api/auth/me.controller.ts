import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AccountView, accountViewSchema } from '#contracts/accounts.js';
import { AccountsService } from '#domain/accounts/accounts.service.js';
import { type Actor } from '#domain/access/actor.js';
import { Access, CurrentActor } from '../access/access.decorator.js';

@ApiTags('auth')
@ApiBearerAuth()
@Controller('me')
@Access('account')
export class MeController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @ApiOkResponse({ standardSchema: accountViewSchema })
  me(@CurrentActor() actor: Actor): Promise<AccountView> {
    return this.accounts.me(actor);
  }
}
