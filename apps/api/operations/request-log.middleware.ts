import { Injectable, Logger, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Response } from 'express';
import { type RequestWithActor } from '../access/access.decorator.js';
import { MetricsService } from './metrics.service.js';

/**
 * Times every request, by its route rather than its address, which has ids in it, and logs who asked for what and how it
 * ended: the account's id, the number of the request and the code of an error, never a name, a token or a body.
 */
@Injectable()
export class RequestLogMiddleware implements NestMiddleware {
  private readonly logger = new Logger('http');

  constructor(private readonly metrics: MetricsService) {}

  use(request: RequestWithActor, response: Response, next: NextFunction): void {
    const start = performance.now();
    response.on('finish', () => {
      const milliseconds = performance.now() - start;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      this.metrics.observe(request.method, route, response.statusCode, milliseconds / 1000);
      const code = (response.locals as { errorCode?: string }).errorCode;
      this.logger.log(
        [
          `${request.method} ${request.originalUrl.split('?')[0]} ${response.statusCode}`,
          ...(code ? [code] : []),
          `${milliseconds.toFixed(1)} ms`,
          `request=${String(response.getHeader('x-request-id'))}`,
          `account=${request.actor?.accountId ?? 'none'}`,
        ].join(' '),
      );
    });
    next();
  }
}
