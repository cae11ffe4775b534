import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type NeedEventView,
  needEventSchema,
  type NeedView,
  needViewSchema,
  type ServeNeed,
  serveNeedSchema,
  type ServiceRecord,
  serviceRecordSchema,
} from '#contracts/needs.js';
import { type Actor } from '#domain/access/actor.js';
import { NeedDeskService } from '#domain/needs/need-desk.service.js';
import { NeedHistoryService } from '#domain/needs/need-history.service.js';
import { needView } from '#domain/needs/need-view.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Needs in the hands of those who serve them, and what was done for them. */
@ApiTags('needs')
@ApiBearerAuth()
@Controller('needs')
export class NeedsBrokerController {
  constructor(
    private readonly desk: NeedDeskService,
    private readonly histories: NeedHistoryService,
  ) {}

  /** What was done: a call, a visit, an introduction, a solution. */
  @Access('need.recordService')
  @Post(':id/services')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async recordService(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: serviceRecordSchema }) body: ServiceRecord,
  ): Promise<NeedView> {
    return needView(await this.desk.recordService(actor, id, body), actor);
  }

  /** The work is done and the owner has the word; at least one service must be written down. */
  @Access('need.serve')
  @Post(':id/serve')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async serve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: serveNeedSchema }) body: ServeNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.serve(actor, id, body), actor);
  }

  /** Every step with its author, time and note, oldest first. */
  @Access('need.readHandling')
  @Get(':id/history')
  @ApiOkResponse({ standardSchema: z.object({ items: z.array(needEventSchema) }) })
  async history(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<{ items: NeedEventView[] }> {
    return { items: await this.histories.list(actor, id) };
  }
}
