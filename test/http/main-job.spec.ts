import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MatchView, type PreviewView } from '#contracts/matches.js';
import { type NotificationView } from '#contracts/notifications.js';
import { type Page } from '#contracts/pages.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { eventually, fieldsOf, startTestApp, type TestApp } from '../support/test-app.js';

describe('the main job over HTTP', () => {
  let app: TestApp;
  let university: Person;
  let enterprise: Person;
  let universityToken: string;
  let enterpriseToken: string;
  let needId: string;

  const publish = async (kind: 'achievements' | 'needs', token: string, body: object): Promise<string> => {
    const created = await app.send<{ id: string }>('POST', kind, { token, body });
    expect(created.status).toBe(201);
    const path = `${kind}/${created.body.id}/publish`;
    let published = await app.send('POST', path, { token });
    if (published.body.code === 'possible_duplicates') {
      // The same text again, on purpose: that it is another is said as a person would say it.
      const duplicatesSeen = fieldsOf(published.body).map((field) => field.replace('duplicates.', ''));
      published = await app.send('POST', path, { token, body: { duplicatesSeen } });
    }
    expect(published).toMatchObject({ status: 200, body: { state: 'published' } });
    return created.body.id;
  };
  const notifications = async (token: string) =>
    (await app.send<Page<NotificationView>>('GET', 'notifications', { token })).body.items;
  const matchesOf = async (id: string, token = enterpriseToken) =>
    (await app.send<Page<MatchView>>('GET', `needs/${id}/matches`, { token })).body.items;

  beforeAll(async () => {
    app = await startTestApp();
    university = await makePerson(app.dataSource);
    enterprise = await makePerson(app.dataSource, {
      organisation: { kind: 'enterprise', name: '某磨料企业' },
    });
    universityToken = await app.logIn(university);
    enterpriseToken = await app.logIn(enterprise);
    // A library of one record knows no word statistics: these stand for the rest of the province.
    await publish('achievements', universityToken, TEXTS.tofuAchievement);
    await publish('needs', enterpriseToken, TEXTS.sewageNeed);
    for (let count = 0; count < 12; count += 1) {
      await publish('achievements', universityToken, {
        title: `第${count}号水稻品种选育`,
        description: `选育适合沿黄稻区的水稻品种，亩产提高，抗稻瘟病，编号 ${count}。`,
      });
    }
    needId = await publish('needs', enterpriseToken, TEXTS.cbnNeed);
  });

  afterAll(() => app.close());

  it('tells the enterprise which achievement fits its need, how strongly, and why', async () => {
    const achievementId = await publish('achievements', universityToken, TEXTS.cbnAchievement);
    const told = await eventually(
      'a notification for the enterprise',
      async () => (await notifications(enterpriseToken))[0],
    );
    expect(told).toMatchObject({ kind: 'match_found', readAt: null });
    expect(told.level).toBeGreaterThanOrEqual(3);
    expect(told.body).toContain(TEXTS.cbnAchievement.title);
    expect(told.body).toContain('立方氮化硼');

    const match = await app.send<MatchView>('GET', `matches/${told.matchId}`, { token: enterpriseToken });
    expect(match.body).toMatchObject({ needId, achievementId, level: told.level, state: 'suggested' });
    expect(match.body.factors.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['text', 'indicators', 'maturity', 'field', 'region', 'mode']),
    );
    expect(match.body.factors.find(({ name }) => name === 'region')?.value).toBeNull();
    const weights = match.body.factors.reduce((sum, { weight }) => sum + weight, 0);
    expect(weights).toBeCloseTo(1, 5);

    const [toldUniversity] = await notifications(universityToken);
    expect(toldUniversity?.body).toContain(TEXTS.cbnNeed.title);
  });

  it('marks as read and lists what is unread', async () => {
    const [first] = await notifications(enterpriseToken);
    const read = await app.send<NotificationView>('POST', `notifications/${first?.id}/read`, {
      token: enterpriseToken,
    });
    expect(read.body.readAt).not.toBeNull();
    const unread = await app.send<Page<NotificationView>>('GET', 'notifications?unread=true', {
      token: enterpriseToken,
    });
    expect(unread.body.items.map(({ id }) => id)).not.toContain(first?.id);
  });

  it('keeps the mail of a notification in the mailbox where there is no mail server', async () => {
    const rows = await eventually('a kept mail', async () => {
      const found = await app.dataSource.query<{ subject: string }[]>(
        'SELECT subject FROM mailbox_messages WHERE recipient = $1',
        [enterprise.email],
      );
      return found.length > 0 && found;
    });
    expect(rows[0]?.subject).toContain('新匹配');
  });

  it('withdraws, retracts, and revives without telling twice', async () => {
    const [match] = await matchesOf(needId);
    const id = match?.achievementId ?? '';
    const before = (await notifications(enterpriseToken)).length;
    await app.send('POST', `achievements/${id}/withdraw`, { token: universityToken });
    await eventually(
      'the match to expire',
      async () => !(await matchesOf(needId)).some((one) => one.achievementId === id),
    );
    await app.send('POST', `achievements/${id}/publish`, { token: universityToken });
    await eventually('the match to come back', async () =>
      (await matchesOf(needId)).some((one) => one.achievementId === id),
    );
    expect(await notifications(enterpriseToken)).toHaveLength(before);
    const events = await app.dataSource.query<{ to_state: string; reason: string | null }[]>(
      'SELECT to_state, reason FROM match_events WHERE match_id = $1 ORDER BY created_at',
      [match?.id],
    );
    expect(events.map(({ to_state, reason }) => [to_state, reason])).toEqual([
      ['suggested', null],
      ['expired', 'achievement_withdrawn'],
      ['suggested', null],
    ]);
  });

  it('rematches what was edited', async () => {
    const id = await publish('achievements', universityToken, {
      title: '茶叶理条机',
      description: '红茶绿茶理条做形。',
    });
    await app.send('PATCH', `achievements/${id}`, { token: universityToken, body: TEXTS.cbnAchievement });
    await eventually('a match of the edited text', async () =>
      (await matchesOf(needId)).some((one) => one.achievementId === id),
    );
    await app.send('PATCH', `achievements/${id}`, { token: universityToken, body: TEXTS.tofuAchievement });
    await eventually(
      'the match to go',
      async () => !(await matchesOf(needId)).some((one) => one.achievementId === id),
    );
  });

  it('ends the matches of a need that is closed, with the reason', async () => {
    const id = await publish('needs', enterpriseToken, TEXTS.cbnNeed);
    await eventually('matches', async () => (await matchesOf(id)).length > 0);
    const closed = await app.send('POST', `needs/${id}/close`, {
      token: enterpriseToken,
      body: { reason: 'solved_here', evidence: { contractNumber: '2026410102000017' } },
    });
    expect(closed.body).toMatchObject({ state: 'closed', closure: { reason: 'solved_here' } });
    await eventually('no open matches', async () => (await matchesOf(id)).length === 0);
    const [event] = await app.dataSource.query<{ reason: string }[]>(
      `SELECT reason FROM match_events e JOIN matches m ON m.id = e.match_id WHERE m.need_id = $1 AND to_state = 'expired'`,
      [id],
    );
    expect(event?.reason).toBe('need_closed');
  });

  it('answers a pasted text from everything published, and stores nothing', async () => {
    const count = async () => {
      const [row] = await app.dataSource.query<{ count: string }[]>(
        'SELECT (SELECT count(*) FROM matches) + (SELECT count(*) FROM needs) AS count',
      );
      return row?.count;
    };
    const before = await count();
    const { status, body } = await app.send<PreviewView>('POST', 'matches/preview', {
      body: { text: `${TEXTS.cbnNeed.title}\n${TEXTS.cbnNeed.description}` },
    });
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({ rank: 1, record: { title: TEXTS.cbnAchievement.title } });
    expect(body.items[0]?.factors.find(({ name }) => name === 'text')?.evidence).not.toHaveLength(0);
    const reverse = await app.send<PreviewView>('POST', 'matches/preview', {
      body: { kind: 'achievement', ...TEXTS.cbnAchievement },
    });
    expect(reverse.body.items[0]?.record.title).toBe(TEXTS.cbnNeed.title);
    expect(await count()).toBe(before);
  });

  it('says nothing of a confidential need but its mask', async () => {
    const secret = { ...TEXTS.cbnNeed, confidential: true, chainCodes: ['superhard-materials'] };
    const id = await publish('needs', enterpriseToken, secret);
    await eventually('its match', async () => (await matchesOf(id)).length > 0);
    const seen = await Promise.all([
      app.send('GET', `needs/${id}`, { token: universityToken }),
      app.send('GET', `needs/${id}`),
      app.send('GET', `matches?needId=${id}`, { token: universityToken }),
      app.send('POST', 'matches/preview', { body: { kind: 'achievement', ...TEXTS.cbnAchievement } }),
      app.send('GET', 'notifications', { token: universityToken }),
    ]);
    const about = seen.slice(0, 3).map(({ body }) => JSON.stringify(body));
    for (const text of about) {
      expect(text).toContain('保密需求（超硬材料）');
      expect(text).not.toMatch(/立方氮化硼单晶的研制|触媒和|某磨料企业|≥67/);
    }
    const maskedItems = (seen[3].body as unknown as PreviewView).items.filter(
      ({ record }) => record.id === id,
    );
    expect(JSON.stringify(maskedItems)).not.toMatch(/的研制|≥67/);
    const mine = await app.send('GET', `needs/${id}`, { token: enterpriseToken });
    expect(mine.body).toMatchObject({ title: TEXTS.cbnNeed.title, masked: false });
  });

  it('streams a notification to whoever is listening', async () => {
    const abort = new AbortController();
    const response = await fetch(`${app.url}/api/v1/notifications/stream`, {
      headers: { authorization: `Bearer ${enterpriseToken}` },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await publish('achievements', universityToken, TEXTS.cbnAchievement);
    let text = '';
    while (!text.includes('match_found')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('event: notification');
    abort.abort();
  });
});
