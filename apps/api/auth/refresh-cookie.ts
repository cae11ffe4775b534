import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response } from 'express';

const NAME = 'duijie_refresh';

/** Sent to the auth routes only, never to scripts, never from another site. */
const options = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: request.secure,
  path: '/api/v1/auth',
});

export const readRefreshCookie = (request: Request): string | undefined =>
  parse(request.headers.cookie ?? '')[NAME];

export function setRefreshCookie(
  request: Request,
  response: Response,
  { refreshToken, refreshTokenExpiresAt }: { refreshToken: string; refreshTokenExpiresAt: Date },
): void {
  response.cookie(NAME, refreshToken, { ...options(request), expires: refreshTokenExpiresAt });
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, options(request));
}
