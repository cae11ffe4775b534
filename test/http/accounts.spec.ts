import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { type AccountView, type KeptMail, type SessionView } from '#contracts/accounts.js';
import { type InvitationView, type MemberView, type RegistrationView } from '#contracts/organisations.js';
import { type Page } from '#contracts/pages.js';
import { makeCreditCode, makeWrongCreditCode } from '../support/credit-codes.js';
import { makePerson, PASSWORD } from '../support/factories.js';
import { eventually, fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

const newAddress = () => `${randomUUID()}@example.test`;

describe('accounts and organisations over HTTP', () => {
  let app: TestApp;
  let county: string;
  let operator: string;

  beforeAll(async () => {
    app = await startTestApp();
    const government = { kind: 'government', regionCode: '410102' } as const;
    county = await app.logIn(
      await makePerson(app.dataSource, { role: 'administrator', organisation: government }),
    );
    operator = await app.logIn(
      await makePerson(app.dataSource, { role: 'operator', organisation: government }),
    );
  });

  afterAll(() => app.close());

  const registration = (organisation: object = {}, email = newAddress()) => ({
    email,
    password: PASSWORD,
    name: '张工',
    locale: 'zh',
    organisation: { name: '某新来的企业', kind: 'enterprise', regionCode: '410102', ...organisation },
  });
  const register = async (organisation: object = {}) => {
    const body = registration(organisation);
    const answer = await app.send<SessionView>('POST', 'auth/register', { body });
    expect(answer.status).toBe(201);
    return { email: body.email, token: answer.body.accessToken, account: answer.body.account };
  };
  /** The secret of the link in a kept mail, as an operator of an installation without a mail server reads it. */
  const mailedToken = (email: string, page: string) =>
    eventually(`a mail with a link to ${page}`, async () => {
      const { body } = await app.send<Page<KeptMail>>('GET', `me/mailbox?recipient=${email}`, {
        token: operator,
      });
      const mail = body.items.find((one) => one.body.includes(`/${page}#token=`));
      return mail?.body.match(/#token=(\S+)/)?.[1];
    });
  const login = (email: string, password = PASSWORD) =>
    app.send<SessionView & { challengeToken?: string }>('POST', 'auth/login', { body: { email, password } });
  const cookieOf = (headers: Headers) => headers.getSetCookie()[0]!.split(';')[0]!;

  it('takes an organisation from its registration to publishing without review', async () => {
    const { email, token, account } = await register({ creditCode: makeCreditCode() });
    const { id } = account.organisation;
    const invite = () =>
      app.send('POST', `organisations/${id}/invitations`, { token, body: { email: newAddress() } });
    expect(await invite()).toMatchObject({ status: 403, body: { code: 'email_not_confirmed' } });
    const confirm = { token: await mailedToken(email, 'confirm-email') };
    expect((await app.send('POST', 'auth/email/confirm', { body: confirm })).status).toBe(204);
    expect(await app.send('POST', 'auth/email/confirm', { body: confirm })).toMatchObject({
      status: 404,
      body: { code: 'link_invalid' },
    });
    expect((await invite()).status).toBe(201);

    const waiting = await app.send<Page<RegistrationView>>('GET', 'organisations/registrations', {
      token: county,
    });
    expect(waiting.body.items.map((one) => one.id)).toContain(id);
    expect(
      (await app.send('POST', `organisations/${id}/verify`, { token: county, body: {} })).body,
    ).toMatchObject({
      verified: true,
    });
    const { id: recordId } = (
      await app.send<{ id: string }>('POST', 'achievements', {
        token,
        body: { title: '一种耐磨涂层', description: '用于轧辊的耐磨涂层，寿命提高一倍。' },
      })
    ).body;
    const publish = () => app.send('POST', `achievements/${recordId}/publish`, { token });
    expect(await publish()).toMatchObject({ status: 403, body: { code: 'organisation_not_trusted' } });
    const trust = { trusted: true, reason: '已核对' };
    await app.send('POST', `organisations/${id}/trust`, { token: county, body: trust });
    expect(await publish()).toMatchObject({ status: 200, body: { state: 'published' } });
  });

  it('says of a code that is registered no more than that it is', async () => {
    const creditCode = makeCreditCode();
    const { email } = await register({ creditCode });
    const again = await app.send('POST', 'auth/register', { body: registration({ creditCode }) });
    expect(again).toMatchObject({ status: 409, body: { code: 'organisation_taken' } });
    expect(JSON.stringify(again.body)).not.toContain(email);
  });

  it.each([
    ['a wrong check character', { creditCode: makeWrongCreditCode() }, 'organisation.creditCode'],
    ['a government', { kind: 'government' }, 'organisation.kind'],
    ['trust that it gives itself', { trusted: true }, 'organisation.trusted'],
    ['a verification that it gives itself', { verification: 'verified' }, 'organisation.verification'],
  ])('does not register %s', async (_, organisation, field) => {
    const answer = await app.send('POST', 'auth/register', { body: registration(organisation) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(fieldsOf(answer.body)).toEqual([field]);
  });

  it('lets nobody give themselves a role', async () => {
    const { token } = await register();
    const answer = await app.send('PATCH', 'me', { token, body: { name: '新名', role: 'operator' } });
    expect(fieldsOf(answer.body)).toEqual(['role']);
    const renamed = await app.send<AccountView>('PATCH', 'me', {
      token,
      body: { name: '新名', locale: 'en' },
    });
    expect(renamed.body).toMatchObject({ name: '新名', locale: 'en', role: 'manager' });
  });

  it('invites a colleague, changes the role, and shows the door', async () => {
    const manager = await makePerson(app.dataSource, { role: 'manager' });
    const token = await app.logIn(manager);
    const organisation = `organisations/${manager.organisationId}`;
    const email = newAddress();
    const invited = await app.send<InvitationView>('POST', `${organisation}/invitations`, {
      token,
      body: { email },
    });
    expect(invited).toMatchObject({ status: 201, body: { state: 'open', role: 'member' } });
    const secret = await mailedToken(email, 'invitation');
    expect(JSON.stringify(invited.body)).not.toContain(secret);
    const offered = await app.send('POST', 'auth/invitations/look', { body: { token: secret } });
    expect(offered.body).toMatchObject({ email, organisation: { id: manager.organisationId } });
    const accepted = await app.send<SessionView>('POST', 'auth/invitations/accept', {
      body: { token: secret, name: '李工', password: PASSWORD },
    });
    expect(accepted).toMatchObject({ status: 201, body: { account: { email, role: 'member' } } });
    const member = { token: accepted.body.accessToken, id: accepted.body.account.id };
    expect(await app.send('GET', `${organisation}/invitations`, member)).toMatchObject({ status: 403 });

    const members = await app.send<Page<MemberView>>('GET', `${organisation}/members`, member);
    expect(members.body.items.map((one) => one.email).sort()).toEqual([email, manager.email].sort());
    const one = `${organisation}/members/${member.id}`;
    expect((await app.send('PATCH', one, { token, body: { role: 'manager' } })).body).toMatchObject({
      role: 'manager',
    });
    expect((await app.send('GET', `${organisation}/invitations`, member)).status).toBe(200);
    expect((await app.send('DELETE', one, { token })).status).toBe(204);
    expect(await app.send('GET', 'me', member)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    });
    expect(await app.send('DELETE', one, { token })).toMatchObject({ status: 404 });
  });

  it('sets a forgotten password anew, and answers alike for nobody', async () => {
    const person = await makePerson(app.dataSource);
    const token = await app.logIn(person);
    for (const email of [person.email, newAddress()]) {
      const answer = await app.send('POST', 'auth/password/forgotten', { body: { email } });
      expect(answer).toMatchObject({ status: 202, body: undefined });
    }
    const secret = await mailedToken(person.email, 'reset-password');
    const reset = (password: string) =>
      app.send('POST', 'auth/password/reset', { body: { token: secret, password } });
    expect(await reset('short')).toMatchObject({ status: 400 });
    expect((await reset('quite another one')).status).toBe(204);
    expect(await reset('yet another one')).toMatchObject({ status: 404, body: { code: 'link_invalid' } });
    expect(await app.send('GET', 'me', { token })).toMatchObject({ status: 401 });
    expect((await login(person.email, 'quite another one')).status).toBe(200);
  });

  it('lists and ends sessions, and refreshes by cookie', async () => {
    const person = await makePerson(app.dataSource);
    const first = await login(person.email);
    const second = await login(person.email);
    const sessions = await app.send<{ items: { id: string; current: boolean }[] }>('GET', 'me/sessions', {
      token: second.body.accessToken,
    });
    const other = sessions.body.items.find(({ current }) => !current)!;
    expect(sessions.body.items).toHaveLength(2);
    const ended = await app.send('DELETE', `me/sessions/${other.id}`, { token: second.body.accessToken });
    expect(ended.status).toBe(204);
    const refresh = ({ headers }: { headers: Headers }) =>
      app.send<SessionView>('POST', 'auth/refresh', { headers: { cookie: cookieOf(headers) } });
    expect(await refresh(first)).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } });
    const refreshed = await refresh(second);
    expect(refreshed.status).toBe(200);
    expect(await refresh(second)).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
    expect(await refresh(refreshed)).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } });
  });

  it('asks for the code of a device where its owner wants it', async () => {
    const person = await makePerson(app.dataSource);
    const token = await app.logIn(person);
    const begun = await app.send<{ secret: string; uri: string }>('POST', 'me/second-factor', {
      token,
      body: { password: PASSWORD },
    });
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Duijie/);
    const totp = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
    const codes = await app.send<{ recoveryCodes: string[] }>('POST', 'me/second-factor/confirm', {
      token,
      body: { code: totp.generate() },
    });
    expect(codes.body.recoveryCodes).toHaveLength(10);
    const challenged = await login(person.email);
    expect(challenged).toMatchObject({ status: 200, body: { challenge: 'second_factor_required' } });
    expect(challenged.body).not.toHaveProperty('accessToken');
    expect(challenged.headers.getSetCookie()).toEqual([]);
    const answer = (code: string) =>
      app.send<SessionView>('POST', 'auth/login/second-factor', {
        body: { challengeToken: challenged.body.challengeToken, code },
      });
    expect(await answer(totp.generate())).toMatchObject({ status: 401, body: { code: 'code_wrong' } });
    const opened = await answer(codes.body.recoveryCodes[0]!);
    expect(opened).toMatchObject({ status: 200, body: { account: { email: person.email } } });
    expect(await app.send('GET', 'me', { token: challenged.body.challengeToken })).toMatchObject({
      status: 401,
    });
  });

  it('shows a person their own kept mail and nobody else theirs', async () => {
    const { email, token } = await register();
    await mailedToken(email, 'confirm-email');
    const other = await register();
    const seen = async (who: string) =>
      (await app.send<Page<KeptMail>>('GET', `me/mailbox?recipient=${email}`, { token: who })).body.items;
    expect((await seen(token)).map(({ recipient }) => recipient)).toEqual([email]);
    for (const { recipient } of await seen(other.token)) expect(recipient).toBe(other.email);
  });

  describe('limits', () => {
    let last = 0;
    /** Another place of the documentation's own network each time. */
    const place = () => ({ 'x-forwarded-for': `203.0.113.${(last += 1)}` });

    it('slow down who guesses at an account, and leave alone who gets it right', async () => {
      const { email } = await makePerson(app.dataSource);
      const headers = place();
      const attempt = (password: string) =>
        app.send('POST', 'auth/login', { headers, body: { email, password } });
      for (let count = 0; count < 12; count += 1) expect((await attempt(PASSWORD)).status).toBe(200);
      for (let count = 0; count < 10; count += 1) {
        expect(await attempt('not it')).toMatchObject({ status: 401, body: { code: 'credentials_wrong' } });
      }
      const limited = await attempt(PASSWORD);
      expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
      const elsewhere = { headers: place(), body: { email, password: PASSWORD } };
      expect((await app.send('POST', 'auth/login', elsewhere)).status).toBe(200);
    });

    it('keep an address from being flooded with mails, from wherever they are asked for', async () => {
      const body = { email: newAddress() };
      const ask = () => app.send('POST', 'auth/password/forgotten', { headers: place(), body });
      for (let count = 0; count < 5; count += 1) expect((await ask()).status).toBe(202);
      expect(await ask()).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    });

    it('are off where they are set so', async () => {
      const free = await startTestApp({ shell: 'api', RATE_LIMITS: 'off' });
      try {
        const body = { email: newAddress() };
        const ask = () => free.send('POST', 'auth/password/forgotten', { body });
        for (let count = 0; count < 8; count += 1) expect((await ask()).status).toBe(202);
      } finally {
        await free.close();
      }
    });
  });
});
