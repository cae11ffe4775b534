import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { randomUUID } from 'node:crypto';
import { withOrigin } from '#platform/process/origin.js';

const HEADER = 'x-request-id';
/** A proxy in front may have numbered the request already; anything that is not plainly a number is not taken over. */
const ACCEPTED_ID = /^[\w.-]{8,64}$/;
const LONGEST_USER_AGENT = 300;

/** Numbers every request, tells the caller the number, and says from where what follows was asked for. */
@Injectable()
export class OriginMiddleware implements NestMiddleware {
  use(request: Request, response: Response, next: NextFunction): void {
    const given = request.get(HEADER);
    const requestId = given && ACCEPTED_ID.test(given) ? given : randomUUID();
    response.setHeader(HEADER, requestId);
    const userAgent = request.get('user-agent')?.slice(0, LONGEST_USER_AGENT);
    withOrigin({ via: 'http', requestId, ip: request.ip, userAgent }, next);
  }
}
