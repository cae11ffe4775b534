import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  achievementAnswerSchema,
  type FoundAchievement,
  type FoundNeed,
  needAnswerSchema,
  type SearchAchievementsQuery,
  searchAchievementsQuerySchema,
  type SearchAnswer,
  type SearchNeedsQuery,
  searchNeedsQuerySchema,
  type Suggestions,
  suggestionsSchema,
  type SuggestQuery,
  suggestQuerySchema,
} from '#contracts/search.js';
import { type Actor } from '#domain/access/actor.js';
import { SearchService } from '#domain/search/search.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';

/** Search for everybody; who is signed in finds what is theirs by its own words. */
@ApiTags('search')
@Controller('search')
@Access('everyone')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get('achievements')
  @ApiOkResponse({ standardSchema: achievementAnswerSchema })
  achievements(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: searchAchievementsQuerySchema }) query: SearchAchievementsQuery,
  ): Promise<SearchAnswer<FoundAchievement>> {
    return this.search.achievements(actor, query);
  }

  @Get('needs')
  @ApiOkResponse({ standardSchema: needAnswerSchema })
  needs(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: searchNeedsQuerySchema }) query: SearchNeedsQuery,
  ): Promise<SearchAnswer<FoundNeed>> {
    return this.search.needs(actor, query);
  }

  /** Titles while somebody types. */
  @Get('suggest')
  @ApiOkResponse({ standardSchema: suggestionsSchema })
  suggest(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: suggestQuerySchema }) query: SuggestQuery,
  ): Promise<Suggestions> {
    return this.search.suggest(actor, query);
  }
}
