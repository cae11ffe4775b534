import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response } from 'express';
import { type SessionView } from '#contracts/accounts.js';
import { type OpenedSession } from '#domain/accounts/sessions.service.js';

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
  { refreshToken, refreshTokenExpiresAt }: OpenedSession,
): void {
  response.cookie(NAME, refreshToken, { ...options(request), expires: refreshTokenExpiresAt });
}

/** The body that answers an opened session, whose other half goes into the cookie. */
export function answerSession(opened: OpenedSession, request: Request, response: Response): SessionView {
  setRefreshCookie(request, response, opened);
  return opened.session;
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, options(request));
}
