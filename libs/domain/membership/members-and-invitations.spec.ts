import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource, IsNull } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { type AccountServices, accountServices } from '#test/support/account-services.js';
import { makeCreditCode } from '#test/support/credit-codes.js';
import { joinOrganisation, makePerson, PASSWORD, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from '../accounts/account.entity.js';
import { Invitation } from '../accounts/invitation.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';

const newAddress = () => `${randomUUID()}@example.test`;
const page = { limit: 20 };

describe('members and invitations', () => {
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

  const makeManager = (organisation: Partial<Organisation> = {}) =>
    makePerson(dataSource, { role: 'manager', organisation });
  const administrator = (regionCode: string) =>
    makePerson(dataSource, { role: 'administrator', organisation: { kind: 'government', regionCode } });
  const colleague = async ({ organisationId }: Person, role: AccountRole = 'member') =>
    joinOrganisation(
      dataSource,
      await dataSource.manager.findOneByOrFail(Organisation, { id: organisationId }),
      role,
    );
  const invite = (actor: Person, email: string, role: AccountRole = 'member') =>
    services.invitations.invite(actor, actor.organisationId, { email, role, locale: 'zh' });
  const accept = async (email: string) =>
    services.joining.accept({
      token: await services.linkTo(email, 'invitation'),
      name: '李工',
      password: PASSWORD,
    });

  describe('an invitation', () => {
    it('makes the account of the invited address, once', async () => {
      const manager = await makeManager();
      const email = newAddress();
      await invite(manager, email, 'manager');
      const token = await services.linkTo(email, 'invitation');
      expect(await services.joining.look(token)).toMatchObject({ email, role: 'manager' });
      const body = { token, name: '李工', password: PASSWORD };
      const [one, two] = await Promise.allSettled([
        services.joining.accept(body),
        services.joining.accept(body),
      ]);
      expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
      const account = await dataSource.manager.findOneByOrFail(Account, { email });
      expect(account).toMatchObject({ role: 'manager', organisationId: manager.organisationId });
      expect(account.emailConfirmedAt).not.toBeNull();
      await expect(services.joining.look(token)).rejects.toMatchObject({ code: 'link_invalid' });
      await expect(invite(manager, email)).rejects.toMatchObject({ code: 'already_invited' });
    });

    it('is not made twice for an address, by two people at once either', async () => {
      const manager = await makeManager();
      const email = newAddress();
      const results = await Promise.allSettled([invite(manager, email), invite(manager, email)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(invite(manager, email)).rejects.toMatchObject({ code: 'already_invited' });
      const { organisationId } = manager;
      expect(await dataSource.manager.countBy(Invitation, { organisationId, email })).toBe(1);
    });

    it('sent again is open by its new link only, and taken back by none', async () => {
      const manager = await makeManager();
      const email = newAddress();
      const { id } = await invite(manager, email);
      const first = await services.linkTo(email, 'invitation');
      await services.invitations.resend(manager, manager.organisationId, id);
      await expect(services.joining.look(first)).rejects.toMatchObject({ code: 'link_invalid' });
      await expect(services.joining.look(await services.linkTo(email, 'invitation'))).resolves.toMatchObject({
        email,
      });
      const taken = await services.invitations.revoke(manager, manager.organisationId, id);
      expect(taken.state).toBe('revoked');
      await expect(accept(email)).rejects.toMatchObject({ code: 'link_invalid' });
      await expect(services.invitations.resend(manager, manager.organisationId, id)).rejects.toMatchObject({
        code: 'transition_not_allowed',
      });
      expect(await invite(manager, email)).toMatchObject({ state: 'open' });
    });

    it('that ran out is shown as expired, opens nothing, and can be made anew', async () => {
      const manager = await makeManager();
      const email = newAddress();
      const { id } = await invite(manager, email);
      await dataSource.manager.update(Invitation, { id }, { expiresAt: new Date(Date.now() - 1000) });
      const { items } = await services.invitations.list(manager, manager.organisationId, page);
      expect(items).toMatchObject([{ id, state: 'expired' }]);
      await expect(accept(email)).rejects.toMatchObject({ code: 'link_invalid' });
      expect(await invite(manager, email)).toMatchObject({ id, state: 'open' });
      await expect(accept(email)).resolves.toHaveProperty('session');
    });

    it('is made by those whom the table lets give the role', async () => {
      const manager = await makeManager({ kind: 'transfer_institution' });
      const to = manager.organisationId;
      const people: readonly [string, Person][] = [
        ['manager', manager],
        ['member', await colleague(manager)],
        ['manager elsewhere', await makeManager()],
        ['county', await administrator('410102')],
        ['province', await administrator('410000')],
        ['other province', await administrator('110000')],
        ['operator', await makePerson(dataSource, { role: 'operator' })],
      ];
      const outcome = async (actor: Person, role: AccountRole) =>
        services.invitations.invite(actor, to, { email: newAddress(), role, locale: 'zh' }).then(
          () => 'may',
          ({ code }: { code: string }) => code,
        );
      const seen: Record<string, string[]> = {};
      for (const [who, actor] of people) {
        seen[who] = [await outcome(actor, 'member'), await outcome(actor, 'broker')];
      }
      expect(seen).toEqual({
        manager: ['may', 'not_allowed'],
        member: ['not_allowed', 'not_allowed'],
        'manager elsewhere': ['not_allowed', 'not_allowed'],
        county: ['not_allowed', 'not_allowed'],
        province: ['may', 'may'],
        'other province': ['not_allowed', 'not_allowed'],
        operator: ['may', 'may'],
      });
      const province = people[4]![1];
      const power = { email: newAddress(), role: 'administrator' as const, locale: 'zh' as const };
      await expect(services.invitations.invite(province, to, power)).rejects.toMatchObject({
        code: 'validation_failed',
        details: [{ field: 'role' }],
      });
    });

    it('is not sent in the name of somebody whose own address is not confirmed', async () => {
      const manager = await makeManager();
      await dataSource.manager.update(Account, { id: manager.accountId }, { emailConfirmedAt: null });
      await expect(invite(manager, newAddress())).rejects.toMatchObject({ code: 'email_not_confirmed' });
    });

    it('is not found under another organisation', async () => {
      const [manager, stranger] = [await makeManager(), await makeManager()];
      const { id } = await invite(manager, newAddress());
      await expect(services.invitations.revoke(stranger, stranger.organisationId, id)).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('asking to join', () => {
    it('tells the managers once, and lets in whom they invite', async () => {
      const creditCode = makeCreditCode();
      const manager = await makeManager({ creditCode });
      const email = newAddress();
      const ask = { creditCode, email, locale: 'zh' as const, message: '我在这里工作' };
      await services.invitations.askToJoin(ask);
      await services.invitations.askToJoin(ask);
      const mails = await services.mailsTo(manager.email, 'join_requested');
      expect(mails).toHaveLength(1);
      const { items } = await services.invitations.list(manager, manager.organisationId, page);
      expect(items).toMatchObject([{ email, state: 'requested', message: '我在这里工作' }]);
      await invite(manager, email);
      await expect(accept(email)).resolves.toMatchObject({ session: { account: { email, role: 'member' } } });
    });

    it('is answered alike for a code that nobody has, and for somebody who is a member', async () => {
      const creditCode = makeCreditCode();
      const manager = await makeManager({ creditCode });
      const ask = { locale: 'zh' as const, message: '' };
      for (const body of [
        { ...ask, creditCode: makeCreditCode(), email: newAddress() },
        { ...ask, creditCode, email: manager.email },
      ]) {
        expect(await services.invitations.askToJoin(body)).toBeUndefined();
        expect(await dataSource.manager.countBy(Invitation, { email: body.email })).toBe(0);
      }
    });
  });

  describe('a member', () => {
    it('who is removed is out at once, and its address can be invited again', async () => {
      const manager = await makeManager();
      const member = await colleague(manager);
      const { session } = (await services.signIn.login({ email: member.email, password: PASSWORD })) as {
        session: { accessToken: string };
      };
      await services.members.remove(manager, manager.organisationId, member.accountId);
      await expect(services.sessions.authenticate(session.accessToken)).rejects.toMatchObject({
        code: 'token_invalid',
      });
      const { items } = await services.members.list(manager, manager.organisationId, page);
      expect(items.map(({ id }) => id)).toEqual([manager.accountId]);
      await invite(manager, member.email);
      await accept(member.email);
      const rows = await dataSource.manager.findBy(Account, { email: member.email });
      expect(rows.map(({ removedAt }) => removedAt === null).sort()).toEqual([false, true]);
    });

    it('can leave, unless it is the last manager', async () => {
      const manager = await makeManager();
      const member = await colleague(manager);
      const leave = (person: Person) =>
        services.members.remove(person, person.organisationId, person.accountId);
      await leave(member);
      await expect(leave(manager)).rejects.toMatchObject({ code: 'last_manager' });
    });

    it('keeps the organisation in hands when two managers leave at once', async () => {
      const one = await makeManager();
      const two = await colleague(one, 'manager');
      const results = await Promise.allSettled(
        [one, two].map((person) => services.members.remove(person, person.organisationId, person.accountId)),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { organisationId } = one;
      const here = { organisationId, role: 'manager' as const, removedAt: IsNull() };
      expect(await dataSource.manager.countBy(Account, here)).toBe(1);
    });

    it('gets another role from a manager, but none that reaches beyond the organisation', async () => {
      const manager = await makeManager();
      const member = await colleague(manager);
      const change = (actor: Person, role: AccountRole) =>
        services.members.changeRole(actor, manager.organisationId, member.accountId, role);
      expect(await change(manager, 'manager')).toMatchObject({ role: 'manager' });
      await expect(change(manager, 'broker')).rejects.toMatchObject({ code: 'not_allowed' });
      await expect(change(manager, 'operator')).rejects.toMatchObject({ code: 'not_allowed' });
      expect(await change(await administrator('410000'), 'broker')).toMatchObject({ role: 'broker' });
      await expect(
        services.members.changeRole(manager, manager.organisationId, manager.accountId, 'member'),
      ).rejects.toMatchObject({ code: 'last_manager' });
    });

    it('of another organisation is not there', async () => {
      const [manager, stranger] = [await makeManager(), await makeManager()];
      const of = [stranger.organisationId, manager.accountId] as const;
      await expect(services.members.remove(stranger, ...of)).rejects.toMatchObject({ code: 'not_found' });
      await expect(services.members.changeRole(stranger, ...of, 'member')).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        services.members.remove(stranger, manager.organisationId, manager.accountId),
      ).rejects.toMatchObject({ code: 'not_allowed' });
    });
  });
});
