import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type VersionDiff,
  versionDiffSchema,
  versionPairParameters,
  type VersionPairParameters,
  versionParameters,
  type VersionParameters,
  type VersionView,
  versionViewSchema,
  type VersionWithContent,
  versionWithContentSchema,
} from '#contracts/achievement-versions.js';
import { type AchievementView, achievementViewSchema } from '#contracts/achievements.js';
import { type Page, pageOf, type PageQuery, pageQuerySchema } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { AchievementVersionsService } from '#domain/achievements/achievement-versions.service.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, SeenVersion } from '../parameters.js';

/** What an achievement said before, for its owner and its reviewers. */
@ApiTags('achievements')
@ApiBearerAuth()
@Controller('achievements/:id/versions')
@Access('achievement.readVersions')
export class AchievementsVersionsController {
  constructor(private readonly versions: AchievementVersionsService) {}

  /** Newest first. */
  @Get()
  @ApiOkResponse({ standardSchema: pageOf(versionViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ): Promise<Page<VersionView>> {
    return this.versions.list(actor, id, page);
  }

  @Get(':number')
  @ApiOkResponse({ standardSchema: versionWithContentSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: versionParameters }) { id, number }: VersionParameters,
  ): Promise<VersionWithContent> {
    return this.versions.get(actor, id, number);
  }

  /** Field by field; texts word by word. */
  @Get(':before/diff/:after')
  @ApiOkResponse({ standardSchema: versionDiffSchema })
  diff(
    @CurrentActor() actor: Actor,
    @Param({ schema: versionPairParameters }) { id, before, after }: VersionPairParameters,
  ): Promise<VersionDiff> {
    return this.versions.diff(actor, id, before, after);
  }

  /** Writes what it said then as a new version. */
  @Access('achievement.edit')
  @Post(':number/restore')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async restore(
    @CurrentActor() actor: Actor,
    @Param({ schema: versionParameters }) { id, number }: VersionParameters,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.versions.restore(actor, id, number, seen), actor);
  }
}
