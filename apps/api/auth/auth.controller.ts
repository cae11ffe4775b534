import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  type Login,
  loginSchema,
  type Register,
  registerSchema,
  type SessionView,
  sessionViewSchema,
} from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { AccountsService, type OpenedSession } from '#domain/accounts/accounts.service.js';
import { Access } from '../access/access.decorator.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';

/** Log-in, and what keeps it alive. The refresh token travels in an httpOnly cookie only. */
@ApiTags('auth')
@Controller('auth')
@Access('everyone')
export class AuthController {
  constructor(private readonly accounts: AccountsService) {}

  @Post('register')
  @ApiCreatedResponse({ standardSchema: sessionViewSchema })
  async register(
    @Body({ schema: registerSchema }) body: Register,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    return answer(await this.accounts.register(body), request, response);
  }

  @Post('login')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async login(
    @Body({ schema: loginSchema }) body: Login,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    return answer(await this.accounts.login(body), request, response);
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
    return answer(await this.accounts.refresh(token), request, response);
  }

  @Post('logout')
  @HttpCode(204)
  @ApiNoContentResponse()
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = readRefreshCookie(request);
    clearRefreshCookie(request, response);
    if (token) await this.accounts.logout(token);
  }
}

function answer(opened: OpenedSession, request: Request, response: Response): SessionView {
  setRefreshCookie(request, response, opened);
  return opened.session;
}
