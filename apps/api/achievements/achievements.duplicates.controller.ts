import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AchievementView,
  achievementViewSchema,
  type DuplicatesView,
  duplicatesViewSchema,
  type MergeAchievement,
  mergeAchievementSchema,
} from '#contracts/achievements.js';
import { type Actor } from '#domain/access/actor.js';
import { AchievementDuplicatesService } from '#domain/achievements/achievement-duplicates.service.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, SeenVersion } from '../parameters.js';

/** Achievements that may be the same, for their owners and reviewers. */
@ApiTags('achievements')
@ApiBearerAuth()
@Controller('achievements')
export class AchievementsDuplicatesController {
  constructor(private readonly duplicates: AchievementDuplicatesService) {}

  /** Likest first, all of them: an achievement has few. */
  @Access('achievement.findDuplicates')
  @Get(':id/duplicates')
  @ApiOkResponse({ standardSchema: duplicatesViewSchema })
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<DuplicatesView> {
    return this.duplicates.list(actor, id);
  }

  /** Ends it in favour of another that says the same. This is final. */
  @Access('achievement.merge')
  @Post(':id/merge')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async merge(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: mergeAchievementSchema }) body: MergeAchievement,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.duplicates.merge(actor, id, body, seen), actor);
  }
}
