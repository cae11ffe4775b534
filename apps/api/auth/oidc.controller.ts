import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  type OidcStart,
  oidcStartSchema,
  type SignInProvider,
  signInProviderSchema,
} from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { TokensService } from '#domain/accounts/tokens.service.js';
import { OidcSignInService } from '#domain/membership/oidc-sign-in.service.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { Access } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { OidcCookie } from './oidc-cookie.js';
import { setRefreshCookie } from './refresh-cookie.js';

/** Signing in at an OpenID Connect provider: a browser goes there, and comes back to the interface. */
@ApiTags('auth')
@Controller('auth/oidc')
@Access('everyone')
export class OidcController {
  private readonly cookie: OidcCookie;

  constructor(
    private readonly oidc: OidcSignInService,
    tokens: TokensService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.cookie = new OidcCookie(tokens);
  }

  /** Whether there is a provider, and what its button says. */
  @Get()
  @ApiOkResponse({ standardSchema: signInProviderSchema })
  provider(): SignInProvider {
    return { enabled: this.oidc.isConfigured, name: this.config.oidc?.name ?? null };
  }

  @Get('start')
  @Limited('loginFromAddress')
  @ApiFoundResponse()
  async start(
    @Query({ schema: oidcStartSchema }) { returnTo }: OidcStart,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { url, checks } = await this.oidc.begin();
    await this.cookie.set(request, response, { ...checks, returnTo });
    response.redirect(url);
  }

  /** Where the provider sends the browser. What goes wrong goes on to the interface, since nobody reads JSON here. */
  @Get('callback')
  @Limited('loginFromAddress')
  @ApiFoundResponse()
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.redirect(`${this.config.publicUrl}${await this.finish(request, response)}`);
  }

  /** @returns the page of the interface on which the browser goes on. */
  private async finish(request: Request, response: Response): Promise<string> {
    try {
      const { returnTo, ...checks } = await this.cookie.take(request, response);
      const outcome = await this.oidc.finish(request.originalUrl.split('?')[1] ?? '', checks);
      if ('challenge' in outcome) return `/sign-in#challenge=${outcome.challenge.challengeToken}`;
      setRefreshCookie(request, response, outcome);
      return returnTo;
    } catch (error) {
      if (error instanceof DomainError) return `/sign-in?error=${error.code}`;
      throw error;
    }
  }
}
