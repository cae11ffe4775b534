import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_LISTS, type ExportFormat, type ExportList } from '#contracts/exports.js';
import { type Actor } from '#domain/access/actor.js';
import { ExportsService } from '#domain/exports/exports.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { sentTable } from '../files/sent-file.js';

const format = z.object({ format: z.enum(EXPORT_FORMATS) });
type Format = z.infer<typeof format>;
type Filters<L extends ExportList> = z.infer<(typeof EXPORT_LISTS)[L]>;

/** Lists as files: what the caller may see of each, by the filters of the list itself. */
@ApiTags('exports')
@ApiBearerAuth()
@Controller('exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get('achievements.:format')
  @Access('account')
  achievements(
    @CurrentActor() actor: Actor,
    @Param({ schema: format }) { format }: Format,
    @Query({ schema: EXPORT_LISTS.achievements }) filters: Filters<'achievements'>,
  ): Promise<StreamableFile> {
    return this.send(actor, 'achievements', format, filters);
  }

  @Get('needs.:format')
  @Access('account')
  needs(
    @CurrentActor() actor: Actor,
    @Param({ schema: format }) { format }: Format,
    @Query({ schema: EXPORT_LISTS.needs }) filters: Filters<'needs'>,
  ): Promise<StreamableFile> {
    return this.send(actor, 'needs', format, filters);
  }

  @Get('matches.:format')
  @Access('match.read')
  matches(
    @CurrentActor() actor: Actor,
    @Param({ schema: format }) { format }: Format,
    @Query({ schema: EXPORT_LISTS.matches }) filters: Filters<'matches'>,
  ): Promise<StreamableFile> {
    return this.send(actor, 'matches', format, filters);
  }

  /** What a search for achievements answers, page after page. */
  @Get('found-achievements.:format')
  @Access('account')
  foundAchievements(
    @CurrentActor() actor: Actor,
    @Param({ schema: format }) { format }: Format,
    @Query({ schema: EXPORT_LISTS['found-achievements'] }) filters: Filters<'found-achievements'>,
  ): Promise<StreamableFile> {
    return this.send(actor, 'found-achievements', format, filters);
  }

  /** What a search for needs answers, page after page. */
  @Get('found-needs.:format')
  @Access('account')
  foundNeeds(
    @CurrentActor() actor: Actor,
    @Param({ schema: format }) { format }: Format,
    @Query({ schema: EXPORT_LISTS['found-needs'] }) filters: Filters<'found-needs'>,
  ): Promise<StreamableFile> {
    return this.send(actor, 'found-needs', format, filters);
  }

  private send<L extends ExportList>(
    actor: Actor,
    list: L,
    format: ExportFormat,
    filters: Filters<L>,
  ): Promise<StreamableFile> {
    return sentTable(this.exports.export(actor, list, format, filters), `${list}.${format}`, format);
  }
}
