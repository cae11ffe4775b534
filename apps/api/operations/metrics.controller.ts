import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access } from '../access/access.decorator.js';
import { MetricsService } from './metrics.service.js';

/** Prometheus reads this. */
@ApiExcludeController()
@Controller('metrics')
@Access('everyone')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  async read(@Res() response: Response): Promise<void> {
    const { contentType, text } = await this.metrics.read();
    response.type(contentType).send(text);
  }
}
