import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NeedEventView, type NeedView } from '#contracts/needs.js';
import { type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { NeedRemindersService } from '#domain/needs/need-reminders.service.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.js';

const COUNTY = '410184';

describe('a need from collection to rating over HTTP', () => {
  let app: TestApp;
  const tokens: Record<string, string> = {};
  const people: Record<string, Person> = {};

  const join = async (name: string, options: Parameters<typeof makePerson>[1]) => {
    const person = await makePerson(app.dataSource, options);
    people[name] = person;
    tokens[name] = await app.logIn(person);
  };
  const send = <T = NeedView>(
    who: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> => app.send<T>(method, path, { token: tokens[who], body });
  const post = (who: string, id: string, step: string, body: unknown = {}) =>
    send(who, 'POST', `needs/${id}/${step}`, body);
  const published = async (who = 'enterprise', body: object = TEXTS.sewageNeed) => {
    const { id } = (await send(who, 'POST', 'needs', body)).body;
    await post(who, id, 'publish');
    return id;
  };
  const history = async (who: string, id: string) =>
    (await send<{ items: NeedEventView[] }>(who, 'GET', `needs/${id}/history`)).body.items;
  const told = async (who: string, kind: string) =>
    (await send<Page<NotificationView>>(who, 'GET', 'notifications?limit=100')).body.items.filter(
      (one) => one.kind === kind,
    );
  const letTimeRunOut = (id: string) =>
    app.dataSource.query(`UPDATE needs SET due_at = now() - interval '1 day' WHERE id = $1`, [id]);
  const assignment = () => ({ organisationId: people.institution?.organisationId });

  beforeAll(async () => {
    app = await startTestApp({ shell: 'api' });
    await join('enterprise', {
      organisation: { kind: 'enterprise', regionCode: COUNTY, name: '某印染企业' },
    });
    await join('small', { organisation: { kind: 'enterprise', regionCode: COUNTY, trusted: false } });
    await join('county', { organisation: { kind: 'government', regionCode: COUNTY }, role: 'administrator' });
    await join('city', { organisation: { kind: 'government', regionCode: '410100' }, role: 'administrator' });
    await join('elsewhere', {
      organisation: { kind: 'government', regionCode: '410300' },
      role: 'administrator',
    });
    await join('institution', { organisation: { kind: 'transfer_institution', regionCode: '410100' } });
    await join('broker', { organisation: { kind: 'zone', regionCode: '410100' }, role: 'broker' });
    await join('university', { organisation: { kind: 'university', regionCode: '410102' } });
  });

  afterAll(() => app.close());

  it('passes every stage through the hands of all, and every step keeps its author and note', async () => {
    const id = await published();
    const collected = (await send('enterprise', 'GET', `needs/${id}`)).body.handling;
    expect(collected).toMatchObject({ stage: 'collected', responsible: 'administrator', firstReplyAt: null });
    expect((await post('county', id, 'accept', { note: '内容完整' })).body.handling).toMatchObject({
      stage: 'accepted',
      firstReplyAt: expect.any(String),
    });
    expect((await post('county', id, 'assign', assignment())).body.handling).toMatchObject({
      stage: 'assigned',
      assignee: assignment(),
    });
    expect(await post('institution', id, 'serve')).toMatchObject({
      status: 409,
      body: { code: 'service_record_missing' },
    });
    const call = { kind: 'call', note: '已与技术负责人通话' };
    await post('institution', id, 'services', call);
    expect((await post('institution', id, 'services', call)).body.handling).toMatchObject({ services: 1 });
    expect((await post('institution', id, 'serve')).body.handling?.stage).toBe('served');
    expect(await post('enterprise', id, 'close', { reason: 'solved_here' })).toMatchObject({
      status: 400,
      body: { details: [{ field: 'evidence', code: 'required' }] },
    });
    const closure = { reason: 'solved_here', evidence: { contractNumber: '2026410102000017' } };
    expect((await post('enterprise', id, 'close', closure)).body).toMatchObject({
      state: 'closed',
      closure,
      handling: { stage: 'closed' },
    });
    const rating = { rating: 5, comment: '服务及时' };
    expect((await post('enterprise', id, 'rate', rating)).body.handling).toMatchObject({
      stage: 'rated',
      rating: { stars: 5, comment: '服务及时' },
    });
    expect((await post('enterprise', id, 'rate', rating)).status).toBe(200);
    expect((await post('enterprise', id, 'rate', { rating: 1 })).body).toMatchObject({
      code: 'already_rated',
    });

    const steps = await history('city', id);
    expect(steps.map(({ action, stage }) => [action, stage])).toEqual([
      ['publish', 'collected'],
      ['accept', 'accepted'],
      ['assign', 'assigned'],
      ['recordService', 'assigned'],
      ['serve', 'served'],
      ['close', 'closed'],
      ['rate', 'rated'],
    ]);
    expect(steps[1]).toMatchObject({ note: '内容完整', author: { role: 'administrator', name: '某人' } });
    expect(steps[5]).toMatchObject({ reason: 'solved_here', author: { name: null } });
    expect((await send('university', 'GET', `needs/${id}/history`)).status).toBe(403);
    expect((await send('university', 'GET', `needs/${id}`)).body.handling).toBeNull();
    expect((await told('institution', 'need_step'))[0]?.title).toContain('评价');
  });

  it('publishes what was submitted by accepting it, and gives back what it refuses', async () => {
    const submit = async () => {
      const { id } = (await send('small', 'POST', 'needs', TEXTS.sewageNeed)).body;
      await post('small', id, 'submit');
      return id;
    };
    const good = await submit();
    expect((await post('county', good, 'accept')).body).toMatchObject({
      state: 'published',
      handling: { stage: 'accepted' },
    });
    const doubtful = await submit();
    const refusal = { reason: 'duplicate', note: '与上月所报相同' };
    expect((await post('county', doubtful, 'refuse', refusal)).body).toMatchObject({ state: 'returned' });
    const mine = (await send('small', 'GET', `needs/${doubtful}`)).body;
    expect(mine).toMatchObject({ state: 'returned', handling: null });
    expect(mine.returnReasons[0]?.reason).toContain('与上月所报相同');
    await post('small', doubtful, 'submit');
    expect((await send('small', 'GET', `needs/${doubtful}`)).body.handling?.stage).toBe('collected');
  });

  it('lets one of two administrators win and tells the other', async () => {
    const id = await published();
    const answers = await Promise.all([
      post('county', id, 'accept'),
      post('city', id, 'refuse', { reason: 'out_of_scope' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await history('county', id)).filter(({ action }) => /accept|refuse/.test(action))).toHaveLength(
      1,
    );
  });

  it('assigns to those who can serve, again to others, and keeps both in the history', async () => {
    const id = await published();
    await post('county', id, 'accept');
    for (const organisationId of [people.university?.organisationId, people.enterprise?.organisationId]) {
      expect((await post('county', id, 'assign', { organisationId })).body).toMatchObject({
        code: 'assignee_unsuitable',
        details: [{ field: 'organisationId' }],
      });
    }
    expect((await post('elsewhere', id, 'assign', assignment())).status).toBe(403);
    await post('county', id, 'assign', assignment());
    const broker = { organisationId: people.broker?.organisationId, accountId: people.broker?.accountId };
    await post('county', id, 'assign', { ...broker, note: '改派' });
    expect((await post('institution', id, 'services', { kind: 'visit', note: '走访' })).status).toBe(403);
    expect((await post('broker', id, 'services', { kind: 'visit', note: '走访' })).status).toBe(200);
    const given = (await history('broker', id)).filter(({ action }) => action === 'assign');
    expect(given.map(({ details }) => details?.organisationId)).toEqual([
      people.institution?.organisationId,
      people.broker?.organisationId,
    ]);
    const desk = await send<Page<NeedView>>('broker', 'GET', 'needs?assigned=true');
    expect(desk.body.items.map((one) => one.id)).toEqual([id]);
  });

  it('lists and reminds of what is late, each once, and lets an administrator close what its owner left', async () => {
    const id = await published();
    const note = { reason: 'owner_silent', note: '三次联系无回应' };
    await letTimeRunOut(id);
    const late = async (who: string) =>
      (await send<Page<NeedView>>(who, 'GET', 'needs?stage=collected&late=true&limit=100')).body.items;
    expect((await late('city')).map((one) => one.id)).toContain(id);
    expect(await late('elsewhere')).toEqual([]);
    expect((await app.send('GET', 'needs?late=true')).status).toBe(401);
    const reminders = new NeedRemindersService(app.dataSource);
    await Promise.all([reminders.remind(), reminders.remind()]);
    expect(await told('county', 'need_late')).toHaveLength(1);
    expect(await told('city', 'need_late')).toEqual([]);

    await post('county', id, 'accept');
    await post('county', id, 'assign', assignment());
    await post('county', id, 'services', { kind: 'solution', note: '提出两种脱色方案' });
    await post('institution', id, 'serve');
    expect(await post('county', id, 'close-for-owner', note)).toMatchObject({ status: 409 });
    await letTimeRunOut(id);
    await reminders.remind();
    expect(await told('enterprise', 'need_late')).toHaveLength(1);
    expect((await post('county', id, 'close-for-owner', note)).body).toMatchObject({
      state: 'closed',
      closure: { reason: 'owner_silent' },
    });
  });

  it('refuses the mark of a state secret, keeps nothing of it, and takes the same words in a sentence', async () => {
    const secret = { title: '某型雷达吸波材料ZQX（机密★10年）', description: '说明' };
    for (const path of ['needs', 'achievements']) {
      const answer = await send<Record<string, unknown>>('enterprise', 'POST', path, secret);
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: 'state_secret_suspected',
          details: [{ field: 'title', code: 'state_secret_suspected' }],
        },
      });
      expect(JSON.stringify(answer.body)).not.toContain('ZQX');
    }
    const [kept] = await app.dataSource.query<{ count: string }[]>(
      `SELECT (SELECT count(*) FROM needs WHERE title LIKE '%ZQX%')
            + (SELECT count(*) FROM audit_entries entry WHERE entry::text LIKE '%ZQX%')
            + (SELECT count(*) FROM outbox WHERE payload::text LIKE '%ZQX%') AS count`,
    );
    expect(kept?.count).toBe('0');
    const ordinary = {
      title: '商业秘密与技术秘密保护系统',
      description: '双方签订保密协议，保守秘密 5 年。',
    };
    expect((await send('enterprise', 'POST', 'needs', ordinary)).status).toBe(201);
  });
});
