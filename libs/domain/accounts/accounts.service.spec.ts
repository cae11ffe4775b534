import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { loadConfig } from '#platform/config/config.js';
import { makePerson, PASSWORD } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { FAILED_LOGINS_ALLOWED } from './login.rules.js';
import { RefreshToken } from './refresh-token.entity.js';
import { TokensService } from './tokens.service.js';

describe('AccountsService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: AccountsService;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    service = new AccountsService(dataSource, new TokensService(loadConfig({}), dataSource));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const logIn = async () => {
    const person = await makePerson(dataSource);
    return { person, opened: await service.login({ email: person.email, password: PASSWORD }) };
  };

  it('opens a session whose token names the actor', async () => {
    const { person, opened } = await logIn();
    expect(opened.session).toMatchObject({
      expiresIn: 900,
      account: { email: person.email, role: 'member' },
    });
    const actor = await service.actorOf(opened.session.accessToken);
    expect(actor).toEqual(expect.objectContaining({ accountId: person.accountId, trusted: true }));
  });

  it('stores neither the password nor the refresh token', async () => {
    const { person, opened } = await logIn();
    const account = await dataSource.manager.findOneByOrFail(Account, { id: person.accountId });
    expect(account.passwordHash).toMatch(/^\$argon2id\$/);
    const [token] = await dataSource.manager.findBy(RefreshToken, { accountId: person.accountId });
    expect(token?.tokenHash).not.toContain(opened.refreshToken);
  });

  it('gives the same answer for a wrong password and for nobody', async () => {
    const person = await makePerson(dataSource);
    const wrong = { code: 'credentials_wrong' };
    await expect(service.login({ email: person.email, password: 'not it' })).rejects.toMatchObject(wrong);
    await expect(service.login({ email: 'nobody@example.test', password: 'x' })).rejects.toMatchObject(wrong);
  });

  it('locks an account after too many wrong passwords, even for the right one', async () => {
    const { email } = await makePerson(dataSource);
    for (let count = 1; count < FAILED_LOGINS_ALLOWED; count += 1) {
      await expect(service.login({ email, password: 'not it' })).rejects.toMatchObject({
        code: 'credentials_wrong',
      });
    }
    await expect(service.login({ email, password: 'not it' })).rejects.toMatchObject({
      code: 'account_locked',
    });
    await expect(service.login({ email, password: PASSWORD })).rejects.toMatchObject({
      code: 'account_locked',
    });
  });

  it('rotates the refresh token, and ends the session of a token that is used twice', async () => {
    const { opened } = await logIn();
    const second = await service.refresh(opened.refreshToken);
    expect(second.refreshToken).not.toBe(opened.refreshToken);
    await expect(service.refresh(opened.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_reused',
    });
    await expect(service.refresh(second.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_invalid',
    });
    await expect(service.actorOf(second.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
  });

  it('lets only one of two simultaneous refreshes through', async () => {
    const { opened } = await logIn();
    const results = await Promise.allSettled([
      service.refresh(opened.refreshToken),
      service.refresh(opened.refreshToken),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('ends a session at log-out, at once', async () => {
    const { opened } = await logIn();
    await service.logout(opened.refreshToken);
    await expect(service.actorOf(opened.session.accessToken)).rejects.toMatchObject({
      code: 'token_invalid',
    });
    await expect(service.logout(opened.refreshToken)).resolves.toBeUndefined();
  });

  it('refuses a token that another key signed, and one that is none', async () => {
    const { person } = await logIn();
    const stranger = new TokensService(loadConfig({ TOKEN_SECRET: 'x'.repeat(32) }), dataSource);
    const forged = await stranger.issueAccessToken({ accountId: person.accountId, sessionId: randomUUID() });
    await expect(service.actorOf(forged)).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(service.actorOf('nonsense')).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('registers an organisation with its manager, untrusted, and only once for an address', async () => {
    const body = {
      email: `${randomUUID()}@example.test`,
      password: 'a long enough one',
      name: '张工',
      locale: 'zh' as const,
      organisation: { name: '新来的企业', kind: 'enterprise' as const, regionCode: '410102' },
    };
    const { session } = await service.register(body);
    expect(session.account).toMatchObject({
      role: 'manager',
      organisation: { trusted: false, demonstration: false },
    });
    await expect(service.register(body)).rejects.toMatchObject({ code: 'email_taken' });
    const organisations = await dataSource.query<unknown[]>(
      `SELECT 1 FROM organisations WHERE name = '新来的企业'`,
    );
    expect(organisations).toHaveLength(1);
  });
});
