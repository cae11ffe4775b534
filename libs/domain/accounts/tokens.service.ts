import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { SigningKey } from './signing-key.entity.js';

const ISSUER = 'duijie';
const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid() });
const SEAL = 'aes-256-gcm';

/** What a signed token is for; one kind never passes for another. */
type Purpose = 'access' | 'second-factor' | 'oidc';

/** Whose token it is, and of which session. */
export interface TokenClaims {
  accountId: string;
  sessionId: string;
}

/** Makes and checks what only this installation can: its tokens, the secrets of its links, what it sealed. */
@Injectable()
export class TokensService implements OnModuleInit {
  private key: Promise<Uint8Array> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * The key is there before the first request: whoever loads it inside a transaction holds one connection and waits for
   * another, and a pool full of them waits for ever.
   */
  async onModuleInit(): Promise<void> {
    await this.signingKey();
  }

  /** Seconds. */
  get accessTokenLife(): number {
    return this.config.accessTokenMinutes * 60;
  }

  get refreshTokenExpiry(): Date {
    return new Date(Date.now() + this.config.refreshTokenDays * 86_400_000);
  }

  /** A session that was last used before this has no refresh token left. */
  get oldestRefresh(): Date {
    return new Date(Date.now() - this.config.refreshTokenDays * 86_400_000);
  }

  issueAccessToken({ accountId, sessionId }: TokenClaims): Promise<string> {
    return this.sign('access', { sub: accountId, sid: sessionId }, this.accessTokenLife);
  }

  /** @throws DomainError `token_invalid` where it is forged, expired or none. */
  async readAccessToken(token: string): Promise<TokenClaims> {
    const claims = claimsSchema.safeParse(await this.read('access', token));
    if (claims.success) return { accountId: claims.data.sub, sessionId: claims.data.sid };
    throw new DomainError(
      'token_invalid',
      'The access token is not valid or has expired: refresh it, or sign in again.',
    );
  }

  /** Signs claims for one purpose and so many seconds. Who holds the token can read them. */
  async sign(purpose: Purpose, claims: JWTPayload, seconds: number): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(purpose)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(await this.signingKey());
  }

  /** The claims of a token signed for this purpose; null where it is forged, expired, for something else, or none. */
  async read(purpose: Purpose, token: string): Promise<JWTPayload | null> {
    try {
      const expected = { issuer: ISSUER, audience: purpose, algorithms: ['HS256'] };
      return (await jwtVerify(token, await this.signingKey(), expected)).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** A secret of 256 random bits, and the hash under which it is stored. */
  makeSecret(): { token: string; tokenHash: string } {
    const token = randomBytes(32).toString('base64url');
    return { token, tokenHash: this.hashSecret(token) };
  }

  hashSecret(token: string): string {
    return createHash('sha256').update(token).digest('base64url');
  }

  /**
   * The secret of a mailed link, which only its row's id and the key tell. So the sender of the mail can make it again
   * for another try, and nothing that is stored opens anything.
   */
  async linkSecret(id: string): Promise<string> {
    return (await this.derivedKey(`link ${id}`)).toString('base64url');
  }

  /** Text that must be readable again here, such as the secret of a second factor, as it is stored. */
  async seal(text: string): Promise<string> {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(SEAL, await this.derivedKey('seal'), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** What was sealed; null where it was with another key, or changed since. */
  async unseal(stored: string): Promise<string | null> {
    const bytes = Buffer.from(stored, 'base64url');
    const decipher = createDecipheriv(SEAL, await this.derivedKey('seal'), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }

  private async derivedKey(use: string): Promise<Buffer> {
    return Buffer.from(hkdfSync('sha256', await this.signingKey(), ISSUER, use, 32));
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
