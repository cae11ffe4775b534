import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type MatchEventView,
  matchEventSchema,
  type MatchNote,
  matchNoteSchema,
  type MatchTransition,
  matchTransitionSchema,
  type MatchView,
  matchViewSchema,
} from '#contracts/matches.js';
import { type Actor } from '#domain/access/actor.js';
import { MatchHistoryService } from '#domain/matches/match-history.service.js';
import { MatchStepsService } from '#domain/matches/match-steps.service.js';
import { MatchesService } from '#domain/matches/matches.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** A match's life in the hands of its two sides and its broker. */
@ApiTags('matches')
@ApiBearerAuth()
@Controller('matches')
export class MatchesStepsController {
  constructor(
    private readonly matches: MatchesService,
    private readonly steps: MatchStepsService,
    private readonly histories: MatchHistoryService,
  ) {}

  /** Either side and the broker may take every step: introduced → negotiating → agreed → contracted, or declined; an end has a coded reason. */
  @Access('match.decline')
  @Post(':id/transitions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: matchViewSchema })
  async move(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: matchTransitionSchema }) body: MatchTransition,
  ): Promise<MatchView> {
    await this.steps.move(actor, id, body);
    return this.matches.get(actor, id);
  }

  /** A broker answers for the match from now on. */
  @Access('match.take')
  @Post(':id/take')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: matchViewSchema })
  async take(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<MatchView> {
    await this.steps.take(actor, id);
    return this.matches.get(actor, id);
  }

  /** A note that both sides and the broker read. */
  @Access('match.note')
  @Post(':id/notes')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: matchViewSchema })
  async note(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: matchNoteSchema }) body: MatchNote,
  ): Promise<MatchView> {
    await this.steps.note(actor, id, body);
    return this.matches.get(actor, id);
  }

  /** Every step with its author, time and note, oldest first. */
  @Access('match.read')
  @Get(':id/history')
  @ApiOkResponse({ standardSchema: z.object({ items: z.array(matchEventSchema) }) })
  async history(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<{ items: MatchEventView[] }> {
    return { items: await this.histories.list(actor, id) };
  }
}
