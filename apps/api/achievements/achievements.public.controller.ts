import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AchievementListQuery,
  achievementListQuerySchema,
  type AchievementView,
  achievementViewSchema,
} from '#contracts/achievements.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { AchievementsService } from '#domain/achievements/achievements.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters } from '../parameters.js';

/** Achievements as everybody reads them. */
@ApiTags('achievements')
@Controller('achievements')
@Access('achievement.read')
export class AchievementsPublicController {
  constructor(private readonly achievements: AchievementsService) {}

  /** What is published, newest first; with `mine=true` the caller's own in every state. */
  @Get()
  @ApiOkResponse({ standardSchema: pageOf(achievementViewSchema) })
  async list(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: achievementListQuerySchema }) query: AchievementListQuery,
  ): Promise<Page<AchievementView>> {
    const { items, nextCursor } = await this.achievements.list(actor, query);
    return { items: items.map((achievement) => achievementView(achievement, actor)), nextCursor };
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async get(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.get(actor, id), actor);
  }
}
