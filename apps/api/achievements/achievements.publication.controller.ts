import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AchievementView,
  achievementViewSchema,
  type DuplicatesBody,
  duplicatesBodySchema,
  returnAchievementSchema,
} from '#contracts/achievements.js';
import { type ReturnBody } from '#contracts/records.js';
import { type Actor } from '#domain/access/actor.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { AchievementsService } from '#domain/achievements/achievements.service.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, SeenVersion } from '../parameters.js';

/** The steps in and out of publication, which owners and administrators share; the rules say who may take which. */
@ApiTags('achievements')
@ApiBearerAuth()
@Controller('achievements')
export class AchievementsPublicationController {
  constructor(private readonly achievements: AchievementsService) {}

  /** Owners that are trusted publish directly, administrators what was submitted to them. */
  @Access('achievement.publish')
  @Post(':id/publish')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async publish(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: duplicatesBodySchema }) duplicates: DuplicatesBody,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.publish(actor, id, { ...seen, duplicates }), actor);
  }

  /** Takes it out of the library; its open matches expire. */
  @Access('achievement.withdraw')
  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.withdraw(actor, id, seen), actor);
  }

  /** Back to its owner, with what is wrong field by field. */
  @Access('achievement.return')
  @Post(':id/return')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async return(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: returnAchievementSchema }) body: ReturnBody,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.return(actor, id, body, seen), actor);
  }
}
