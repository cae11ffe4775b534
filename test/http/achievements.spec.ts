import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type AchievementView, type DuplicatesView } from '#contracts/achievements.js';
import { type VersionDiff } from '#contracts/achievement-versions.js';
import { type MatchView } from '#contracts/matches.js';
import { type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { makePerson, TEXTS } from '../support/factories.js';
import { eventually, fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

const draft = () => ({
  title: `轧辊耐磨涂层 ${randomUUID()}`,
  description: `两步喷涂，批次 ${randomUUID()}。`,
});

describe('the life of an achievement over HTTP', () => {
  let app: TestApp;
  let newcomer: string;
  let owner: string;
  let enterprise: string;
  let city: string;

  const call = <T = AchievementView>(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => app.send<T>(method, `achievements${path}`, { token, body, headers });
  const created = async (token: string, body: object = draft()) => (await call(token, 'POST', '', body)).body;

  beforeAll(async () => {
    app = await startTestApp();
    const { dataSource } = app;
    newcomer = await app.logIn(await makePerson(dataSource, { organisation: { trusted: false } }));
    owner = await app.logIn(await makePerson(dataSource));
    enterprise = await app.logIn(await makePerson(dataSource, { organisation: { kind: 'enterprise' } }));
    city = await app.logIn(
      await makePerson(dataSource, {
        organisation: { regionCode: '410100', kind: 'government' },
        role: 'administrator',
      }),
    );
  });

  afterAll(() => app.close());

  it('answers a double click with the same record, and a used key with another body not at all', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = draft();
    const twins = await Promise.all([1, 2].map(() => call(owner, 'POST', '', body, headers)));
    expect(twins.map(({ status }) => status)).toEqual([201, 201]);
    expect(twins[0]?.body.id).toBe(twins[1]?.body.id);
    expect(await call(owner, 'POST', '', draft(), headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    const odd = await call(owner, 'POST', '', draft(), { 'Idempotency-Key': 'a b' });
    expect(odd.status).toBe(400);
    expect(fieldsOf(odd.body)).toEqual(['Idempotency-Key']);
  });

  it('goes from draft over a return with reasons to publication, and tells whoever read an old version', async () => {
    const { id } = await created(newcomer);
    const submitted = await call(newcomer, 'POST', `/${id}/submit`);
    expect(submitted.body).toMatchObject({ state: 'submitted', version: 1, review: { late: false } });
    const desk = await app.send<Page<AchievementView>>('GET', 'achievements?state=submitted&limit=100', {
      token: city,
    });
    expect(desk.body.items.map((item) => item.id)).toContain(id);

    const unknown = await call(city, 'POST', `/${id}/return`, {
      reasons: [{ field: 'colour', reason: '不存在' }],
    });
    expect(unknown.status).toBe(400);
    expect(fieldsOf(unknown.body)).toEqual(['reasons.0.field']);
    const reasons = [{ field: 'description', reason: '缺少指标' }];
    await call(city, 'POST', `/${id}/return`, { reasons }, { 'If-Match': '"1"' });
    const [told] = (await app.send<Page<NotificationView>>('GET', 'notifications', { token: newcomer })).body
      .items;
    expect(told).toMatchObject({ kind: 'record_returned', record: { kind: 'achievement', id } });
    expect(told?.body).toContain('简介：缺少指标');

    await call(newcomer, 'PATCH', `/${id}`, { description: '抗折强度 120 MPa。' });
    await call(newcomer, 'POST', `/${id}/submit`);
    const late = await call(city, 'POST', `/${id}/publish`, undefined, { 'If-Match': '"1"' });
    expect(late).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    const now = await call(city, 'POST', `/${id}/publish`, undefined, { 'If-Match': '"2"' });
    expect(now).toMatchObject({ status: 200, body: { state: 'published', returnReasons: [], review: null } });
    expect((await call(city, 'POST', `/${id}/publish`, undefined, { 'If-Match': 'latest' })).status).toBe(
      400,
    );
  });

  it('shows a proposed change to owner and reviewers alone, and compares versions word by word', async () => {
    const { id } = await created(newcomer, { ...draft(), description: '抗折强度达到 120 MPa。' });
    await call(newcomer, 'POST', `/${id}/submit`);
    await call(city, 'POST', `/${id}/publish`);
    await call(newcomer, 'PATCH', `/${id}`, { description: '抗折强度达到 150 MPa。' });
    const [publicly, own] = [await call(undefined, 'GET', `/${id}`), await call(newcomer, 'GET', `/${id}`)];
    expect(JSON.stringify(publicly.body)).not.toContain('150');
    expect(own.body.proposedChange).toMatchObject({ waiting: true, fields: ['description'] });

    const diff = await call<VersionDiff>(city, 'GET', `/${id}/versions/1/diff/2`);
    expect(diff.body.fields).toMatchObject([
      {
        field: 'description',
        parts: expect.arrayContaining([
          { part: 'removed', text: '120' },
          { part: 'added', text: '150' },
        ]),
      },
    ]);
    expect((await call(owner, 'GET', `/${id}/versions`)).status).toBe(403);
    expect((await call(undefined, 'GET', `/${id}/versions`)).status).toBe(401);
    expect((await call(newcomer, 'GET', `/${id}/versions/0`)).status).toBe(400);
    const taken = await call(newcomer, 'POST', `/${id}/versions/1/restore`);
    expect(taken.body).toMatchObject({ version: 3, proposedChange: null, review: null });
  });

  it('is selected for the curated tier with a record of who, why and by what', async () => {
    const { id } = await created(owner);
    await call(owner, 'POST', `/${id}/publish`);
    const body = { criteria: ['proven', 'protected'], reason: '已在三家企业应用' };
    expect((await call(owner, 'POST', `/${id}/select`, body)).status).toBe(403);
    expect((await call(city, 'POST', `/${id}/select`, { ...body, criteria: ['pretty'] })).status).toBe(400);
    const selected = await call(city, 'POST', `/${id}/select`, body);
    expect(selected.body).toMatchObject({ tier: 'curated', selectedLevels: ['city'] });
    const curated = await app.send<Page<AchievementView>>('GET', 'achievements?tier=curated');
    expect(curated.body.items.map((item) => item.id)).toEqual([id]);
    const record = await call<Page<unknown>>(undefined, 'GET', `/${id}/selections`);
    expect(record.body.items).toMatchObject([{ ...body, level: 'city', endedAt: null }]);
    await call(city, 'POST', `/${id}/deselect`, { reason: '指标已过时' });
    expect((await app.send<Page<unknown>>('GET', 'achievements?tier=curated')).body.items).toEqual([]);
  });

  it('is asked about its duplicates, merged, and hands over what people work on', async () => {
    const first = await created(owner, TEXTS.cbnAchievement);
    await call(owner, 'POST', `/${first.id}/publish`);
    const need = await app.send<{ id: string }>('POST', 'needs', { token: enterprise, body: TEXTS.cbnNeed });
    await app.send('POST', `needs/${need.body.id}/publish`, { token: enterprise });
    const matchesOf = async () =>
      (await app.send<Page<MatchView>>('GET', `needs/${need.body.id}/matches`, { token: enterprise })).body
        .items;
    const [match] = await eventually('a match', async () => {
      const items = await matchesOf();
      return items.length > 0 && items;
    });
    await app.dataSource.query(`UPDATE matches SET state = 'negotiating' WHERE id = $1`, [match?.id]);

    const copy = await created(owner, TEXTS.cbnAchievement);
    const asked = await call(owner, 'POST', `/${copy.id}/publish`);
    expect(asked).toMatchObject({ status: 409, body: { code: 'possible_duplicates' } });
    expect(fieldsOf(asked.body)).toEqual([`duplicates.${first.id}`]);
    const list = await call<DuplicatesView>(owner, 'GET', `/${copy.id}/duplicates`);
    expect(list.body).toMatchObject({
      items: [{ id: first.id, ground: 'same_text', similarity: 1 }],
      hidden: 0,
    });
    const answered = await call(owner, 'POST', `/${copy.id}/publish`, { duplicatesSeen: [first.id] });
    expect(answered.body).toMatchObject({ state: 'published', duplicates: { seen: [first.id] } });

    await call(owner, 'POST', `/${first.id}/merge`, { into: copy.id, reason: '重复录入' });
    const gone = await call(undefined, 'GET', `/${first.id}`);
    expect(gone).toMatchObject({ status: 410, body: { code: 'merged', details: [{ message: copy.id }] } });
    const handed = await eventually('the match under the achievement that goes on', async () =>
      (await matchesOf()).find(
        ({ achievementId, state }) => achievementId === copy.id && state === 'negotiating',
      ),
    );
    expect(handed.needId).toBe(need.body.id);
    expect((await matchesOf()).filter(({ achievementId }) => achievementId === first.id)).toEqual([]);
  });

  it('is confirmed by its owner for another year', async () => {
    const { id } = await created(owner);
    await call(owner, 'POST', `/${id}/publish`);
    await app.dataSource.query(
      `UPDATE achievements SET confirmed_at = now() - interval '400 days' WHERE id = $1`,
      [id],
    );
    expect((await call(undefined, 'GET', `/${id}`)).body.stale).toBe(true);
    expect((await call(owner, 'POST', `/${id}/confirm`)).body).toMatchObject({ stale: false });
  });
});
