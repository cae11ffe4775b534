import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Account } from '#domain/accounts/account.entity.js';
import { SignInIdentity } from '#domain/accounts/sign-in-identity.entity.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { type AccountServices, accountServices } from '../support/account-services.js';
import { Browser } from '../support/browser.js';
import { makePerson, PASSWORD } from '../support/factories.js';
import { type RunningProvider, startOidcProvider } from '../support/oidc-provider.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** The address under which people know the platform; a proxy in front of it leads to the one under test. */
const PUBLIC = 'http://duijie.test';
const CALLBACK = `${PUBLIC}/api/v1/auth/oidc/callback`;
const newAddress = () => `${randomUUID()}@example.test`;

describe('signing in at an OpenID Connect provider', () => {
  let provider: RunningProvider;
  let app: TestApp;
  let services: AccountServices;

  beforeAll(async () => {
    // The provider tells at length what a production should set.
    for (const method of ['info', 'warn'] as const) jest.spyOn(console, method).mockReturnValue();
    const client = { id: 'duijie', secret: 'a secret of the client', redirectUri: CALLBACK };
    provider = await startOidcProvider(client);
    app = await startTestApp({
      PUBLIC_URL: `${PUBLIC}/`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_NAME: '豫事办',
    });
    services = accountServices(app.dataSource);
  });

  afterAll(async () => {
    await app.close();
    await provider.close();
  });

  afterEach(() => {
    provider.person = { sub: 'nobody' };
  });

  const here = (url: URL | string) => String(url).replace(PUBLIC, app.url);
  const start = (browser: Browser, query = '') => browser.get(`${app.url}/api/v1/auth/oidc/start${query}`);

  /** Goes to the provider and comes back, up to the request of the callback, which is left to make. */
  const visit = async (browser: Browser, query = ''): Promise<URL> => {
    const started = await start(browser, query);
    expect(started.status).toBe(302);
    let url = Browser.target(started, app.url);
    while (!url.href.startsWith(PUBLIC)) url = Browser.target(await browser.get(url), url);
    return url;
  };
  const comeBack = async (browser: Browser, callback: URL): Promise<string> =>
    Browser.target(await browser.get(here(callback)), app.url).href.replace(PUBLIC, '');
  const signIn = async (query = '') => {
    const browser = new Browser();
    const page = await comeBack(browser, await visit(browser, query));
    const token = browser.cookieOf(app.url, 'duijie_refresh');
    return { page, session: token && (await services.sessions.refresh(token)) };
  };

  it('is offered where it is configured, and is not there where it is not', async () => {
    expect((await app.send('GET', 'auth/oidc')).body).toEqual({ enabled: true, name: '豫事办' });
    const plain = await startTestApp({ shell: 'api' });
    try {
      expect((await plain.send('GET', 'auth/oidc')).body).toEqual({ enabled: false, name: null });
      expect(await plain.send('GET', 'auth/oidc/start')).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    } finally {
      await plain.close();
    }
  });

  it('opens the account of a verified address, and the same one when the address is another later', async () => {
    const person = await makePerson(app.dataSource);
    provider.person = { sub: 'wang', email: person.email.toUpperCase(), email_verified: true };
    const { page, session } = await signIn('?returnTo=/needs%3Fq=1');
    expect(page).toBe('/needs?q=1');
    expect(session).toMatchObject({ session: { account: { id: person.accountId } } });
    provider.person = { sub: 'wang', email: newAddress(), email_verified: true };
    expect(await signIn()).toMatchObject({ session: { session: { account: { id: person.accountId } } } });
  });

  it('sends the challenge of PKCE, a state and a nonce', async () => {
    const browser = new Browser();
    const { searchParams } = Browser.target(await start(browser), app.url);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('redirect_uri')).toBe(CALLBACK);
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
    }
  });

  it('binds the visit to the host and to this browser where it speaks HTTPS', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    const cookie = (await app.send('GET', 'auth/oidc/start', { headers })).headers.get('set-cookie');
    expect(cookie).toMatch(/^__Host-duijie_oidc=.*Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
  });

  it('does not open an account that has not confirmed the address, nor by an address the provider has not', async () => {
    const person = await makePerson(app.dataSource);
    provider.person = { sub: 'li', email: person.email, email_verified: false };
    expect((await signIn()).page).toBe('/sign-in?error=identity_unknown');
    await app.dataSource.manager.update(Account, { id: person.accountId }, { emailConfirmedAt: null });
    provider.person = { sub: 'li', email: person.email, email_verified: true };
    expect(await signIn()).toEqual({ page: '/sign-in?error=identity_unknown', session: undefined });
    expect(await app.dataSource.manager.countBy(SignInIdentity, { subject: 'li' })).toBe(0);
  });

  it('makes no account for a stranger', async () => {
    const email = newAddress();
    provider.person = { sub: 'stranger', email, email_verified: true };
    expect((await signIn()).page).toBe('/sign-in?error=identity_unknown');
    expect(await app.dataSource.manager.countBy(Account, { email })).toBe(0);
  });

  it('accepts a waiting invitation, but none to an office of government', async () => {
    const manager = await makePerson(app.dataSource, { role: 'manager' });
    const office = await makePerson(app.dataSource, {
      role: 'operator',
      organisation: { kind: 'government', regionCode: '410000' },
    });
    const email = newAddress();
    await services.invitations.invite(manager, manager.organisationId, {
      email,
      role: 'member',
      locale: 'en',
    });
    provider.person = { sub: 'zhao', email, email_verified: true, name: '赵工' };
    const { session } = await signIn();
    expect(session).toMatchObject({
      session: { account: { email, name: '赵工', role: 'member', locale: 'en' } },
    });

    const official = newAddress();
    await services.invitations.invite(office, office.organisationId, {
      email: official,
      role: 'administrator',
      locale: 'zh',
    });
    provider.person = { sub: 'official', email: official, email_verified: true };
    expect((await signIn()).page).toBe('/sign-in?error=identity_unknown');
    expect(await app.dataSource.manager.countBy(Account, { email: official })).toBe(0);
    expect(await app.dataSource.manager.countBy(Organisation, { id: office.organisationId })).toBe(1);
  });

  it('asks for the second factor all the same', async () => {
    const person = await makePerson(app.dataSource);
    const { secret } = await services.secondFactor.begin(person, PASSWORD);
    const { Secret, TOTP } = await import('otpauth');
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await services.secondFactor.confirm(person, code);
    provider.person = { sub: 'secured', email: person.email, email_verified: true };
    const { page, session } = await signIn();
    expect(page).toMatch(/^\/sign-in#challenge=ey/);
    expect(session).toBeUndefined();
  });

  it('refuses who comes back without having gone, twice, or to another browser', async () => {
    const person = await makePerson(app.dataSource);
    provider.person = { sub: 'sun', email: person.email, email_verified: true };
    const browser = new Browser();
    const callback = await visit(browser);
    const refused = '/sign-in?error=challenge_invalid';
    expect(await comeBack(new Browser(), callback)).toBe(refused);
    const other = new Browser();
    await start(other);
    expect(await comeBack(other, callback)).toBe(refused);
    expect(await comeBack(browser, callback)).toBe('/');
    expect(await comeBack(browser, callback)).toBe(refused);
  });

  it('refuses a code that was given for another visit', async () => {
    const person = await makePerson(app.dataSource);
    provider.person = { sub: 'qian', email: person.email, email_verified: true };
    const stolen = (await visit(new Browser())).searchParams.get('code')!;
    const browser = new Browser();
    const callback = await visit(browser);
    callback.searchParams.set('code', stolen);
    expect(await comeBack(browser, callback)).toBe('/sign-in?error=challenge_invalid');
  });

  it.each(['//evil.test', '/\\evil.test', 'https://evil.test', '/a b'])(
    'does not send anybody to %s',
    async (returnTo) => {
      const answer = await start(new Browser(), `?returnTo=${encodeURIComponent(returnTo)}`);
      expect(answer.status).toBe(400);
    },
  );

  it('says that the provider is away when it is', async () => {
    const lonely = await startTestApp({
      shell: 'api',
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'duijie',
    });
    try {
      expect(await lonely.send('GET', 'auth/oidc/start')).toMatchObject({
        status: 503,
        body: { code: 'sign_in_provider_unavailable' },
      });
    } finally {
      await lonely.close();
    }
  });
});
