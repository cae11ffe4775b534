import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type CloseNeed,
  closeNeedSchema,
  type CreateNeed,
  createNeedSchema,
  type DiscloseNeed,
  discloseNeedSchema,
  type NeedView,
  needViewSchema,
  type RateNeed,
  rateNeedSchema,
  type UpdateNeed,
  updateNeedSchema,
} from '#contracts/needs.js';
import {
  type MatchView,
  matchViewSchema,
  type RecordMatchesQuery,
  recordMatchesQuerySchema,
} from '#contracts/matches.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { needView } from '#domain/needs/need-view.js';
import { NeedDeskService } from '#domain/needs/need-desk.service.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { MatchesService } from '#domain/matches/matches.service.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, RequestKey, SeenVersion } from '../parameters.js';

/** Needs in the hands of those who own them. */
@ApiTags('needs')
@ApiBearerAuth()
@Controller('needs')
export class NeedsEnterpriseController {
  constructor(
    private readonly needs: NeedsService,
    private readonly desk: NeedDeskService,
    private readonly matches: MatchesService,
  ) {}

  @Access('need.create')
  @Post()
  @ApiCreatedResponse({ standardSchema: needViewSchema })
  async create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createNeedSchema }) body: CreateNeed,
    @RequestKey() key?: string,
  ): Promise<NeedView> {
    return needView(await this.needs.create(actor, body, key), actor);
  }

  @Access('need.edit')
  @Patch(':id')
  @ApiOkResponse({ standardSchema: needViewSchema })
  async update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: updateNeedSchema }) body: UpdateNeed,
    @SeenVersion() seen: Seen,
  ): Promise<NeedView> {
    return needView(await this.needs.update(actor, id, body, seen), actor);
  }

  /** To an administrator, who publishes or returns it. */
  @Access('need.submit')
  @Post(':id/submit')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async submit(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @SeenVersion() seen: Seen,
  ): Promise<NeedView> {
    return needView(await this.needs.submit(actor, id, seen), actor);
  }

  /** Ends the need with a coded reason and its evidence; its open matches expire. */
  @Access('need.close')
  @Post(':id/close')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async close(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: closeNeedSchema }) body: CloseNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.close(actor, id, body), actor);
  }

  /** How it went, from one star to five, once and after it was closed. */
  @Access('need.rate')
  @Post(':id/rate')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async rate(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: rateNeedSchema }) body: RateNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.rate(actor, id, body), actor);
  }

  /** Opens the words of a confidential need to one organisation, such as the one that serves it. */
  @Access('need.disclose')
  @Post(':id/disclose')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: needViewSchema })
  async disclose(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: discloseNeedSchema }) body: DiscloseNeed,
  ): Promise<NeedView> {
    return needView(await this.desk.disclose(actor, id, body), actor);
  }

  /** The matches of this need, strongest first. */
  @Access('match.read')
  @Get(':id/matches')
  @ApiOkResponse({ standardSchema: pageOf(matchViewSchema) })
  async listMatches(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: recordMatchesQuerySchema }) query: RecordMatchesQuery,
  ): Promise<Page<MatchView>> {
    await this.needs.get(actor, id);
    return this.matches.list(actor, { ...query, needId: id });
  }
}
