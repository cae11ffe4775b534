import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AcceptNeed,
  acceptNeedSchema,
  type AssignNeed,
  assignNeedSchema,
  type CloseForOwner,
  closeForOwnerSchema,
  type NeedView,
  needViewSchema,
  type RefuseNeed,
  refuseNeedSchema,
} from '#contracts/needs.js';
import { type Actor } from '#domain/access/actor.js';
import { NeedDeskService } from '#domain/needs/need-desk.service.js';
import { needView } from '#domain/needs/need-view.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Needs on the desk of the administrators of a region. */
@ApiTags('needs')
@ApiBearerAuth()
@Controller('needs')
export class NeedsAdministratorController {
  constructor(private readonly desk: NeedDeskService) {}

  /** Takes a need on; one that was submitted is published by it. */
  @Access('need.accept')
  @Post(':id/accept')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async accept(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: acceptNeedSchema }) body: AcceptNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.accept(actor, id, body), actor);
  }

  /** Back to its owner with a coded reason; what was published leaves the library. */
  @Access('need.refuse')
  @Post(':id/refuse')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async refuse(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: refuseNeedSchema }) body: RefuseNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.refuse(actor, id, body), actor);
  }

  /** To a transfer institution or an organisation with brokers; again, to another. */
  @Access('need.assign')
  @Post(':id/assign')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async assign(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: assignNeedSchema }) body: AssignNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.assign(actor, id, body), actor);
  }

  /** Closes a need that was served and then left by its owner beyond the time limit. */
  @Access('need.closeForOwner')
  @Post(':id/close-for-owner')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async closeForOwner(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: closeForOwnerSchema }) body: CloseForOwner,
  ): Promise<NeedView> {
    return needView(await this.desk.closeForOwner(actor, id, body), actor);
  }
}
