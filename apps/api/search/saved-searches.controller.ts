import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type Page, pageOf, type PageQuery, pageQuerySchema } from '#contracts/pages.js';
import {
  type SavedSearchView,
  savedSearchViewSchema,
  type SaveSearch,
  saveSearchSchema,
} from '#contracts/search.js';
import { type Actor } from '#domain/access/actor.js';
import { SavedSearchesService } from '#domain/search/saved-searches.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Searches that the caller keeps, and is told of by notifications. */
@ApiTags('search')
@ApiBearerAuth()
@Controller('search/saved')
export class SavedSearchesController {
  constructor(private readonly savedSearches: SavedSearchesService) {}

  @Access('savedSearch.create')
  @Post()
  @ApiCreatedResponse({ standardSchema: savedSearchViewSchema })
  save(
    @CurrentActor() actor: Actor,
    @Body({ schema: saveSearchSchema }) body: SaveSearch,
  ): Promise<SavedSearchView> {
    return this.savedSearches.save(actor, body);
  }

  @Access('savedSearch.read')
  @Get()
  @ApiOkResponse({ standardSchema: pageOf(savedSearchViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<SavedSearchView>> {
    return this.savedSearches.list(actor, query);
  }

  @Access('savedSearch.delete')
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param({ schema: idParameters }) { id }: IdParameters): Promise<void> {
    return this.savedSearches.remove(actor, id);
  }
}
