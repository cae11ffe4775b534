import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { type Register, registerSchema } from '#contracts/accounts.js';
import { type AccountServices, accountServices } from '#test/support/account-services.js';
import { makeCreditCode } from '#test/support/credit-codes.js';
import { makePerson, PASSWORD } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from '../accounts/account.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';

const newAddress = () => `${randomUUID()}@example.test`;

describe('registration and verification', () => {
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

  const administrator = (regionCode: string) =>
    makePerson(dataSource, { role: 'administrator', organisation: { kind: 'government', regionCode } });

  const accept = async (email: string) =>
    services.joining.accept({
      token: await services.linkTo(email, 'invitation'),
      name: '李工',
      password: PASSWORD,
    });

  const registration = (organisation: object = {}): Register =>
    registerSchema.parse({
      email: newAddress(),
      password: PASSWORD,
      name: '张工',
      organisation: { name: '新来的企业', kind: 'enterprise', regionCode: '410102', ...organisation },
    });
  const register = async (organisation: object = {}) => {
    const body = registration(organisation);
    const { session } = await services.registration.register(body);
    const { actor } = await services.sessions.authenticate(session.accessToken);
    return { body, session, actor: { ...actor, email: body.email } };
  };

  it('makes the manager of an untrusted organisation, and mails the link that confirms', async () => {
    const { session, body } = await register();
    expect(session.account).toMatchObject({
      role: 'manager',
      emailConfirmed: false,
      organisation: { trusted: false, verified: false, demonstration: false },
    });
    await services.credentials.confirmEmail(await services.linkTo(body.email, 'confirm_email'));
    const account = await dataSource.manager.findOneByOrFail(Account, { email: body.email });
    expect(account.emailConfirmedAt).not.toBeNull();
  });

  it('takes an address once, and a code once, whoever comes first', async () => {
    const { body } = await register();
    const again = { ...registration(), email: body.email };
    await expect(services.registration.register(again)).rejects.toMatchObject({ code: 'email_taken' });
    const creditCode = makeCreditCode();
    const both = await Promise.allSettled([register({ creditCode }), register({ creditCode })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [loser] = both.filter((result) => result.status === 'rejected');
    expect(loser?.reason).toMatchObject({ code: 'organisation_taken' });
    const rows = await dataSource.manager.findBy(Organisation, { creditCode });
    expect(rows).toHaveLength(1);
  });

  it('lists what waits to the administrators of the region, and to nobody elsewhere', async () => {
    const waiting = await register({ creditCode: makeCreditCode() });
    const without = await register();
    for (const { body } of [waiting, without]) {
      await services.credentials.confirmEmail(await services.linkTo(body.email, 'confirm_email'));
    }
    const unconfirmed = await register({ creditCode: makeCreditCode() });
    const seen = async (regionCode: string) => {
      const { items } = await services.verification.list(await administrator(regionCode), {
        limit: 100,
        state: 'waiting',
      });
      const ids = new Set(items.map(({ id }) => id));
      return [waiting, without, unconfirmed].map(({ actor }) => ids.has(actor.organisationId));
    };
    for (const region of ['410102', '410100', '410000']) {
      expect(await seen(region)).toEqual([true, false, false]);
    }
    for (const region of ['410103', '410300']) expect(await seen(region)).toEqual([false, false, false]);
  });

  it('lets the first of two administrators who disagree decide, and tells the other', async () => {
    const { actor } = await register({ creditCode: makeCreditCode() });
    const [county, city] = [await administrator('410102'), await administrator('410100')];
    const id = actor.organisationId;
    const results = await Promise.allSettled([
      services.verification.decide(county, id, 'verify', null),
      services.verification.decide(city, id, 'refuse', '名称与代码不符'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = results.filter((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'transition_not_allowed' });
  });

  it('verifies once however often it is said, and tells the managers once', async () => {
    const { actor } = await register({ creditCode: makeCreditCode() });
    const county = await administrator('410102');
    for (let count = 0; count < 2; count += 1) {
      const view = await services.verification.decide(county, actor.organisationId, 'verify', null);
      expect(view).toMatchObject({ verified: true, verification: { state: 'verified' } });
    }
    expect(await services.mailsTo(actor.email, 'organisation_verified')).toHaveLength(1);
  });

  it('wants a code, and a reason for one whose check character is wrong', async () => {
    const county = await administrator('410102');
    const verify = (id: string, note: string | null) =>
      services.verification.decide(county, id, 'verify', note);
    const { actor: without } = await register();
    await expect(verify(without.organisationId, null)).rejects.toMatchObject({
      details: [{ field: 'creditCode', code: 'required' }],
    });
    const right = makeCreditCode();
    const creditCode = `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`;
    const { actor: odd } = await register({ creditCode, creditCodeNote: '证照如此' });
    await expect(verify(odd.organisationId, null)).rejects.toMatchObject({
      details: [{ field: 'note', code: 'credit_code_check_digit' }],
    });
    expect(await verify(odd.organisationId, '已核对证照原件')).toMatchObject({
      creditCodeValid: false,
      creditCodeNote: '证照如此',
      verification: { state: 'verified', note: '已核对证照原件' },
    });
  });

  it('frees the code of a refused claim, and tells its maker why', async () => {
    const creditCode = makeCreditCode();
    const { actor: pretender } = await register({ creditCode });
    const county = await administrator('410102');
    await services.verification.decide(county, pretender.organisationId, 'refuse', '冒用他人代码');
    const [mail] = await services.mailsTo(pretender.email, 'organisation_refused');
    expect(mail?.details).toMatchObject({ note: '冒用他人代码' });
    await register({ creditCode });
    const back = services.verification.decide(county, pretender.organisationId, 'reopen', '再看一次');
    await expect(back).rejects.toMatchObject({ code: 'organisation_taken' });
  });

  it('trusts only what is verified, and no longer what changed since', async () => {
    const { actor } = await register({ creditCode: makeCreditCode() });
    const id = actor.organisationId;
    const county = await administrator('410102');
    const trust = (trusted: boolean) =>
      services.verification.setTrust(county, id, { trusted, reason: '信用良好' });
    await expect(trust(true)).rejects.toMatchObject({ code: 'transition_not_allowed' });
    await services.verification.decide(county, id, 'verify', null);
    expect(await trust(true)).toMatchObject({ trusted: true });
    expect(await services.registration.update(actor, id, { name: '新来的企业' })).toMatchObject({
      trusted: true,
      verified: true,
    });
    expect(await services.registration.update(actor, id, { name: '改了名的企业' })).toMatchObject({
      trusted: false,
      verified: false,
    });
    await services.verification.decide(county, id, 'verify', null);
    await trust(true);
    expect(await trust(false)).toMatchObject({ trusted: false, verified: true });
  });

  it('gives a new installation its first operator, by the same link however often it is asked for', async () => {
    const office = { name: '平台运营中心', regionCode: '410000' };
    const person = { email: newAddress(), locale: 'zh' as const };
    const link = await services.government.inviteOperator(office, person);
    expect(await services.government.inviteOperator(office, person)).toBe(link);
    expect(link).toContain(`/invitation#token=${await services.linkTo(person.email, 'invitation')}`);
    const { session } = await accept(person.email);
    expect(session.account).toMatchObject({ role: 'operator', organisation: { name: office.name } });
    await expect(services.government.inviteOperator(office, person)).rejects.toMatchObject({
      code: 'already_invited',
    });
  });

  it('makes an office of government for the province, with an invitation and no other way in', async () => {
    const office = {
      name: '某区科技局',
      regionCode: '410102',
      administrator: { email: newAddress(), locale: 'zh' as const },
    };
    await expect(services.government.create(await administrator('410100'), office)).rejects.toMatchObject({
      code: 'not_allowed',
    });
    const made = await services.government.create(await administrator('410000'), office);
    expect(made).toMatchObject({ kind: 'government', verified: true, trusted: false });
    const { session } = await accept(office.administrator.email);
    expect(session.account).toMatchObject({ role: 'administrator', organisation: { id: made.id } });
  });
});
