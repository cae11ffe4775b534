import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource, IsNull } from 'typeorm';
import { MailboxMessage } from '#platform/mail/mailbox-message.entity.js';
import { type AccountServices, accountServices } from '#test/support/account-services.js';
import { makePerson, PASSWORD, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from './account.entity.js';
import { AccountMail } from './account-mail.entity.js';
import { type OpenedSession } from './sessions.service.js';

const NEW_PASSWORD = 'quite another one';

describe('addresses and passwords', () => {
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

  const login = async ({ email }: Pick<Person, 'email'>, password = PASSWORD) =>
    (await services.signIn.login({ email, password })) as OpenedSession;
  const newAddress = () => `${randomUUID()}@example.test`;
  const invalid = { code: 'link_invalid' };

  describe('a forgotten password', () => {
    it('is set anew by the mailed link, once, and every session ends', async () => {
      const person = await makePerson(dataSource);
      const { session } = await login(person);
      await services.credentials.forgotten({ email: person.email });
      const token = await services.linkTo(person.email, 'reset_password');
      const [first, second] = await Promise.allSettled([
        services.credentials.reset({ token, password: NEW_PASSWORD }),
        services.credentials.reset({ token, password: 'yet another one' }),
      ]);
      expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
      await expect(services.sessions.authenticate(session.accessToken)).rejects.toMatchObject({
        code: 'token_invalid',
      });
      await expect(login(person)).rejects.toMatchObject({ code: 'credentials_wrong' });
      await expect(services.credentials.reset({ token, password: NEW_PASSWORD })).rejects.toMatchObject(
        invalid,
      );
      expect(await services.mailsTo(person.email, 'password_changed')).toHaveLength(1);
    });

    it('is asked for in the same way whether or not the address has an account', async () => {
      const person = await makePerson(dataSource);
      const nobody = newAddress();
      const written: AccountMail[] = [];
      for (const email of [person.email, nobody]) {
        expect(await services.credentials.forgotten({ email })).toBeUndefined();
        written.push(...(await services.mailsTo(email, 'reset_password')));
      }
      expect(written).toHaveLength(2);
      for (const { id } of written) await services.mails.deliver(id);
      expect(await dataSource.manager.countBy(MailboxMessage, { recipient: person.email })).toBe(1);
      expect(await dataSource.manager.countBy(MailboxMessage, { recipient: nobody })).toBe(0);
      expect(await services.mailsTo(nobody, 'reset_password')).toEqual([]);
    });

    it('keeps no secret that opens anything, and mails the same link however often it is tried', async () => {
      const person = await makePerson(dataSource);
      await services.credentials.forgotten({ email: person.email });
      const [row] = await services.mailsTo(person.email, 'reset_password');
      const token = await services.tokens.linkSecret(row!.id);
      expect(JSON.stringify(row)).not.toContain(token);
      await services.mails.deliver(row!.id);
      await dataSource.manager.update(AccountMail, { id: row!.id }, { state: 'pending' });
      await services.mails.deliver(row!.id);
      const kept = await dataSource.manager.findBy(MailboxMessage, { recipient: person.email });
      expect(kept.map(({ body }) => body)).toEqual([
        expect.stringContaining(`/reset-password#token=${token}`),
      ]);
    });

    it('is not set by a link that is too old, or of another kind', async () => {
      const person = await makePerson(dataSource);
      await services.credentials.forgotten({ email: person.email });
      const token = await services.linkTo(person.email, 'reset_password');
      await expect(services.credentials.confirmEmail(token)).rejects.toMatchObject(invalid);
      await dataSource.query(
        `UPDATE account_mails SET expires_at = now() - interval '1 second' WHERE recipient = $1`,
        [person.email],
      );
      await expect(services.credentials.reset({ token, password: NEW_PASSWORD })).rejects.toMatchObject(
        invalid,
      );
      await expect(login(person)).resolves.toHaveProperty('session');
    });
  });

  it('changes the password for who knows the old one, and ends the other sessions', async () => {
    const person = await makePerson(dataSource);
    const here = await login(person);
    const elsewhere = await login(person);
    const { sessionId } = await services.sessions.authenticate(here.session.accessToken);
    const change = (currentPassword: string) =>
      services.credentials.changePassword(person, sessionId, { currentPassword, password: NEW_PASSWORD });
    await expect(change('not it')).rejects.toMatchObject({ code: 'password_wrong' });
    await change(PASSWORD);
    await expect(services.sessions.authenticate(here.session.accessToken)).resolves.toBeDefined();
    await expect(services.sessions.refresh(elsewhere.refreshToken)).rejects.toMatchObject({
      code: 'refresh_token_invalid',
    });
    await expect(login(person, NEW_PASSWORD)).resolves.toHaveProperty('session');
  });

  describe('an address', () => {
    it('changes when the new one is confirmed, and the old one is told', async () => {
      const person = await makePerson(dataSource);
      const email = newAddress();
      await services.credentials.forgotten({ email: person.email });
      const oldReset = await services.linkTo(person.email, 'reset_password');
      await services.credentials.changeEmail(person, { email, password: PASSWORD });
      await expect(login({ email })).rejects.toMatchObject({ code: 'credentials_wrong' });
      await services.credentials.confirmEmail(await services.linkTo(email, 'change_email'));
      await expect(login({ email })).resolves.toHaveProperty('session');
      const [notice] = await services.mailsTo(person.email, 'email_changed');
      expect(notice?.details).toEqual({ email });
      const reset = services.credentials.reset({ token: oldReset, password: NEW_PASSWORD });
      await expect(reset).rejects.toMatchObject(invalid);
    });

    it('is not given to two: whoever confirms second is told', async () => {
      const [one, two] = [await makePerson(dataSource), await makePerson(dataSource)];
      const email = newAddress();
      const tokens = [];
      for (const person of [one, two]) {
        await services.credentials.changeEmail(person, { email, password: PASSWORD });
        tokens.push(await services.linkTo(email, 'change_email'));
      }
      const confirm = (token: string) => services.credentials.confirmEmail(token);
      await confirm(tokens[0]!);
      await expect(confirm(tokens[1]!)).rejects.toMatchObject({ code: 'email_taken' });
      expect(await dataSource.manager.countBy(Account, { email, removedAt: IsNull() })).toBe(1);
    });

    it('that was confirmed is not asked about again', async () => {
      const person = await makePerson(dataSource);
      await services.credentials.askForConfirmation(person);
      expect(await services.mailsTo(person.email, 'confirm_email')).toEqual([]);
      await dataSource.manager.update(Account, { id: person.accountId }, { emailConfirmedAt: null });
      await services.credentials.askForConfirmation(person);
      const first = await services.linkTo(person.email, 'confirm_email');
      await services.credentials.askForConfirmation(person);
      await expect(services.credentials.confirmEmail(first)).rejects.toMatchObject(invalid);
      await services.credentials.confirmEmail(await services.linkTo(person.email, 'confirm_email'));
      const account = await dataSource.manager.findOneByOrFail(Account, { id: person.accountId });
      expect(account.emailConfirmedAt).not.toBeNull();
    });
  });
});
