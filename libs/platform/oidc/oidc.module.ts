import { Module } from '@nestjs/common';
import { type Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { OidcClient } from './oidc-client.js';

/** Where the provider sends people back; it must be told so when the platform is registered there. */
export const OIDC_CALLBACK = 'api/v1/auth/oidc/callback';

/** The client of the provider that `OIDC_ISSUER` names. */
export const OIDC_CLIENT = Symbol('OIDC_CLIENT');

/** `OIDC_ISSUER` is given: people can sign in there. It is not: there is no client. */
@Module({
  providers: [
    {
      provide: OIDC_CLIENT,
      inject: [CONFIG],
      useFactory: ({ oidc, publicUrl }: Config) =>
        oidc ? new OidcClient(oidc, `${publicUrl}/${OIDC_CALLBACK}`) : null,
    },
  ],
  exports: [OIDC_CLIENT],
})
export class OidcModule {}
