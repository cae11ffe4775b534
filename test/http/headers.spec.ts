import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePerson, PASSWORD } from '../support/factories.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ shell: 'api' });
});
afterAll(() => app.close());

describe('every answer', () => {
  it.each(['/api/v1/achievements', '/api/v1/me', '/api/v1/nowhere'])(
    'of %s is for its reader alone',
    async (path) => {
      const { headers } = await app.send('GET', path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000; includeSubDomains/);
      expect(headers.get('content-security-policy')).toMatch(
        /base-uri 'none'.*frame-ancestors 'none'.*object-src 'none'/,
      );
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );
});

describe('the refresh cookie', () => {
  const cookieOf = async (headers: Record<string, string>) => {
    const { email } = await makePerson(app.dataSource);
    const answer = await app.send('POST', 'auth/login', { body: { email, password: PASSWORD }, headers });
    expect(answer.status).toBe(200);
    return answer.headers.get('set-cookie') ?? '';
  };

  it('is bound to the host behind a proxy that speaks HTTPS', async () => {
    const cookie = await cookieOf({ 'x-forwarded-proto': 'https' });
    expect(cookie).toMatch(/^__Host-duijie_refresh=/);
    expect(cookie).toMatch(/Path=\/;.*HttpOnly; Secure; SameSite=Strict/);
    expect(cookie).not.toMatch(/Domain/i);
  });

  it('goes to the auth routes only on a laptop', async () => {
    const cookie = await cookieOf({});
    expect(cookie).toMatch(/^duijie_refresh=.*Path=\/api\/v1\/auth;.*HttpOnly; SameSite=Strict/);
  });

  it.each(['cross-site', 'same-site'])('is not heeded where a %s page sends it', async (site) => {
    const cookie = (await cookieOf({})).split(';')[0] ?? '';
    const from = (where: string) => ({ headers: { cookie, 'sec-fetch-site': where } });
    for (const path of ['auth/refresh', 'auth/logout']) {
      const { status, headers } = await app.send('POST', path, from(site));
      expect([status, headers.get('set-cookie')]).toEqual([403, null]);
    }
    expect((await app.send('POST', 'auth/refresh', from('same-origin'))).status).toBe(200);
  });

  it('opens one session in a browser: the one before ends when somebody signs in again', async () => {
    const { email } = await makePerson(app.dataSource);
    const logIn = (headers = {}) =>
      app.send('POST', 'auth/login', { body: { email, password: PASSWORD }, headers });
    const cookieOfAnswer = ({ headers }: { headers: Headers }) =>
      headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const first = cookieOfAnswer(await logIn());
    const second = cookieOfAnswer(await logIn({ cookie: first }));
    const refresh = (cookie: string) => app.send('POST', 'auth/refresh', { headers: { cookie } });
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(second)).status).toBe(200);
  });

  it('opens the next session under either name', async () => {
    const proxied = { 'x-forwarded-proto': 'https' };
    const cookie = (await cookieOf(proxied)).split(';')[0] ?? '';
    const answer = await app.send('POST', 'auth/refresh', { headers: { ...proxied, cookie } });
    expect(answer.status).toBe(200);
  });
});
