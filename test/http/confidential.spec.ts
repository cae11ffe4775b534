import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MatchView } from '#contracts/matches.js';
import { type Page } from '#contracts/pages.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { eventually, startTestApp, type TestApp } from '../support/test-app.js';
import { listRoutes } from './access/routes.js';

/** Words that stand in the need and nowhere else. */
const MARKER = '隐鳞牌';
const OWNER = '某某磨料隐企';
const LEAK = new RegExp(`${MARKER}|${OWNER}`);
/** That an organisation is there is no secret; that the need is its own is. */
const PUBLIC_NAMES = /^organisations/;
/** Where no mail server is, an operator reads the kept mail of everybody in the place of one. */
const KEPT_MAIL = /^me\/mailbox/;

/** Reading that answers no JSON, or never ends, or is about the caller alone. */
const LEFT_OUT = /stream|oidc|^health|^metrics|templates|openapi/;
/** What a route is asked for, beside the ids in its path. */
const QUERIES: Readonly<Record<string, string>> = {
  'search/needs': 'q=立方氮化硼&facets=regionCode,chainCodes,organisationKind',
  'search/suggest': 'q=隐鳞',
  'exports/found-needs.:format': 'q=立方氮化硼',
};

describe('a need that is made confidential', () => {
  let app: TestApp;
  let needId: string;
  let matchId: string;
  let achievementId: string;
  let owner: Person;
  const tokens: Record<string, string | undefined> = { visitor: undefined };
  const people: Record<string, Person> = {};

  const read = async (token: string | undefined, path: string) => {
    const response = await fetch(`${app.url}/api/v1/${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    return response.text();
  };
  const send = <T = Record<string, unknown>>(who: string, method: string, path: string, body?: unknown) =>
    app.send<T>(method, path, { token: tokens[who], body });
  const publish = async (who: string, kind: string, body: object) => {
    const { id } = (await send<{ id: string }>(who, 'POST', kind, body)).body;
    await send(who, 'POST', `${kind}/${id}/publish`);
    return id;
  };

  /** Every address that can be read, with the ids of what the need touches. */
  async function addresses(who: string): Promise<string[]> {
    const told = await send<Page<{ id: string }>>(who, 'GET', 'notifications?limit=100');
    const ids: Record<string, readonly string[]> = {
      needs: [needId],
      achievements: [achievementId],
      matches: [matchId],
      organisations: [people[who]?.organisationId ?? owner.organisationId],
      notifications: (told.body.items ?? []).map(({ id }) => id),
    };
    return listRoutes(app.application)
      .filter(({ method, path }) => method === 'GET' && !LEFT_OUT.test(path))
      .flatMap(({ path }) => {
        const kind = path.split('/')[0] ?? '';
        const named = path.includes(':id') ? (ids[kind] ?? [needId]) : [''];
        return named.map((id) => {
          const address = path
            .replace(':id', id)
            .replace(':format', 'csv')
            .replace(':figure', 'needs')
            .replace(/:\w+/g, needId);
          return `${address}?${QUERIES[path] ?? ''}`;
        });
      });
  }

  /** Where each caller finds a word of the need. */
  async function leaks(callers: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const who of callers) {
      for (const address of await addresses(who)) {
        if (who === 'operator' && KEPT_MAIL.test(address)) continue;
        const sought = PUBLIC_NAMES.test(address) ? new RegExp(MARKER) : LEAK;
        if (sought.test(await read(tokens[who], address))) found.push(`${who}: ${address}`);
      }
      const answers = await Promise.all([
        send(who, 'POST', 'matches/preview', { kind: 'achievement', ...TEXTS.cbnAchievement }),
        send(who, 'PATCH', `needs/${needId}`, { title: '改' }),
        send(who, 'POST', `needs/${needId}/close`, { reason: 'no_longer_needed' }),
        send(who, 'POST', `needs/${needId}/disclose`, { organisationId: owner.organisationId }),
        send(who, 'POST', `matches/${matchId}/transitions`, { to: 'contracted', reason: 'licence' }),
      ]);
      if (LEAK.test(JSON.stringify(answers.map(({ body }) => body))))
        found.push(`${who}: an answer to a change`);
      // Whoever guesses a word learns nothing by it: the query comes back, and the need does not.
      const guessed = await send<Page<{ id: string }>>(who, 'GET', `search/needs?q=${MARKER}`);
      if (guessed.body.items?.some(({ id }) => id === needId))
        found.push(`${who}: search for a guessed word`);
    }
    return found;
  }

  beforeAll(async () => {
    app = await startTestApp();
    const join = async (name: string, options: Parameters<typeof makePerson>[1]) => {
      people[name] = await makePerson(app.dataSource, options);
      tokens[name] = await app.logIn(people[name]);
    };
    await join('enterprise', { organisation: { kind: 'enterprise', regionCode: '410184', name: OWNER } });
    await join('university', {});
    await join('watcher', {});
    await join('institution', { organisation: { kind: 'transfer_institution' } });
    await join('broker', { role: 'broker', organisation: { kind: 'transfer_institution' } });
    await join('county', {
      role: 'administrator',
      organisation: { kind: 'government', regionCode: '410184' },
    });
    await join('province', {
      role: 'administrator',
      organisation: { kind: 'government', regionCode: '410000' },
    });
    await join('operator', { role: 'operator', organisation: { kind: 'government', regionCode: '410000' } });
    owner = people.enterprise as Person;

    await send('watcher', 'POST', 'search/saved', {
      name: '氮化硼',
      kind: 'need',
      query: { q: '立方氮化硼' },
    });
    // A library of one record knows no word statistics: these stand for the rest of the province.
    for (let count = 0; count < 8; count += 1) {
      const rice = { title: `第${count}号水稻品种`, description: `亩产提高，抗稻瘟病，编号 ${count}。` };
      await publish('university', 'achievements', rice);
    }
    achievementId = await publish('university', 'achievements', TEXTS.cbnAchievement);
    needId = await publish('enterprise', 'needs', {
      ...TEXTS.cbnNeed,
      title: `${MARKER}${TEXTS.cbnNeed.title}`,
      description: `${TEXTS.cbnNeed.description}\n${MARKER}专用，触媒与高温高压合成须配套${MARKER}设备。`,
      keywords: ['立方氮化硼', MARKER],
      externalKey: `${MARKER}-1`,
      chainCodes: ['superhard-materials'],
    });
    const match = await eventually('the match', async () => {
      const { body } = await send<Page<MatchView>>('enterprise', 'GET', `needs/${needId}/matches`);
      return body.items[0];
    });
    matchId = match.id;
    await send('enterprise', 'POST', `matches/${matchId}/notes`, { note: `${MARKER}急用` });
    await send('county', 'POST', `needs/${needId}/accept`, {});
    await send('county', 'POST', `needs/${needId}/assign`, {
      organisationId: people.institution?.organisationId,
    });
    await send('institution', 'POST', `needs/${needId}/services`, { kind: 'call', note: '已通电话' });
    await eventually('what others are told', async () => {
      const told = await Promise.all(
        ['university', 'watcher', 'institution'].map((who) => read(tokens[who], 'notifications?limit=100')),
      );
      return told.every((text) => LEAK.test(text));
    });
  }, 90_000);

  afterAll(() => app.close());

  const others = () => Object.keys(tokens).filter((who) => who !== 'enterprise');

  it('is found by this search while it is open', async () => {
    expect((await leaks(['university'])).length).toBeGreaterThan(3);
  }, 60_000);

  it('leaves no word of itself in any answer to anybody but its owner', async () => {
    await send('enterprise', 'PATCH', `needs/${needId}`, { confidential: true });
    await send('enterprise', 'POST', `needs/${needId}/withdraw`);
    await send('enterprise', 'POST', `needs/${needId}/publish`);
    await eventually('the words to be taken back', async () => {
      const told = await Promise.all(others().map((who) => read(tokens[who], 'notifications?limit=100')));
      const found = await read(tokens.university, 'search/needs?q=立方氮化硼');
      return !LEAK.test(told.join()) && !LEAK.test(found);
    });
    expect(await leaks(others())).toEqual([]);
    expect(await read(tokens.enterprise, `needs/${needId}`)).toContain(MARKER);
    const [mails] = await app.dataSource.query<{ count: string }[]>(
      'SELECT count(*) FROM mailbox_messages WHERE recipient <> $1 AND (subject || body) ~ $2',
      [owner.email, LEAK.source],
    );
    expect(mails?.count).toBe('0');
  }, 120_000);

  it('opens to the one organisation that its owner names, and to no other', async () => {
    const { organisationId } = people.institution as Person;
    await send('enterprise', 'POST', `needs/${needId}/disclose`, { organisationId });
    expect(await read(tokens.institution, `needs/${needId}`)).toContain(MARKER);
    expect(await leaks(['visitor', 'university', 'broker', 'county'])).toEqual([]);
  }, 60_000);

  it('is told of in its own words again when it is confidential no more', async () => {
    await send('enterprise', 'PATCH', `needs/${needId}`, { confidential: false });
    await eventually('the words to come back', async () =>
      (await read(tokens.university, 'notifications?limit=100')).includes(MARKER),
    );
    expect((await send('university', 'GET', `needs/${needId}`)).body).toMatchObject({ masked: false });
  });
});
