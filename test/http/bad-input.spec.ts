import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePerson, type Person } from '../support/factories.js';
import { fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

const body = { title: '一种耐磨涂层', description: '用于轧辊' };

describe('bad input over HTTP', () => {
  let app: TestApp;
  let owner: Person;
  let token: string;
  let strangerToken: string;
  let id: string;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await makePerson(app.dataSource);
    token = await app.logIn(owner);
    strangerToken = await app.logIn(await makePerson(app.dataSource));
    id = (await app.send<{ id: string }>('POST', 'achievements', { token, body })).body.id;
  });

  afterAll(() => app.close());

  const rows = async () => {
    const [row] = await app.dataSource.query<{ count: string }[]>(
      `SELECT (SELECT count(*) FROM achievements) + (SELECT count(*) FROM needs) + (SELECT count(*) FROM outbox) AS count`,
    );
    return row?.count;
  };

  it.each([
    ['an unknown field', { ...body, colour: 'red' }, 'colour', 'unknown_field'],
    ['no title', { description: 'x' }, 'title', 'required'],
    ['a title of spaces', { ...body, title: '   \t ' }, 'title', 'empty'],
    ['a title that is a number', { ...body, title: 7 }, 'title', 'wrong_type'],
    ['a TRL of 12', { ...body, trl: 12 }, 'trl', 'too_big'],
    ['a TRL of 2.5', { ...body, trl: 2.5 }, 'trl', 'wrong_type'],
    ['a region that is none', { ...body, regionCode: '999999' }, 'regionCode', 'unknown_code'],
    [
      'one wrong code among right ones',
      { ...body, chainCodes: ['refractories', 'nope'] },
      'chainCodes.1',
      'unknown_code',
    ],
    [
      'a patent number with a wrong check digit',
      { ...body, patentNumbers: ['202410012345.6'] },
      'patentNumbers.0',
      'patent_number_check_digit',
    ],
    [
      'a price upside down',
      { ...body, price: { kind: 'range', min: '20', max: '3' } },
      'price.max',
      'invalid',
    ],
    ['a price that is a number', { ...body, price: { kind: 'fixed', min: 20 } }, 'price.min', 'wrong_type'],
    ['a text too long', { ...body, description: '字'.repeat(50_001) }, 'description', 'too_big'],
    ['a NUL character', { ...body, title: 'a\u0000b' }, 'title', 'invalid'],
    [
      'twenty-one keywords',
      { ...body, keywords: Array.from({ length: 21 }, (_, n) => `词${n}`) },
      'keywords',
      'too_big',
    ],
  ])('refuses %s and writes nothing', async (_, wrong, field, code) => {
    const before = await rows();
    const answer = await app.send('POST', 'achievements', { token, body: wrong });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', details: [{ field, code }] },
    });
    expect(await rows()).toBe(before);
  });

  it('names everything that is wrong at once', async () => {
    const answer = await app.send('POST', 'needs', {
      token,
      body: { title: '', deadline: 'soon', budget: {}, x: 1 },
    });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer.body).sort()).toEqual(['budget', 'deadline', 'description', 'title', 'x']);
  });

  it('refuses 5 MB of text before reading it', async () => {
    const answer = await app.send('POST', 'achievements', {
      token,
      body: { ...body, description: 'x'.repeat(5_000_000) },
    });
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it('refuses JSON that is none', async () => {
    const answer = await app.send('POST', 'achievements', { token, raw: '{"title": ' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_body' } });
  });

  it('refuses a body that is missing', async () => {
    const answer = await app.send('POST', 'achievements', { token });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it.each(['achievements/not-a-uuid', 'needs/123', 'matches/x', 'notifications/x'])(
    'refuses the id in %s',
    async (path) => {
      const answer = await app.send('GET', path, { token });
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'validation_failed', details: [{ field: 'id' }] },
      });
    },
  );

  it.each([
    ['achievements?limit=0', 'limit'],
    ['achievements?limit=101', 'limit'],
    ['achievements?colour=red', 'colour'],
  ])('refuses the query of %s', async (path, field) => {
    const answer = await app.send('GET', path);
    expect(answer).toMatchObject({ status: 400, body: { details: [{ field }] } });
  });

  it('refuses a cursor that it never gave', async () => {
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')]) {
      const answer = await app.send('GET', `achievements?cursor=${cursor}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_cursor' } });
    }
  });

  it('keeps others away from a record, and does not say that it is there', async () => {
    for (const [method, path] of [
      ['GET', `achievements/${id}`],
      ['PATCH', `achievements/${id}`],
      ['POST', `achievements/${id}/publish`],
      ['POST', `achievements/${id}/withdraw`],
      ['GET', `achievements/${id}/matches`],
    ] as const) {
      const send = { token: strangerToken, body: method === 'PATCH' ? { title: '我的了' } : undefined };
      expect(await app.send(method, path, send)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await app.send('GET', `achievements/${id}`, { token })).body).toMatchObject({
      title: body.title,
    });
  });

  it('keeps others from changing what they may read', async () => {
    await app.send('POST', `achievements/${id}/publish`, { token });
    const answer = await app.send('PATCH', `achievements/${id}`, {
      token: strangerToken,
      body: { title: '我的了' },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
  });

  it('wants a signature where one is needed', async () => {
    expect(await app.send('POST', 'achievements', { body })).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    });
    expect(await app.send('GET', 'me', { token: 'forged' })).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    });
  });

  it('takes an empty preview for what it is', async () => {
    const answer = await app.send('POST', 'matches/preview', { body: { text: '  \n ' } });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ field: 'text' }] } });
    for (const text of ['。', '😀😀', 'a', '1 2 3 4 5'.repeat(2000)]) {
      const odd = await app.send<{ items: { level: number }[] }>('POST', 'matches/preview', {
        body: { text },
      });
      expect(odd.status).toBe(200);
      for (const { level } of odd.body.items) expect(level).toBeLessThanOrEqual(2);
    }
  });

  it('answers an address that is none in the same form', async () => {
    expect(await app.send('GET', 'nothing/here')).toMatchObject({
      status: 404,
      body: { code: 'route_not_found', details: [] },
    });
  });

  it('serves its description, its pages, its health and its metrics', async () => {
    const description = await app.send<{ openapi: string; paths: Record<string, unknown> }>(
      'GET',
      '/openapi.json',
    );
    expect(description.body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(description.body.paths)).toEqual(
      expect.arrayContaining(['/api/v1/achievements', '/api/v1/matches/preview', '/api/v1/notifications']),
    );
    expect((await fetch(`${app.url}/docs`)).status).toBe(200);
    expect(await app.send('GET', '/health/live')).toMatchObject({ status: 200 });
    expect(await app.send('GET', '/health/ready')).toMatchObject({
      status: 200,
      body: { database: true, library: true },
    });
    expect(await (await fetch(`${app.url}/metrics`)).text()).toContain(
      'duijie_library_records{kind="achievement"} 1',
    );
  });
});
