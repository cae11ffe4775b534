import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Browser } from '#test/support/browser.js';
import { type RunningProvider, startOidcProvider } from '#test/support/oidc-provider.js';
import { OidcClient, OidcRefusedError } from './oidc-client.js';

const REDIRECT = 'http://duijie.test/callback';

describe('who comes back from a provider', () => {
  let provider: RunningProvider;

  beforeAll(async () => {
    // The provider tells at length what a production should set.
    for (const method of ['info', 'warn'] as const) jest.spyOn(console, method).mockReturnValue();
    provider = await startOidcProvider({ id: 'duijie', secret: 'a secret', redirectUri: REDIRECT });
    provider.person = { sub: 'wang', email: 'Wang@example.test', email_verified: true };
  });
  afterAll(() => provider.close());

  const visit = async () => {
    const config = { issuer: provider.issuer, clientId: 'duijie', clientSecret: 'a secret', name: 'Test' };
    const client = new OidcClient(config, REDIRECT);
    const { url, checks } = await client.begin();
    const browser = new Browser();
    let at = new URL(url);
    while (!at.href.startsWith(REDIRECT)) at = Browser.target(await browser.get(at), at);
    return client.finish(at.search.slice(1), checks);
  };

  it('is whom the signed token names', async () => {
    expect(await visit()).toMatchObject({ subject: 'wang', email: 'wang@example.test', emailVerified: true });
  });

  it('is nobody where the token is signed by other keys than the provider shows', async () => {
    provider.showsOtherKeys = true;
    await expect(visit()).rejects.toThrow(OidcRefusedError);
  });
});
