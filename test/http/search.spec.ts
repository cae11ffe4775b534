import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import {
  type FoundAchievement,
  type FoundNeed,
  type SearchAnswer,
  SEARCH_FACETS,
  type Suggestions,
} from '#contracts/search.js';
import { makePerson, TEXTS } from '../support/factories.js';
import { removeFromMeilisearch } from '../support/search-engines.js';
import { eventually, fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

const url = process.env.MEILISEARCH_URL;
const meilisearch = (address: string) => ({
  MEILISEARCH_URL: address,
  MEILISEARCH_KEY: process.env.MEILISEARCH_KEY ?? '',
  MEILISEARCH_PREFIX: `test-${randomBytes(4).toString('hex')}`,
});
const engines = [
  { name: 'PostgreSQL', environment: {} },
  ...(url ? [{ name: 'Meilisearch', environment: meilisearch(url) }] : []),
];

// A Meilisearch on a busy machine takes seconds to make its indexes.
jest.setTimeout(60_000);

if (!url) it.skip('Meilisearch: could not run, because MEILISEARCH_URL is not given', () => undefined);

describe.each(engines)('search over HTTP with $name', ({ environment }) => {
  let app: TestApp;
  let university: string;
  let enterprise: string;
  let stranger: string;

  beforeAll(async () => {
    app = await startTestApp(environment);
    university = await app.logIn(await makePerson(app.dataSource));
    enterprise = await app.logIn(
      await makePerson(app.dataSource, { organisation: { kind: 'enterprise', regionCode: '410184' } }),
    );
    stranger = await app.logIn(await makePerson(app.dataSource));
    await eventually('the index', async () => (await find('achievements', '')).total === 0);
  });

  afterAll(async () => {
    await app.close();
    if ('MEILISEARCH_PREFIX' in environment) await removeFromMeilisearch(environment.MEILISEARCH_PREFIX);
  });

  const publish = async (kind: 'achievements' | 'needs', token: string, body: unknown): Promise<string> => {
    const { body: made } = await app.send<{ id: string }>('POST', kind, { token, body });
    const answer = await app.send('POST', `${kind}/${made.id}/publish`, { token });
    expect(answer.status).toBe(200);
    return made.id;
  };
  const find = async <T = FoundAchievement>(kind: string, query: string, token?: string) =>
    (await app.send<SearchAnswer<T>>('GET', `search/${kind}?${query}`, { token })).body;
  const search = (q: string) => find('achievements', `q=${encodeURIComponent(q)}`);

  it('finds what is published, marks why, and forgets what is withdrawn', async () => {
    const id = await publish('achievements', university, {
      ...TEXTS.cbnAchievement,
      patentNumbers: ['ZL202211250898.9'],
      chainCodes: ['superhard-materials'],
      regionCode: '410102',
      trl: 7,
    });
    const found = await eventually('the record', async () => {
      const answer = await search('立方氮化硼');
      return answer.total === 1 && answer;
    });
    expect(found).toMatchObject({ nextCursor: null, didYouMean: null, leftOut: [], facets: {} });
    const [item] = found.items;
    expect(item).toMatchObject({ id, title: TEXTS.cbnAchievement.title, trl: 7, regionCode: '410102' });
    const marked = item?.highlights.title.map(([start, end]) => item.title.slice(start, end));
    expect(marked).toEqual(['立方氮化硼']);
    expect(item?.excerpt).toContain('立方氮化硼');
    expect((await search('ZL202211250898.9')).total).toBe(1);

    const narrowed = await find(
      'achievements',
      'regionCode=410000&trlMin=6&tier=library&facets=regionCode,trl,chainCodes,tier,trl',
    );
    expect(narrowed).toMatchObject({
      total: 1,
      facets: {
        regionCode: expect.arrayContaining([{ code: '410100', count: 1 }]),
        trl: [{ code: '7', count: 1 }],
        chainCodes: expect.arrayContaining([{ code: 'materials', count: 1 }]),
        tier: [{ code: 'library', count: 1 }],
      },
    });

    expect((await find('achievements', 'tier=curated')).total).toBe(0);

    await app.send('PATCH', `achievements/${id}`, {
      token: university,
      body: { title: '金刚石微粉提纯方法' },
    });
    await eventually('the new title', async () => (await search('微粉提纯')).total === 1);
    await app.send('POST', `achievements/${id}/withdraw`, { token: university });
    await eventually('nothing', async () => (await search('微粉提纯')).total === 0);
  });

  it('suggests titles, proposes another spelling, and says which words it left out', async () => {
    await publish('achievements', university, TEXTS.tofuAchievement);
    const { items } = await eventually('the suggestion', async () => {
      const { body } = await app.send<Suggestions>('GET', `search/suggest?q=${encodeURIComponent('卤水豆')}`);
      return body.items.length > 0 && body;
    });
    expect(items[0]).toMatchObject({ kind: 'achievement', title: TEXTS.tofuAchievement.title });
    await eventually('the spelling', async () => (await search('卤水豆付')).didYouMean === '卤水豆腐');
    expect(await search('卤水豆付')).toMatchObject({ total: 1, leftOut: ['豆付'] });
    expect(await search('卤水豆付 -凝固')).toMatchObject({ total: 0, didYouMean: null });
    const relaxed = await search('卤水豆腐 无人驾驶');
    expect(relaxed).toMatchObject({ total: 1, leftOut: ['无人驾驶'] });
  });

  it('finds a confidential need by its mask, and for its owner by its words', async () => {
    const secret = { ...TEXTS.cbnNeed, confidential: true, chainCodes: ['superhard-materials'] };
    const id = await publish('needs', enterprise, secret);
    await eventually('the need', async () => (await find('needs', '', enterprise)).total === 1);
    const word = `q=${encodeURIComponent('触媒')}`;
    for (const token of [undefined, stranger]) {
      expect((await find('needs', word, token)).total).toBe(0);
      const { items } = await find<FoundNeed>('needs', `q=${encodeURIComponent('超硬材料')}`, token);
      expect(items).toMatchObject([{ id, title: '保密需求（超硬材料）', masked: true, organisation: null }]);
      expect(JSON.stringify(items)).not.toMatch(/触媒|韧性/);
    }
    const { items } = await find<FoundNeed>('needs', word, enterprise);
    expect(items).toMatchObject([{ id, title: TEXTS.cbnNeed.title, masked: false }]);
  });

  it('tells of what a saved search finds, once, and not of what was there before', async () => {
    const watcher = await app.logIn(await makePerson(app.dataSource));
    const body = { kind: 'need', name: '印染', query: { q: '印染废水' } };
    await publish('needs', enterprise, TEXTS.sewageNeed);
    await eventually(
      'the first need',
      async () => (await find('needs', `q=${encodeURIComponent('印染废水')}`)).total === 1,
    );
    const saved = await app.send<{ id: string }>('POST', 'search/saved', { token: watcher, body });
    expect(saved.status).toBe(201);
    const id = await publish('needs', enterprise, { ...TEXTS.sewageNeed, title: '印染废水回用第二例' });
    const told = async () =>
      (await app.send<{ items: Record<string, unknown>[] }>('GET', 'notifications', { token: watcher })).body
        .items;
    const [notification] = await eventually('a notification', async () => {
      const items = await told();
      return items.length > 0 && items;
    });
    expect(notification).toMatchObject({
      kind: 'saved_search',
      matchId: null,
      level: null,
      savedSearchId: saved.body.id,
      title: '“印染”有 1 项新需求',
      body: '· 印染废水回用第二例',
    });
    await app.send('PATCH', `needs/${id}`, { token: enterprise, body: { title: '印染废水回用第二例，改' } });
    await eventually(
      'the change',
      async () => (await find('needs', `q=${encodeURIComponent('第二例，改')}`)).total === 1,
    );
    expect(await told()).toHaveLength(1);
    expect((await app.send('DELETE', `search/saved/${saved.body.id}`, { token: stranger })).status).toBe(404);
    expect((await app.send('DELETE', `search/saved/${saved.body.id}`, { token: watcher })).status).toBe(204);
    expect(await told()).toMatchObject([{ savedSearchId: null }]);
  });

  it.each([
    ['an unknown parameter', 'achievements?colour=red', 'colour'],
    ['a region that is none', 'achievements?regionCode=999999', 'regionCode.0'],
    ['a budget of achievements', 'achievements?budgetMin=3', 'budgetMin'],
    ['a range upside down', 'needs?budgetMin=30&budgetMax=3', 'budgetMax'],
    ['a range of maturity upside down', 'achievements?trlMin=8&trlMax=3', 'trlMax'],
    ['days upside down', 'needs?publishedFrom=2026-02-02&publishedTo=2026-01-01', 'publishedTo'],
    ['no records', 'achievements?limit=0', 'limit'],
    ['more records than a page', 'needs?limit=101', 'limit'],
    ['more facets than there are', `achievements?facets=${SEARCH_FACETS.join()},colour`, 'facets.9'],
    ['a character that no text has', 'achievements?q=%00', 'q'],
    ['a facet that is none', 'achievements?facets=colour', 'facets.0'],
    ['too long a query', `achievements?q=${'x'.repeat(501)}`, 'q'],
    ['another kind', 'suggest?kind=match', 'kind'],
  ])('refuses %s', async (_, path, field) => {
    const answer = await app.send('GET', `search/${path}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(fieldsOf(answer.body)).toContain(field);
  });

  it.each([
    '"',
    '-',
    '- -',
    '""',
    '😀',
    '%',
    "'; DROP TABLE x; --",
    '(.*)+$',
    'audience = x OR NOT a EXISTS',
    '<b>',
  ])('takes %s for a query', async (q) => {
    for (const kind of ['achievements', 'needs', 'suggest']) {
      expect((await app.send('GET', `search/${kind}?q=${encodeURIComponent(q)}`)).status).toBe(200);
    }
  });

  it('counts a facet that is named twice once', async () => {
    const { facets } = await find('achievements', 'facets=tier,tier&facets=tier');
    expect(Object.keys(facets)).toEqual(['tier']);
  });

  it.each([
    ['of another number of values', ['relevance', 0, [1, 2], 3, 4], ''],
    ['of too few values', ['relevance', 0, [1], 3, 4], 'q=豆腐'],
    ['beyond all numbers', ['newest', 0, [1e308], 1e308, 4], 'sort=newest'],
  ])('refuses a cursor that somebody made up, %s', async (_, parts, query) => {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    const answer = await app.send('GET', `search/achievements?${encodeURI(query)}&cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_cursor' } });
    expect(fieldsOf(answer.body)).toEqual(['cursor']);
  });

  it('takes a place far beyond the end for the end, or for none', async () => {
    const cursor = Buffer.from('["relevance",0,[1,2],3,99999]').toString('base64url');
    const answer = await app.send(
      'GET',
      `search/achievements?q=${encodeURIComponent('豆腐')}&cursor=${cursor}`,
    );
    expect([200, 400]).toContain(answer.status);
  });

  it('refuses a cursor of another list', async () => {
    await publish('achievements', university, { ...TEXTS.tofuAchievement, title: '豆腐成型设备之二' });
    const { nextCursor } = await eventually('two', async () => {
      const answer = await find('achievements', 'limit=1');
      return answer.nextCursor !== null && answer;
    });
    const second = await find('achievements', `limit=1&cursor=${nextCursor}`);
    expect(second.items).toHaveLength(1);
    for (const query of [`cursor=${nextCursor}&sort=newest`, 'cursor=abc', 'cursor=WyJ4Il0']) {
      const answer = await app.send('GET', `search/achievements?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_cursor' } });
    }
  });
});

describe('search while Meilisearch is away', () => {
  it('says so, and goes on publishing', async () => {
    const app = await startTestApp(meilisearch(`http://127.0.0.1:${await freePort()}`));
    try {
      const answer = await app.send('GET', 'search/achievements?q=x');
      expect(answer).toMatchObject({ status: 503, body: { code: 'search_unavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await app.send('GET', 'search/suggest?q=x')).status).toBe(503);
      const token = await app.logIn(await makePerson(app.dataSource));
      const { body } = await app.send<{ id: string }>('POST', 'achievements', {
        token,
        body: TEXTS.tofuAchievement,
      });
      const published = await app.send('POST', `achievements/${body.id}/publish`, { token });
      expect(published).toMatchObject({ status: 200, body: { state: 'published' } });
    } finally {
      await app.close();
    }
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
