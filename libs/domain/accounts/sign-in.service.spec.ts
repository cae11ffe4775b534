import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { loadConfig } from '#platform/config/config.js';
import { withOrigin } from '#platform/process/origin.js';
import { type AccountServices, accountServices } from '#test/support/account-services.js';
import { makePerson, PASSWORD, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from './account.entity.js';
import { FAILED_LOGINS_ALLOWED } from './login.rules.js';
import { RefreshToken } from './refresh-token.entity.js';
import { Session } from './session.entity.js';
import { type OpenedSession } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

describe('signing in and staying signed in', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let services: AccountServices;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    services = accountServices(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const from = <T>(ip: string, work: () => T) => withOrigin({ via: 'http', ip, userAgent: 'Firefox' }, work);
  const login = async (email: string, password = PASSWORD): Promise<OpenedSession> => {
    const outcome = await services.signIn.login({ email, password });
    if ('challenge' in outcome) throw new Error('a code was asked for');
    return outcome;
  };
  const logIn = async () => {
    const person = await makePerson(dataSource);
    return { person, opened: await login(person.email) };
  };
  const fail = async (email: string, times: number) => {
    const codes = [];
    for (let count = 0; count < times; count += 1) {
      codes.push(await login(email, 'not it').catch(({ code }: { code: string }) => code));
    }
    return codes;
  };

  it('opens a session whose token names the actor', async () => {
    const { person, opened } = await logIn();
    expect(opened.session).toMatchObject({
      expiresIn: 900,
      account: { email: person.email, role: 'member', emailConfirmed: true },
    });
    const { actor } = await services.sessions.authenticate(opened.session.accessToken);
    expect(actor).toEqual(expect.objectContaining({ accountId: person.accountId, trusted: true }));
  });

  it('stores neither the password nor the refresh token', async () => {
    const { person, opened } = await logIn();
    const account = await dataSource.manager.findOneByOrFail(Account, { id: person.accountId });
    expect(account.passwordHash).toMatch(/^\$argon2id\$/);
    const stored = await dataSource.manager.findBy(RefreshToken, {
      session: { accountId: person.accountId },
    });
    expect(stored.map(({ tokenHash }) => tokenHash)).toEqual([
      services.tokens.hashSecret(opened.refreshToken),
    ]);
  });

  it('gives the same answer for a wrong password and for nobody', async () => {
    const person = await makePerson(dataSource);
    const wrong = { code: 'credentials_wrong' };
    await expect(login(person.email, 'not it')).rejects.toMatchObject(wrong);
    await expect(login('nobody@example.test', 'x')).rejects.toMatchObject(wrong);
  });

  it('locks an account after too many wrong passwords, even for the right one', async () => {
    const { email } = await makePerson(dataSource);
    expect(await fail(email, FAILED_LOGINS_ALLOWED)).toEqual([
      ...Array.from({ length: FAILED_LOGINS_ALLOWED - 1 }, () => 'credentials_wrong'),
      'account_locked',
    ]);
    await expect(login(email)).rejects.toMatchObject({ code: 'account_locked', retryAfter: 900 });
  });

  it('lets the owner in from a known place, however often others guess elsewhere', async () => {
    const { email } = await makePerson(dataSource);
    await from('198.51.100.7', () => login(email));
    await from('203.0.113.9', () => fail(email, FAILED_LOGINS_ALLOWED));
    await from('203.0.113.9', () => expect(login(email)).rejects.toMatchObject({ code: 'account_locked' }));
    await from('198.51.100.7', () => expect(login(email)).resolves.toHaveProperty('session'));
  });

  it('does not let what fails at a known place lock the others', async () => {
    const { email } = await makePerson(dataSource);
    await from('198.51.100.8', () => login(email));
    const codes = await from('198.51.100.8', () => fail(email, FAILED_LOGINS_ALLOWED + 1));
    expect(new Set(codes)).toEqual(new Set(['credentials_wrong']));
    await from('203.0.113.9', () => expect(login(email)).resolves.toHaveProperty('session'));
  });

  it('rotates the refresh token, and ends the session of a token that is used twice', async () => {
    const { opened } = await logIn();
    const second = await services.sessions.refresh(opened.refreshToken);
    expect(second.refreshToken).not.toBe(opened.refreshToken);
    await expect(services.sessions.refresh(opened.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_reused',
    });
    await expect(services.sessions.refresh(second.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_invalid',
    });
    await expect(services.sessions.authenticate(second.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
  });

  it('lets one of several simultaneous refreshes through, and the session lives', async () => {
    const { opened } = await logIn();
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => services.sessions.refresh(opened.refreshToken)),
    );
    const winners = results.filter(({ status }) => status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'refresh_superseded' });
    }
    const [winner] = winners as PromiseFulfilledResult<OpenedSession>[];
    await expect(services.sessions.refresh(winner!.value.refreshToken)).resolves.toHaveProperty('session');
  });

  it('ends a session at log-out, at once', async () => {
    const { opened } = await logIn();
    await services.sessions.end(opened.refreshToken);
    await expect(services.sessions.authenticate(opened.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
    await expect(services.sessions.end(opened.refreshToken)).resolves.toBeUndefined();
  });

  it('lists where an account is signed in, and ends one or all of it', async () => {
    const person = await makePerson(dataSource);
    const stranger = await makePerson(dataSource);
    const phone = await from('198.51.100.1', () => login(person.email));
    const desk = await from('198.51.100.2', () => login(person.email));
    const { sessionId } = await services.sessions.authenticate(desk.session.accessToken);
    const listed = await services.sessions.list(person, sessionId);
    expect(listed).toMatchObject([
      { address: '198.51.100.2', device: 'Firefox', current: true },
      { address: '198.51.100.1', current: false },
    ]);
    const phoneId = listed[1]!.id;
    await expect(services.sessions.endOne(stranger, phoneId)).rejects.toMatchObject({ code: 'not_found' });
    await services.sessions.endOne(person, phoneId);
    await expect(services.sessions.authenticate(phone.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
    await services.sessions.endAll(person);
    expect(await services.sessions.list(person, sessionId)).toEqual([]);
    await expect(services.sessions.refresh(desk.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_invalid',
    });
    expect(await dataSource.manager.countBy(Session, { accountId: person.accountId })).toBe(2);
  });

  it('refuses a token that another key signed, one for something else, and one that is none', async () => {
    const { person, opened } = await logIn();
    const { sessionId } = await services.sessions.authenticate(opened.session.accessToken);
    const claims = { accountId: person.accountId, sessionId };
    const stranger = new TokensService(loadConfig({ TOKEN_SECRET: 'x'.repeat(32) }), dataSource);
    const refused = [
      await stranger.issueAccessToken(claims),
      await services.tokens.issueAccessToken({ ...claims, sessionId: randomUUID() }),
      await services.tokens.sign('second-factor', { sub: person.accountId, sid: sessionId }, 60),
      'nonsense',
    ];
    for (const token of refused) {
      await expect(services.sessions.authenticate(token)).rejects.toMatchObject({ code: 'token_invalid' });
    }
  });

  it('keeps who was removed out, at once and for good', async () => {
    const { person, opened } = await logIn();
    const removed: Person = person;
    await dataSource.manager.update(Account, { id: removed.accountId }, { removedAt: new Date() });
    await expect(services.sessions.authenticate(opened.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
    await expect(login(removed.email)).rejects.toMatchObject({ code: 'credentials_wrong' });
  });
});
