import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { LibraryService } from '#domain/matches/library.service.js';
import { Access } from '../access/access.decorator.js';

/** For whatever restarts the process or sends it traffic. */
@ApiExcludeController()
@Controller('health')
@Access('everyone')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
  ) {}

  /** The process runs. */
  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** The process can do its work: its database answers and its library is loaded. */
  @Get('ready')
  async ready(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ database: boolean; library: boolean }> {
    const database = await this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
    const library = this.library.isLoaded;
    if (!database || !library) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { database, library };
  }
}
