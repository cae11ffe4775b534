import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type NeedView, needViewSchema, returnNeedSchema } from '#contracts/needs.js';
import { type ReturnBody } from '#contracts/records.js';
import { type Actor } from '#domain/access/actor.js';
import { needView } from '#domain/needs/need-view.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, SeenVersion } from '../parameters.js';

/** The steps in and out of publication, which owners and administrators share; the rules say who may take which. */
@ApiTags('needs')
@ApiBearerAuth()
@Controller('needs')
export class NeedsPublicationController {
  constructor(private readonly needs: NeedsService) {}

  /** Owners that are trusted publish directly, administrators what was submitted to them. */
  @Access('need.publish')
  @Post(':id/publish')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async publish(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @SeenVersion() seen: Seen,
  ): Promise<NeedView> {
    return needView(await this.needs.publish(actor, id, seen), actor);
  }

  /** Takes it out of the library; its open matches expire. */
  @Access('need.withdraw')
  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @SeenVersion() seen: Seen,
  ): Promise<NeedView> {
    return needView(await this.needs.withdraw(actor, id, seen), actor);
  }

  /** Back to its owner, with what is wrong field by field. */
  @Access('need.return')
  @Post(':id/return')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async return(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: returnNeedSchema }) body: ReturnBody,
    @SeenVersion() seen: Seen,
  ): Promise<NeedView> {
    return needView(await this.needs.return(actor, id, body, seen), actor);
  }
}
