import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type NeedListQuery, needListQuerySchema, type NeedView, needViewSchema } from '#contracts/needs.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { needView } from '#domain/needs/need-view.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Needs as everybody reads them. */
@ApiTags('needs')
@Controller('needs')
@Access('need.read')
export class NeedsPublicController {
  constructor(private readonly needs: NeedsService) {}

  /**
   * What is published, newest first; with `mine=true` the caller's own in every state. With `stage`, `late` or `assigned`
   * the desk: what the caller has to do with, most urgent first.
   */
  @Get()
  @ApiOkResponse({ standardSchema: pageOf(needViewSchema) })
  async list(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: needListQuerySchema }) query: NeedListQuery,
  ): Promise<Page<NeedView>> {
    const { items, nextCursor } = await this.needs.list(actor, query);
    return { items: items.map((need) => needView(need, actor)), nextCursor };
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: needViewSchema })
  async get(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<NeedView> {
    return needView(await this.needs.get(actor, id), actor);
  }
}
