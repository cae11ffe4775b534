import * as oidc from 'openid-client';
import { type OidcConfig } from '../config/config.js';

/** What must come back unchanged from the provider; kept by the browser between its two visits. */
export interface OidcChecks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Who somebody is at the provider. */
export interface OidcIdentity {
  issuer: string;
  subject: string;
  email: string | null;
  /** The provider vouches that the address is the person's. */
  emailVerified: boolean;
  name: string | null;
}

/** The provider cannot be reached, or is no provider. */
export class OidcUnavailableError extends Error {}
/** The provider, or what it answered, says no. */
export class OidcRefusedError extends Error {}

const TIMEOUT_SECONDS = 10;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);

/** The authorization code flow of OpenID Connect with PKCE, state and nonce, at the provider of the configuration. */
export class OidcClient {
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly config: OidcConfig,
    /** The platform's own address to which the provider sends people back. */
    private readonly redirectUri: string,
  ) {}

  /** Where to send the browser. @throws OidcUnavailableError */
  async begin(): Promise<{ url: string; checks: OidcChecks }> {
    const provider = await this.provider();
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.redirectUri,
      scope: 'openid email profile',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, checks };
  }

  /**
   * Who came back, from the query with which the provider sent the browser.
   * @throws OidcRefusedError, OidcUnavailableError
   */
  async finish(query: string, { state, nonce, codeVerifier }: OidcChecks): Promise<OidcIdentity> {
    const provider = await this.provider();
    try {
      // Made of the configured address: what a request says of its own host is not to be relied on.
      const current = new URL(`${this.redirectUri}?${query}`);
      const tokens = await oidc.authorizationCodeGrant(provider, current, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const info =
        claims.email === undefined && provider.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)
          : {};
      const all: Record<string, unknown> = { ...info, ...claims };
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof all.email === 'string' ? all.email.trim().toLowerCase() : null,
        emailVerified: all.email_verified === true,
        name: typeof all.name === 'string' ? all.name : null,
      };
    } catch (error) {
      throw translated(error);
    }
  }

  private provider(): Promise<oidc.Configuration> {
    return (this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw new OidcUnavailableError(`The provider at ${this.config.issuer} cannot be used.`, {
        cause: error,
      });
    }));
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const server = new URL(issuer);
    return oidc.discovery(server, clientId, {}, clientSecret ? authenticate(clientSecret) : oidc.None(), {
      timeout: TIMEOUT_SECONDS,
      // Secrets cross no wire without encryption; a provider on the same machine has no wire.
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(LOOPBACK.test(server.hostname) ? [oidc.allowInsecureRequests] : []),
      ],
    });
  }
}

/** In the header, as RFC 6749 has it, unless the provider takes the secret in the body only. */
const authenticate =
  (secret: string): oidc.ClientAuth =>
  (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = methods.includes('client_secret_basic') ? oidc.ClientSecretBasic : oidc.ClientSecretPost;
    return way(secret)(server, client, body, headers);
  };

function translated(error: unknown): Error {
  const { code, message } = error as { code?: string; message: string };
  const isAway = error instanceof TypeError || (code !== undefined && UNREACHABLE.has(code));
  return isAway
    ? new OidcUnavailableError('The provider does not answer.', { cause: error })
    : new OidcRefusedError(message, { cause: error });
}
