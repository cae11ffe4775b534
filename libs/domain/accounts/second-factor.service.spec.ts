import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { type DataSource } from 'typeorm';
import { loadConfig } from '#platform/config/config.js';
import { type AccountServices, accountServices } from '#test/support/account-services.js';
import { makePerson, PASSWORD, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Account } from './account.entity.js';
import { WRONG_CODES_ALLOWED } from './login.rules.js';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import { SecondFactorService } from './second-factor.service.js';
import { TokensService } from './tokens.service.js';

describe('the second factor', () => {
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

  /** What the device shows; a period later each time it is asked, as if its owner waited for the next code. */
  const deviceOf = (secret: string) => {
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    return { code: (periods = 0) => totp.generate({ timestamp: Date.now() + periods * 30_000 }) };
  };
  /** Lets the last code be forgotten, so that a test need not wait for the next period. */
  const waitAPeriod = ({ accountId }: Person) =>
    dataSource.manager.update(SecondFactor, { accountId }, { lastPeriod: null });
  const secured = async () => {
    const person = await makePerson(dataSource);
    const { secret } = await services.secondFactor.begin(person, PASSWORD);
    const device = deviceOf(secret);
    const { recoveryCodes } = await services.secondFactor.confirm(person, device.code());
    await waitAPeriod(person);
    return { person, device, recoveryCodes, secret };
  };
  const challenge = async ({ email }: Person) => {
    const outcome = await services.signIn.login({ email, password: PASSWORD });
    if (!('challenge' in outcome)) throw new Error('no code was asked for');
    return outcome.challenge.challengeToken;
  };
  const wrong = { code: 'code_wrong' };

  it('is asked for only after a first right code', async () => {
    const person = await makePerson(dataSource);
    await expect(services.secondFactor.begin(person, 'not it')).rejects.toMatchObject({
      code: 'password_wrong',
    });
    await services.secondFactor.begin(person, PASSWORD);
    const { secret } = await services.secondFactor.begin(person, PASSWORD);
    await expect(services.secondFactor.confirm(person, '000000')).rejects.toMatchObject(wrong);
    const { email } = person;
    expect(await services.signIn.login({ email, password: PASSWORD })).toHaveProperty('session');
    await services.secondFactor.confirm(person, deviceOf(secret).code());
    expect(await services.secondFactor.state(person)).toEqual({ enabled: true, recoveryCodesLeft: 10 });
    await expect(services.secondFactor.begin(person, PASSWORD)).rejects.toMatchObject({
      code: 'second_factor_state',
    });
  });

  it('keeps neither the secret nor a recovery code readable', async () => {
    const { person, secret, recoveryCodes } = await secured();
    const stored = JSON.stringify([
      await dataSource.manager.findBy(SecondFactor, { accountId: person.accountId }),
      await dataSource.manager.findBy(RecoveryCode, { accountId: person.accountId }),
    ]);
    for (const text of [secret, ...recoveryCodes]) expect(stored).not.toContain(text);
  });

  it('opens the session with a code, which then opens nothing more', async () => {
    const { person, device } = await secured();
    const code = device.code();
    const challengeToken = await challenge(person);
    const answers = await Promise.allSettled([
      services.signIn.answerChallenge({ challengeToken, code }),
      services.signIn.answerChallenge({ challengeToken, code }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const again = { challengeToken: await challenge(person), code };
    await expect(services.signIn.answerChallenge(again)).rejects.toMatchObject(wrong);
  });

  it('takes a recovery code once in the place of a code', async () => {
    const { person, recoveryCodes } = await secured();
    const code = recoveryCodes[3]!.toLowerCase();
    const first = { challengeToken: await challenge(person), code };
    await expect(services.signIn.answerChallenge(first)).resolves.toHaveProperty('session');
    const second = { challengeToken: await challenge(person), code };
    await expect(services.signIn.answerChallenge(second)).rejects.toMatchObject(wrong);
    expect(await services.secondFactor.state(person)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('is locked after a few wrong codes, even for the right one', async () => {
    const { person, device } = await secured();
    const challengeToken = await challenge(person);
    const codes = [];
    for (let count = 0; count < WRONG_CODES_ALLOWED; count += 1) {
      const answer = services.signIn.answerChallenge({ challengeToken, code: '000000' });
      codes.push(await answer.catch(({ code }: { code: string }) => code));
    }
    expect(codes).toEqual([
      ...Array.from({ length: WRONG_CODES_ALLOWED - 1 }, () => 'code_wrong'),
      'account_locked',
    ]);
    const right = { challengeToken, code: device.code() };
    await expect(services.signIn.answerChallenge(right)).rejects.toMatchObject({ code: 'account_locked' });
  });

  it('does not take a challenge that was forged, made for something else, or is older than the password', async () => {
    const { person, device } = await secured();
    const old = await challenge(person);
    const { accountId } = person;
    const forged = await services.tokens.sign('oidc', { sub: accountId, pwd: 'x' }, 60);
    const mine = await services.tokens.sign('second-factor', { sub: accountId, pwd: 'x' }, 60);
    await dataSource.manager.update(Account, { id: accountId }, { passwordHash: '$argon2id$another' });
    for (const challengeToken of [old, forged, mine, 'x']) {
      const answer = services.signIn.answerChallenge({ challengeToken, code: device.code() });
      await expect(answer).rejects.toMatchObject({ code: 'challenge_invalid' });
    }
  });

  it('is still answered by a recovery code when the key of the installation was changed', async () => {
    const { person, device, recoveryCodes } = await secured();
    const config = loadConfig({ TOKEN_SECRET: 'another secret of 32 characters!' });
    const changed = new SecondFactorService(
      dataSource,
      new TokensService(config, dataSource),
      services.mails,
    );
    const disable = (code: string) => changed.disable(person, { password: PASSWORD, code });
    await expect(disable(device.code())).rejects.toMatchObject(wrong);
    await expect(disable(recoveryCodes[0]!)).resolves.toBeUndefined();
  });

  it('is turned off by password and code together, and its owner is told', async () => {
    const { person, device } = await secured();
    const disable = (password: string, code: string) =>
      services.secondFactor.disable(person, { password, code });
    await expect(disable('not it', device.code())).rejects.toMatchObject({ code: 'password_wrong' });
    await expect(disable(PASSWORD, '000000')).rejects.toMatchObject(wrong);
    await disable(PASSWORD, device.code());
    expect(await services.secondFactor.state(person)).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    expect(await services.mailsTo(person.email, 'second_factor_disabled')).toHaveLength(1);
  });

  it('makes the old recovery codes void when new ones are asked for', async () => {
    const { person, device, recoveryCodes } = await secured();
    const body = { password: PASSWORD, code: device.code() };
    const renewed = await services.secondFactor.newRecoveryCodes(person, body);
    const answer = async (code: string) =>
      services.signIn.answerChallenge({ challengeToken: await challenge(person), code });
    await expect(answer(recoveryCodes[0]!)).rejects.toMatchObject(wrong);
    await expect(answer(renewed.recoveryCodes[0]!)).resolves.toHaveProperty('session');
  });
});
