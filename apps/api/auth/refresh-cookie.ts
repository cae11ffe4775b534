import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response } from 'express';
import { type SessionView } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type OpenedSession, type SessionsService } from '#domain/accounts/sessions.service.js';

/** On HTTPS the name itself keeps other hosts of the domain from setting the cookie; browsers then insist on path `/`. */
const nameFor = ({ secure }: Request): string => (secure ? '__Host-duijie_refresh' : 'duijie_refresh');

/** Never shown to scripts, never sent from another site, and where the name allows it sent to the auth routes only. */
const options = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: request.secure,
  path: request.secure ? '/' : '/api/v1/auth',
});

/** @throws DomainError `not_allowed` where the page of another host made the browser send it; browsers say so. */
export function readRefreshCookie(request: Request): string | undefined {
  if (!['same-origin', 'none', undefined].includes(request.get('sec-fetch-site')))
    throw new DomainError('not_allowed', 'Only the pages of this platform may use its session.');
  return parse(request.headers.cookie ?? '')[nameFor(request)];
}

export function setRefreshCookie(
  request: Request,
  response: Response,
  { refreshToken, refreshTokenExpiresAt }: OpenedSession,
): void {
  response.cookie(nameFor(request), refreshToken, { ...options(request), expires: refreshTokenExpiresAt });
}

/** The body that answers an opened session, whose other half goes into the cookie. */
export function answerSession(opened: OpenedSession, request: Request, response: Response): SessionView {
  setRefreshCookie(request, response, opened);
  return opened.session;
}

/** Answers a session that somebody signed in to; the one that this browser had before ends with it. */
export async function answerNewSession(
  sessions: SessionsService,
  opened: OpenedSession,
  request: Request,
  response: Response,
): Promise<SessionView> {
  const before = readRefreshCookie(request);
  if (before) await sessions.end(before);
  return answerSession(opened, request, response);
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(nameFor(request), options(request));
}
