import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Page } from '#contracts/pages.js';
import { type FigureDefinition, type FigureRecord, type StatisticsView } from '#contracts/statistics.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { eventually, fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

describe('figures over HTTP', () => {
  let app: TestApp;
  const tokens = new Map<string, string>();
  let withdrawnId: string;

  const read = (query: string, who?: string) =>
    app.send<StatisticsView>('GET', `statistics?${query}`, { token: who && tokens.get(who) });
  const total = async (key: string, who?: string, query = '') =>
    (await read(`figures=${key}${query}`, who)).body.figures[0]?.total;
  const records = async (key: string, who?: string, query = '') =>
    app.send<Page<FigureRecord>>('GET', `statistics/${key}/records?limit=100${query}`, {
      token: who && tokens.get(who),
    });
  const publish = async (kind: string, who: string, body: object): Promise<string> => {
    const token = tokens.get(who);
    const { id } = (await app.send<{ id: string }>('POST', kind, { token, body })).body;
    expect((await app.send('POST', `${kind}/${id}/publish`, { token })).status).toBe(200);
    return id;
  };

  beforeAll(async () => {
    app = await startTestApp();
    const { dataSource } = app;
    const people: Record<string, Person> = {
      university: await makePerson(dataSource, { organisation: { regionCode: '410102' } }),
      enterprise: await makePerson(dataSource, {
        organisation: { kind: 'enterprise', regionCode: '410305' },
      }),
      stranger: await makePerson(dataSource, { organisation: { kind: 'enterprise', regionCode: '410184' } }),
      city: await makePerson(dataSource, { organisation: { regionCode: '410300' }, role: 'administrator' }),
      otherCity: await makePerson(dataSource, {
        organisation: { regionCode: '410100' },
        role: 'administrator',
      }),
      operator: await makePerson(dataSource, { role: 'operator' }),
    };
    for (const [who, person] of Object.entries(people)) tokens.set(who, await app.logIn(person));
    for (let count = 0; count < 12; count += 1) {
      await publish('achievements', 'university', {
        title: `第${count}号水稻品种选育`,
        description: `选育适合沿黄稻区的水稻品种，编号 ${count}。`,
        fieldCodes: count % 2 ? ['2.1'] : ['2.1', '4.2'],
      });
    }
    await publish('achievements', 'university', TEXTS.cbnAchievement);
    withdrawnId = await publish('achievements', 'university', TEXTS.tofuAchievement);
    await app.send('POST', `achievements/${withdrawnId}/withdraw`, { token: tokens.get('university') });
    await publish('needs', 'enterprise', { ...TEXTS.cbnNeed, confidential: true });
    await publish('needs', 'stranger', TEXTS.sewageNeed);
    await eventually('a match', async () => Number(await total('matches', 'operator')) > 0);
  });

  afterAll(() => app.close());

  it('tells what every figure means, in both languages', async () => {
    const { body } = await app.send<{ items: FigureDefinition[] }>('GET', 'statistics/definitions');
    expect(body.items.length).toBeGreaterThan(10);
    for (const { name, definition } of body.items) {
      for (const text of [name.zh, definition.zh]) expect(text).toMatch(/\p{Script=Han}/u);
      for (const text of [name.en, definition.en]) expect(text).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('counts for everybody what is public, and lists exactly that', async () => {
    expect(await total('achievements_published')).toBe(13);
    expect(await total('achievements_new')).toBe(14);
    expect(await total('needs_published')).toBe(2);
    const { body } = await records('achievements_published');
    expect(body.items).toHaveLength(13);
    expect(body.items.map(({ id }) => id)).not.toContain(withdrawnId);
    const fresh = (await records('achievements_new')).body.items;
    expect(fresh).toHaveLength(14);
    expect(fresh.find(({ id }) => id === withdrawnId)?.title).toBeNull();
  });

  it('keeps the words of a confidential need', async () => {
    const { body } = await records('needs_published');
    expect(body.items).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('立方氮化硼');
    expect(JSON.stringify((await records('needs_published', 'enterprise')).body)).toContain('立方氮化硼');
  });

  it('divides by region, field and day', async () => {
    const rows = async (query: string) =>
      (await read(`figures=achievements_published&${query}`)).body.figures[0]?.rows;
    expect(await rows('by=region&region=410000')).toEqual([{ bucket: '410100', value: 13 }]);
    expect(await rows('by=region&region=410100')).toEqual([{ bucket: '410102', value: 13 }]);
    expect(await rows('by=field')).toEqual([
      { bucket: '2', value: 12 },
      { bucket: '4', value: 6 },
      { bucket: null, value: 1 },
    ]);
    expect(await rows('by=field&field=4')).toEqual([{ bucket: '4.2', value: 6 }]);
    const days = await rows('by=day');
    expect(days).toHaveLength(30);
    expect(days?.slice(-2).map(({ value }) => value)).toEqual([0, 13]);
    expect(await total('achievements_published', undefined, '&region=410300')).toBe(0);
    expect(await total('achievements_published', undefined, '&to=2020-01-01')).toBe(0);
  });

  it.each([
    ['operator', 'all'],
    ['university', 'all'],
    ['enterprise', 'all'],
    ['city', 'all'],
    ['otherCity', 'none'],
    ['stranger', 'none'],
  ])('counts matches for %s as far as they may be read: %s', async (who, sees) => {
    const all = Number(await total('matches', 'operator'));
    const count = await total('matches', who);
    const { items } = (await records('matches', who)).body;
    expect(count).toBe(sees === 'all' ? all : 0);
    expect(items).toHaveLength(count ?? NaN);
    if (who !== 'enterprise') expect(JSON.stringify(items)).not.toContain('高韧性立方氮化硼单晶的研制');
  });

  it('refuses what it cannot answer, and says why', async () => {
    expect(await read('figures=matches')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect(await records('matches')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect(await read('figures=matches&region=410100', 'city')).toMatchObject({ status: 403 });
    expect(await read('figures=achievements_published&region=410100', 'city')).toMatchObject({ status: 200 });
    expect(await read('figures=happiness')).toMatchObject({ status: 404 });
    expect(await read('figures=constructor')).toMatchObject({ status: 404 });
    for (const [query, field] of [
      ['by=hour', 'by'],
      ['region=999999', 'region'],
      ['field=99', 'field'],
      ['from=yesterday', 'from'],
      ['from=2026-02-02&to=2026-02-01', 'from'],
      ['from=2020-01-01&to=2026-01-01', 'from'],
      ['colour=red', 'colour'],
    ]) {
      const answer = await read(query ?? '');
      expect(answer.status).toBe(400);
      expect(fieldsOf(answer.body)).toContain(field);
    }
    expect((await records('needs_new', undefined, '&cursor=abc')).status).toBe(400);
  });

  it('gives a visitor every public figure where none is named, and nothing else', async () => {
    const { body } = await read('');
    expect(body.figures.map(({ key }) => key)).toContain('closures_solved_here');
    expect(body.figures.map(({ key }) => key)).not.toContain('matches');
    expect((await read('', 'city')).body.figures.map(({ key }) => key)).toContain('first_answer_p90');
  });
});
