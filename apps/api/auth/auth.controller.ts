import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import {
  type ChallengeView,
  challengeViewSchema,
  type Login,
  loginSchema,
  type Register,
  registerSchema,
  type SecondFactorLogin,
  secondFactorLoginSchema,
  type SessionView,
  sessionViewSchema,
} from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { SessionsService } from '#domain/accounts/sessions.service.js';
import { SignInService } from '#domain/accounts/sign-in.service.js';
import { RegistrationService } from '#domain/membership/registration.service.js';
import { Access } from '../access/access.decorator.js';
import { Limited } from '../limits/limited.decorator.js';
import { answerNewSession, answerSession, clearRefreshCookie, readRefreshCookie } from './refresh-cookie.js';

/** Log-in, and what keeps it alive. The refresh token travels in an httpOnly cookie only. */
@ApiTags('auth')
@Controller('auth')
@Access('everyone')
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('register')
  @Limited('register')
  @ApiCreatedResponse({ standardSchema: sessionViewSchema })
  async register(
    @Body({ schema: registerSchema }) body: Register,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    return answerNewSession(this.sessions, await this.registration.register(body), request, response);
  }

  /** Answers a session, or asks for the code of the second factor. */
  @Post('login')
  @Limited('loginFromAddress', 'loginToAccount')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: z.union([sessionViewSchema, challengeViewSchema]) })
  async login(
    @Body({ schema: loginSchema }) body: Login,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView | ChallengeView> {
    const outcome = await this.signIn.login(body);
    return 'challenge' in outcome
      ? outcome.challenge
      : answerNewSession(this.sessions, outcome, request, response);
  }

  @Post('login/second-factor')
  @Limited('loginFromAddress')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async answerChallenge(
    @Body({ schema: secondFactorLoginSchema }) body: SecondFactorLogin,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    return answerNewSession(this.sessions, await this.signIn.answerChallenge(body), request, response);
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async refresh(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const token = readRefreshCookie(request);
    if (!token) throw new DomainError('refresh_token_invalid', 'There is no session to refresh: sign in.');
    return answerSession(await this.sessions.refresh(token), request, response);
  }

  @Post('logout')
  @HttpCode(204)
  @ApiNoContentResponse()
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = readRefreshCookie(request);
    clearRefreshCookie(request, response);
    if (token) await this.sessions.end(token);
  }
}
