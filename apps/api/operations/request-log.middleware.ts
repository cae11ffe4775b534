import { Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { MetricsService } from './metrics.service.js';

/** Times every request, by its route rather than its address, which has ids in it. */
@Injectable()
export class RequestLogMiddleware implements NestMiddleware {
  private readonly logger = new Logger('http');

  constructor(private readonly metrics: MetricsService) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const start = performance.now();
    response.on('finish', () => {
      const milliseconds = performance.now() - start;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      this.metrics.observe(request.method, route, response.statusCode, milliseconds / 1000);
      this.logger.log(
        `${request.method} ${request.originalUrl.split('?')[0]} ${response.statusCode} ${milliseconds.toFixed(1)} ms`,
      );
    });
    next();
  }
}
