import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type DeselectAchievement,
  deselectAchievementSchema,
  type SelectAchievement,
  selectAchievementSchema,
  type SelectionView,
  selectionViewSchema,
} from '#contracts/achievement-selections.js';
import { type AchievementView, achievementViewSchema } from '#contracts/achievements.js';
import { type Page, pageOf, type PageQuery, pageQuerySchema } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { AchievementSelectionsService } from '#domain/achievements/achievement-selections.service.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** The curated tier in the hands of administrators; everybody reads how something came into it. */
@ApiTags('achievements')
@ApiBearerAuth()
@Controller('achievements')
export class AchievementsSelectionController {
  constructor(private readonly selections: AchievementSelectionsService) {}

  /** Takes it into the curated tier of the caller's level. */
  @Access('achievement.select')
  @Post(':id/select')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async select(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: selectAchievementSchema }) body: SelectAchievement,
  ): Promise<AchievementView> {
    return achievementView(await this.selections.select(actor, id, body), actor);
  }

  @Access('achievement.deselect')
  @Post(':id/deselect')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async deselect(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: deselectAchievementSchema }) body: DeselectAchievement,
  ): Promise<AchievementView> {
    return achievementView(await this.selections.deselect(actor, id, body), actor);
  }

  /** Every selection of it, newest first, with those that have ended. */
  @Access('achievement.read')
  @Get(':id/selections')
  @ApiOkResponse({ standardSchema: pageOf(selectionViewSchema) })
  list(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ): Promise<Page<SelectionView>> {
    return this.selections.list(actor, id, page);
  }
}
