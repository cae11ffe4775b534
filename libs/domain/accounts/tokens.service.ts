import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { SigningKey } from './signing-key.entity.js';

const ISSUER = 'duijie';
const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid() });

/** Whose token it is, and of which session. */
export interface TokenClaims {
  accountId: string;
  sessionId: string;
}

/** Makes and checks the two tokens of a session. */
@Injectable()
export class TokensService {
  private key: Promise<Uint8Array> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dataSource: DataSource,
  ) {}

  /** Seconds. */
  get accessTokenLife(): number {
    return this.config.accessTokenMinutes * 60;
  }

  get refreshTokenExpiry(): Date {
    return new Date(Date.now() + this.config.refreshTokenDays * 86_400_000);
  }

  async issueAccessToken({ accountId, sessionId }: TokenClaims): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(accountId)
      .setIssuedAt()
      .setExpirationTime(`${this.accessTokenLife}s`)
      .sign(await this.signingKey());
  }

  /** @throws DomainError `token_invalid` where it is forged, expired or none. */
  async readAccessToken(token: string): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, await this.signingKey(), {
        issuer: ISSUER,
        algorithms: ['HS256'],
      });
      const { sub, sid } = claimsSchema.parse(payload);
      return { accountId: sub, sessionId: sid };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) {
        const expired = error instanceof errors.JWTExpired;
        throw new DomainError(
          'token_invalid',
          expired
            ? 'The access token has expired: refresh it.'
            : 'The access token is not valid: sign in again.',
        );
      }
      throw error;
    }
  }

  /** A fresh refresh token of 256 random bits, and the hash under which it is stored. */
  makeRefreshToken(): { token: string; tokenHash: string } {
    const token = randomBytes(32).toString('base64url');
    return { token, tokenHash: this.hashRefreshToken(token) };
  }

  hashRefreshToken(token: string): string {
    return createHash('sha256').update(token).digest('base64url');
  }

  private signingKey(): Promise<Uint8Array> {
    return (this.key ??= this.loadSigningKey().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    }));
  }

  private async loadSigningKey(): Promise<Uint8Array> {
    if (this.config.tokenSecret) return new TextEncoder().encode(this.config.tokenSecret);
    const purpose = 'access-token';
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(SigningKey)
      .values({ purpose, secret: randomBytes(32).toString('base64url') })
      .orIgnore()
      .execute();
    // Whoever came first made the key; everybody reads that one.
    const { secret } = await this.dataSource.manager.findOneByOrFail(SigningKey, { purpose });
    return Buffer.from(secret, 'base64url');
  }
}
