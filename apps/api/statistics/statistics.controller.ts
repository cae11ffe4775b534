import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Page, pageOf } from '#contracts/pages.js';
import {
  type FigureDefinition,
  figureDefinitionSchema,
  type FigureRecord,
  figureRecordSchema,
  type FigureRecordsQuery,
  figureRecordsQuerySchema,
  type StatisticsQuery,
  statisticsQuerySchema,
  type StatisticsView,
  statisticsViewSchema,
} from '#contracts/statistics.js';
import { type Actor } from '#domain/access/actor.js';
import { StatisticsService } from '#domain/statistics/statistics.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';

const figureParameters = z.object({ figure: z.string().max(80) });

/** The platform's figures with their definitions, and the records that each of them counts. */
@ApiTags('statistics')
@Controller('statistics')
@Access('everyone')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @ApiOkResponse({ standardSchema: statisticsViewSchema })
  read(
    @CurrentActor() actor: Actor | null,
    @Query({ schema: statisticsQuerySchema }) query: StatisticsQuery,
  ): Promise<StatisticsView> {
    return this.statistics.read(actor, query);
  }

  /** What every figure means, word by word. */
  @Get('definitions')
  @ApiOkResponse({ standardSchema: z.object({ items: z.array(figureDefinitionSchema) }) })
  definitions(): { items: FigureDefinition[] } {
    return { items: this.statistics.definitions() };
  }

  /** The records that a figure counts. There are as many as it says. */
  @Get(':figure/records')
  @ApiOkResponse({ standardSchema: pageOf(figureRecordSchema) })
  records(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: figureParameters }) { figure }: z.infer<typeof figureParameters>,
    @Query({ schema: figureRecordsQuerySchema }) query: FigureRecordsQuery,
  ): Promise<Page<FigureRecord>> {
    return this.statistics.records(actor, figure, query);
  }
}
