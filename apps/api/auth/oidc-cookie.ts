import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response } from 'express';
import { z } from 'zod';
import { oidcStartSchema } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { type TokensService } from '#domain/accounts/tokens.service.js';

/** On HTTPS the name itself keeps other hosts of the domain from setting the cookie; browsers then insist on path `/`. */
const nameFor = ({ secure }: Request): string => (secure ? '__Host-duijie_oidc' : 'duijie_oidc');

/** As long as somebody may take at the provider, with a second factor there. */
const SECONDS = 600;

const visitSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: oidcStartSchema.shape.returnTo,
});
type Visit = z.infer<typeof visitSchema>;

/** What the browser keeps while it is at the provider: only the one that went there can come back. */
export class OidcCookie {
  constructor(private readonly tokens: TokensService) {}

  async set(request: Request, response: Response, visit: Visit): Promise<void> {
    const token = await this.tokens.sign('oidc', visit, SECONDS);
    response.cookie(nameFor(request), token, { ...options(request), maxAge: SECONDS * 1000 });
  }

  /** Reads it this once. @throws DomainError `challenge_invalid`. */
  async take(request: Request, response: Response): Promise<Visit> {
    const token = parse(request.headers.cookie ?? '')[nameFor(request)] ?? '';
    response.clearCookie(nameFor(request), options(request));
    const visit = visitSchema.safeParse(await this.tokens.read('oidc', token));
    if (visit.success) return visit.data;
    throw new DomainError('challenge_invalid', 'The sign-in took too long: begin again.');
  }
}

/** Lax, because the browser comes back by a link from another site. */
const options = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: request.secure,
  path: request.secure ? '/' : '/api/v1/auth/oidc',
});
