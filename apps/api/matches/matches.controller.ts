import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type MatchListQuery,
  matchListQuerySchema,
  type MatchView,
  matchViewSchema,
  type PreviewMatches,
  previewMatchesSchema,
  type PreviewView,
  previewViewSchema,
} from '#contracts/matches.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { MatchesService } from '#domain/matches/matches.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Matches as their two sides, brokers and administrators read them. */
@ApiTags('matches')
@Controller('matches')
export class MatchesController {
  constructor(private readonly matches: MatchesService) {}

  /** Paste a text, get ranked matches with reasons. Nothing is stored. */
  @Post('preview')
  @Limited('preview')
  @HttpCode(200)
  @Access('everyone')
  @ApiOkResponse({ standardSchema: previewViewSchema })
  preview(
    @CurrentActor() actor: Actor | null,
    @Body({ schema: previewMatchesSchema }) body: PreviewMatches,
  ): Promise<PreviewView> {
    return this.matches.preview(actor, body);
  }

  /** Strongest first. */
  @Get()
  @Access('match.read')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: pageOf(matchViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: matchListQuerySchema }) query: MatchListQuery,
  ): Promise<Page<MatchView>> {
    return this.matches.list(actor, query);
  }

  @Get(':id')
  @Access('match.read')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: matchViewSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<MatchView> {
    return this.matches.get(actor, id);
  }
}
