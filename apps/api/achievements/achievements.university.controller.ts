import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AchievementView,
  achievementViewSchema,
  type CreateAchievement,
  createAchievementSchema,
  type DuplicatesBody,
  duplicatesBodySchema,
  type UpdateAchievement,
  updateAchievementSchema,
} from '#contracts/achievements.js';
import {
  type MatchView,
  matchViewSchema,
  type RecordMatchesQuery,
  recordMatchesQuerySchema,
} from '#contracts/matches.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { achievementView } from '#domain/achievements/achievement-view.js';
import { AchievementsService } from '#domain/achievements/achievements.service.js';
import { MatchesService } from '#domain/matches/matches.service.js';
import { type Seen } from '#domain/records/records.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { idParameters, type IdParameters, RequestKey, SeenVersion } from '../parameters.js';

/** Achievements in the hands of those who own them. */
@ApiTags('achievements')
@ApiBearerAuth()
@Controller('achievements')
export class AchievementsUniversityController {
  constructor(
    private readonly achievements: AchievementsService,
    private readonly matches: MatchesService,
  ) {}

  @Access('achievement.create')
  @Post()
  @ApiCreatedResponse({ standardSchema: achievementViewSchema })
  async create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createAchievementSchema }) body: CreateAchievement,
    @RequestKey() key?: string,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.create(actor, body, key), actor);
  }

  @Access('achievement.edit')
  @Patch(':id')
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: updateAchievementSchema }) body: UpdateAchievement,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.update(actor, id, body, seen), actor);
  }

  /** To an administrator, who publishes or returns it; where something like it is there, with a word about that. */
  @Access('achievement.submit')
  @Post(':id/submit')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async submit(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Body({ schema: duplicatesBodySchema }) duplicates: DuplicatesBody,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.submit(actor, id, { ...seen, duplicates }), actor);
  }

  /** Says that what is published is still true, for another year. */
  @Access('achievement.confirm')
  @Post(':id/confirm')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: achievementViewSchema })
  async confirm(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @SeenVersion() seen: Seen,
  ): Promise<AchievementView> {
    return achievementView(await this.achievements.confirm(actor, id, seen), actor);
  }

  /** The matches of this achievement, strongest first. */
  @Access('match.read')
  @Get(':id/matches')
  @ApiOkResponse({ standardSchema: pageOf(matchViewSchema) })
  async listMatches(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: recordMatchesQuerySchema }) query: RecordMatchesQuery,
  ): Promise<Page<MatchView>> {
    await this.achievements.get(actor, id);
    return this.matches.list(actor, { ...query, achievementId: id });
  }
}
