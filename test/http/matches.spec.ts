import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MatchEventView, type MatchView } from '#contracts/matches.js';
import { type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { Match } from '#domain/matches/match.entity.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('the life of a match over HTTP', () => {
  let app: TestApp;
  let matchId: string;
  let needId: string;
  const tokens: Record<string, string> = {};
  const people: Record<string, Person> = {};

  const send = <T = MatchView>(who: string, method: string, path: string, body?: unknown) =>
    app.send<T>(method, path, { token: tokens[who], body });
  const move = (who: string, body: object) => send(who, 'POST', `matches/${matchId}/transitions`, body);
  const history = async (who: string) =>
    (await send<{ items: MatchEventView[] }>(who, 'GET', `matches/${matchId}/history`)).body.items;
  const told = async (who: string) =>
    (await send<Page<NotificationView>>(who, 'GET', 'notifications?limit=100')).body.items.filter(
      (one) => one.matchId === matchId,
    );
  const makeMatch = async (need: object = TEXTS.cbnNeed) => {
    const publish = async (who: string, kind: string, body: object) => {
      const { id } = (await send<{ id: string }>(who, 'POST', kind, body)).body;
      await send(who, 'POST', `${kind}/${id}/publish`);
      return id;
    };
    needId = await publish('enterprise', 'needs', need);
    const achievementId = await publish('university', 'achievements', TEXTS.cbnAchievement);
    const { manager } = app.dataSource;
    const made = {
      needId,
      achievementId,
      score: 90,
      level: 4,
      factors: [],
      matchedTerms: [],
      scoredAt: new Date(),
    };
    const row = { ...made, weightsVersion: '1' } as unknown as Match;
    matchId = (await manager.save(Match, manager.create(Match, row))).id;
  };

  beforeAll(async () => {
    app = await startTestApp({ shell: 'api' });
    const roles = { enterprise: 'member', university: 'member', broker: 'broker', rival: 'broker' } as const;
    for (const [name, role] of Object.entries(roles)) {
      const person = await makePerson(app.dataSource, { role, organisation: { name: `${name} 机构` } });
      people[name] = person;
      tokens[name] = await app.logIn(person);
    }
    const stranger = await makePerson(app.dataSource);
    tokens.stranger = await app.logIn(stranger);
  });

  beforeEach(() => makeMatch());
  afterAll(() => app.close());

  it('goes from suggestion to contract, and tells the others of each step', async () => {
    expect((await move('broker', { to: 'introduced', note: '双方已通电话' })).body).toMatchObject({
      state: 'introduced',
      broker: { id: people.broker?.accountId },
    });
    for (const to of ['negotiating', 'agreed']) expect((await move('university', { to })).status).toBe(200);
    expect(await move('broker', { to: 'contracted' })).toMatchObject({ status: 400 });
    expect((await move('broker', { to: 'contracted', reason: 'licence' })).body.state).toBe('contracted');
    expect((await move('enterprise', { to: 'declined', reason: 'terms_differ' })).status).toBe(409);
    expect((await history('enterprise')).map(({ to, reason, note }) => [to, reason, note])).toEqual([
      ['introduced', null, '双方已通电话'],
      ['negotiating', null, null],
      ['agreed', null, null],
      ['contracted', 'licence', null],
    ]);
    expect((await told('enterprise')).map(({ title }) => title.slice(0, 5)).reverse()).toEqual([
      '对接已引荐',
      '对接洽谈中',
      '对接达成意',
      '对接已签约',
    ]);
    expect(await told('university')).toHaveLength(2);
    expect(await told('broker')).toHaveLength(2);
  });

  it('takes a double click as one, and lets one of two brokers win', async () => {
    const twice = await Promise.all([
      move('enterprise', { to: 'introduced' }),
      move('enterprise', { to: 'introduced' }),
    ]);
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect(await history('enterprise')).toHaveLength(1);
    const takes = await Promise.all(
      ['broker', 'rival'].map((who) => send<{ code?: string }>(who, 'POST', `matches/${matchId}/take`)),
    );
    expect(takes.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'match_taken']);
    const winner = takes[0]?.status === 200 ? 'broker' : 'rival';
    const board = await send<Page<MatchView>>(winner, 'GET', 'matches?taken=mine&state=introduced');
    expect(board.body.items.map(({ id }) => id)).toContain(matchId);
  });

  it('refuses a step upon a state that is no more', async () => {
    const answers = await Promise.all([
      move('enterprise', { to: 'introduced', from: 'suggested' }),
      move('university', { to: 'declined', reason: 'no_capacity', from: 'suggested' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await history('enterprise')).toHaveLength(1);
  });

  it('asks for a reason, a note with "other", and shows a stranger nothing', async () => {
    expect(await move('university', { to: 'declined', reason: 'other' })).toMatchObject({
      status: 400,
      body: { details: [{ field: 'note' }] },
    });
    expect((await move('stranger', { to: 'introduced' })).status).toBe(404);
    expect((await send('stranger', 'GET', `matches/${matchId}/history`)).status).toBe(404);
    const note = { note: '等样品' };
    await send('university', 'POST', `matches/${matchId}/notes`, note);
    await send('university', 'POST', `matches/${matchId}/notes`, note);
    expect(await history('enterprise')).toMatchObject([
      { from: 'suggested', to: 'suggested', note: '等样品' },
    ]);
  });

  it('keeps a confidential need masked until its own owner makes the introduction', async () => {
    await makeMatch({ ...TEXTS.cbnNeed, title: '隐鳞牌单晶的研制', confidential: true });
    const seenBy = async (who: string) =>
      JSON.stringify([
        (await send(who, 'GET', `matches/${matchId}`)).body,
        (await send(who, 'GET', `needs/${needId}`)).body,
        await history(who),
        await told(who),
      ]);
    await send('enterprise', 'POST', `matches/${matchId}/notes`, { note: '隐鳞牌急用' });
    await move('broker', { to: 'introduced' });
    expect(await seenBy('university')).not.toMatch(/隐鳞牌|enterprise 机构/);
    expect(await seenBy('broker')).not.toMatch(/隐鳞牌|enterprise 机构/);

    await makeMatch({ ...TEXTS.cbnNeed, title: '隐鳞牌单晶的研制', confidential: true });
    await move('enterprise', { to: 'introduced' });
    expect(await seenBy('university')).toContain('隐鳞牌单晶');
    expect(await seenBy('broker')).not.toMatch(/隐鳞牌|enterprise 机构/);
  });
});
