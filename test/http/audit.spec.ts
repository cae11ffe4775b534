import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditEntry } from '#domain/audit/audit-entry.entity.js';
import { type AuditEntryView } from '#contracts/audit.js';
import { type Page } from '#contracts/pages.js';
import { type PersonalDataView } from '#contracts/personal-data.js';
import { AuditService } from '#domain/audit/audit.service.js';
import { AuditChain } from '#domain/audit/audit-chain.service.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { joinOrganisation, makePerson, PASSWORD, type Person } from '../support/factories.js';
import { eventually, startTestApp, type TestApp } from '../support/test-app.js';

type Row = Pick<AuditEntry, 'action' | 'before' | 'after' | 'context'> & { account_id: string | null };

const view = (entry: Partial<AuditEntryView>): unknown => expect.objectContaining(entry);

describe('what is done over HTTP is written down', () => {
  let app: TestApp;
  let person: Person;
  let token: string;

  const entriesOn = (id: string) =>
    app.dataSource.query<Row[]>('SELECT * FROM audit_entries WHERE subject_id = $1 ORDER BY id', [id]);

  beforeAll(async () => {
    app = await startTestApp();
    person = await makePerson(app.dataSource);
    token = await app.logIn(person);
  });

  afterAll(() => app.close());

  it('with who, what, the changed fields and the request', async () => {
    const { body } = await app.send<{ id: string }>('POST', 'achievements', {
      token,
      body: { title: '一种成果', description: '说明', price: { kind: 'fixed', min: '12.50' } },
    });
    const requestId = 'request-0001';
    const edited = await app.send('PATCH', `achievements/${body.id}`, {
      token,
      body: { title: '另一种成果', price: { kind: 'fixed', min: '12.5' } },
      headers: { 'x-request-id': requestId },
    });
    expect(edited.headers.get('x-request-id')).toBe(requestId);
    await app.send('PATCH', `achievements/${body.id}`, { token, body: { title: '另一种成果' } });
    await app.send('POST', `achievements/${body.id}/publish`, { token });
    await app.send('POST', `achievements/${body.id}/publish`, { token });
    const entries = await entriesOn(body.id);
    expect(entries.map(({ action }) => action)).toEqual([
      'achievement.create',
      'achievement.edit',
      'achievement.publish',
    ]);
    expect(entries[0]?.before).toBeNull();
    expect(entries[0]?.after).toMatchObject({ title: '一种成果', state: 'draft' });
    expect(entries[1]).toMatchObject({
      account_id: person.accountId,
      before: { title: '一种成果' },
      after: { title: '另一种成果' },
      context: { via: 'http', requestId },
    });
    expect(Object.keys(entries[1]?.after ?? {})).toEqual(['title']);
    expect(Object.keys(entries[2]?.after ?? {}).sort()).toEqual(['confirmedAt', 'publishedAt', 'state']);
  });

  it('keeps addresses and names out of the entry itself', async () => {
    const email = 'somebody@example.test';
    await app.send('POST', 'auth/register', {
      headers: { 'user-agent': 'Spy/1.0' },
      body: {
        email,
        password: PASSWORD,
        name: '张某某',
        organisation: { name: '某新机构', kind: 'enterprise', regionCode: '410102' },
      },
    });
    await app.send('POST', 'auth/login', { body: { email, password: 'wrong password' } });
    const entries = await app.dataSource.query<Row[]>('SELECT * FROM audit_entries ORDER BY id');
    expect(entries.at(-2)).toMatchObject({ action: 'account.register' });
    expect(entries.at(-1)).toMatchObject({ action: 'account.login_refused', account_id: null });
    expect(JSON.stringify(entries)).not.toMatch(/somebody@|张某某|Spy|127\.0\.0\.1/);
    const kept = await app.dataSource.query<{ values: object }[]>('SELECT * FROM audit_personal_values');
    expect(JSON.stringify(kept)).toMatch(/somebody@example.test/);
  });

  it('not at all where it was refused', async () => {
    const before = await app.dataSource.query<Row[]>('SELECT id FROM audit_entries');
    await app.send('POST', 'achievements', { token, body: { title: '' } });
    const other = await app.logIn(await makePerson(app.dataSource, { organisation: { trusted: false } }));
    const { body } = await app.send<{ id: string }>('POST', 'achievements', {
      token: other,
      body: { title: '一种成果', description: '' },
    });
    expect((await app.send('POST', `achievements/${body.id}/publish`, { token: other })).status).toBe(403);
    const after = await app.dataSource.query<Row[]>('SELECT id FROM audit_entries');
    // The log-in and the draft.
    expect(after).toHaveLength(before.length + 2);
  });
});

describe('who reads what was written down', () => {
  let app: TestApp;
  let owner: Person;
  let needId: string;
  const tokens = new Map<string, string>();

  const read = async (who: string, query = '') =>
    app.send<Page<AuditEntryView>>('GET', `audit?limit=100${query}`, { token: tokens.get(who) });

  beforeAll(async () => {
    app = await startTestApp();
    const { dataSource } = app;
    const enterprise = { kind: 'enterprise', regionCode: '410184' } as const;
    owner = await makePerson(dataSource, { organisation: enterprise, role: 'manager' });
    const people: Record<string, Person> = {
      owner,
      neighbour: await makePerson(dataSource, { organisation: enterprise, role: 'manager' }),
      city: await makePerson(dataSource, { organisation: { regionCode: '410100' }, role: 'administrator' }),
      otherCity: await makePerson(dataSource, {
        organisation: { regionCode: '410300' },
        role: 'administrator',
      }),
      operator: await makePerson(dataSource, { role: 'operator' }),
      broker: await makePerson(dataSource, { role: 'broker' }),
    };
    for (const [who, person] of Object.entries(people)) tokens.set(who, await app.logIn(person));
    const token = tokens.get('owner');
    const body = { title: '机密工艺', description: '不可外传', confidential: true };
    needId = (await app.send<{ id: string }>('POST', 'needs', { token, body })).body.id;
    await app.send('POST', `needs/${needId}/publish`, { token });
    const open = await app.send<{ id: string }>('POST', 'needs', {
      token,
      body: { title: '公开需求', description: '' },
    });
    await app.send('POST', `needs/${open.body.id}/publish`, { token });
    await app.send('PATCH', `needs/${open.body.id}`, {
      token,
      body: { title: '后来机密', confidential: true },
    });
  });

  afterAll(() => app.close());

  it.each([
    ['owner', true],
    ['neighbour', false],
    ['city', true],
    ['otherCity', false],
    ['operator', true],
  ])('%s: %s', async (who, sees) => {
    const { status, body } = await read(who, `&subjectId=${needId}`);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(sees ? 2 : 0);
  });

  it('a broker does not', async () => {
    expect((await read('broker')).status).toBe(403);
  });

  it('keeps the words of a confidential need with its owner, also those from before it was so', async () => {
    for (const who of ['city', 'operator']) {
      const text = JSON.stringify((await read(who)).body);
      expect(text).not.toMatch(/机密工艺|不可外传|公开需求|后来机密/);
      expect(text).toContain('need.publish');
    }
    expect(JSON.stringify((await read('owner')).body)).toContain('机密工艺');
  });

  it('replays a life whole for whoever holds the database', async () => {
    const life = await app.application.get(AuditService).replay('need', needId);
    expect(life.map(({ action }) => action)).toEqual(['need.create', 'need.publish']);
    expect(life[0]?.after).toMatchObject({ title: '机密工艺', state: 'draft' });
    expect(life[0]?.context.ip).toContain('127.0.0.1');
  });

  it('masks addresses for all but their person and operators', async () => {
    const ipsOf = async (who: string) => {
      const { items } = (await read(who, `&accountId=${owner.accountId}&action=account.login`)).body;
      return items.map(({ context }) => context.ip);
    };
    expect(await ipsOf('owner')).toEqual([expect.stringMatching(/127\.0\.0\.1$/)]);
    expect(await ipsOf('operator')).toEqual([expect.stringMatching(/127\.0\.0\.1$/)]);
    expect(await ipsOf('city')).toEqual(['127.0.*.*']);
  });

  it('goes page by page and is asked by what is known', async () => {
    const all = (await read('operator')).body.items;
    const paged: AuditEntryView[] = [];
    for (let cursor = ''; ;) {
      const { body } = await app.send<Page<AuditEntryView>>('GET', `audit?limit=2${cursor}`, {
        token: tokens.get('operator'),
      });
      paged.push(...body.items);
      if (!body.nextCursor) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(paged).toEqual(all);
    const [newest] = all;
    const later = await read('operator', `&from=${encodeURIComponent(newest!.at)}`);
    expect(later.body.items).toEqual([view({ id: newest!.id })]);
    const one = await read('operator', `&requestId=${newest!.context.requestId}`);
    expect(one.body.items).toEqual([view({ id: newest!.id })]);
    for (const query of [
      '&cursor=abc',
      '&cursor=eyJhIjoxfQ',
      '&subjectId=1',
      '&from=yesterday',
      '&unknown=1',
    ]) {
      expect((await read('operator', query)).status).toBe(400);
    }
  });
});

describe('a person takes the data along, and goes', () => {
  let app: TestApp;
  let person: Person;
  let token: string;
  let colleague: Person;

  beforeAll(async () => {
    app = await startTestApp();
    person = await makePerson(app.dataSource, { role: 'manager' });
    const organisation = await app.dataSource.manager.findOneByOrFail(Organisation, {
      id: person.organisationId,
    });
    colleague = await joinOrganisation(app.dataSource, organisation);
    await app.dataSource.query(`UPDATE accounts SET name = '欧阳某某' WHERE id = $1`, [person.accountId]);
    token = await app.logIn(person);
    await app.send('POST', 'achievements', { token, body: { title: '一种成果', description: '' } });
    await app.send('POST', 'search/saved', {
      token,
      body: { name: '我的搜索', kind: 'achievement', query: { q: '成果' } },
    });
    await app.dataSource.query(
      `INSERT INTO mailbox_messages (message_key, recipient, subject, body) VALUES ('k', $1, 's', 'b')`,
      [person.email],
    );
  });

  afterAll(() => app.close());

  const leave = (password: string) => app.send('DELETE', 'me', { token, body: { password } });

  /** Every table in which the text stands, the queue's included. */
  const tablesWith = async (text: string): Promise<string[]> => {
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'bullmq', 'search')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await app.dataSource.query<unknown[]>(
        `SELECT 1 FROM ${name} row WHERE strpos(row::text, $1) > 0 LIMIT 1`,
        [text],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  };

  it('exports all that is the person’s own, and no secret', async () => {
    const { status, body } = await app.send<PersonalDataView>('GET', 'me/data', { token });
    expect(status).toBe(200);
    expect(body.account).toMatchObject({ email: person.email, name: '欧阳某某' });
    expect(body.rows.saved_searches).toEqual([expect.objectContaining({ name: '我的搜索' })]);
    expect(body.rows.mailbox_messages).toHaveLength(1);
    expect(body.rows.sessions?.length).toBeGreaterThan(0);
    expect(body.actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.login', 'achievement.create']),
    );
    expect(body.actions[0]?.context.ip).toContain('127.0.0.1');
    const [stored] = await app.dataSource.query<{ token_hash: string }[]>(
      'SELECT token_hash FROM refresh_tokens',
    );
    const text = JSON.stringify(body);
    expect(text).not.toContain(stored!.token_hash);
    expect(text).not.toMatch(/argon2|[hH]ash"/);
    expect(text).not.toContain(colleague.email);
  });

  it('is not let go by a wrong password, nor as the last manager', async () => {
    expect(await leave('wrong password')).toMatchObject({ status: 401, body: { code: 'credentials_wrong' } });
    expect(await leave(PASSWORD)).toMatchObject({ status: 409, body: { code: 'last_manager' } });
    expect((await app.send('GET', 'me', { token })).status).toBe(200);
  });

  it('goes from every table, and the chain stays whole', async () => {
    const chain = app.application.get(AuditChain);
    await chain.seal();
    const before = await chain.verify();
    await app.dataSource.query(`UPDATE accounts SET role = 'manager' WHERE id = $1`, [colleague.accountId]);
    expect(await tablesWith(person.email)).toContain('public.accounts');

    expect((await leave(PASSWORD)).status).toBe(204);

    expect(await tablesWith(person.email)).toEqual([]);
    expect(await tablesWith('欧阳某某')).toEqual([]);
    expect((await app.send('GET', 'me', { token })).status).toBe(401);
    const again = await app.send('POST', 'auth/login', { body: { email: person.email, password: PASSWORD } });
    expect(again.body.code).toBe('credentials_wrong');
    await chain.seal();
    const after = await chain.verify([before.head!]);
    expect(after).toMatchObject({ problem: null });
    expect(after.erased).toBeGreaterThan(0);
    await eventually('the erasure to be written down', async () => {
      const reader = await app.logIn(colleague);
      const { body } = await app.send<Page<AuditEntryView>>('GET', `audit?subjectId=${person.accountId}`, {
        token: reader,
      });
      const [last] = body.items;
      return last?.action === 'account.erase' && last.context.ip === undefined && body.items.length > 1;
    });
    const [left] = await app.dataSource.query<{ count: string }[]>(
      'SELECT count(*) FROM audit_personal_values WHERE person_id = $1',
      [person.accountId],
    );
    expect(left?.count).toBe('0');
  });

  it('two managers do not leave at the same time', async () => {
    const pair = await makePerson(app.dataSource, { role: 'manager' });
    const organisation = await app.dataSource.manager.findOneByOrFail(Organisation, {
      id: pair.organisationId,
    });
    const others = [await joinOrganisation(app.dataSource, organisation, 'manager'), pair];
    await joinOrganisation(app.dataSource, organisation);
    const signedIn = await Promise.all(others.map((one) => app.logIn(one)));
    const answers = await Promise.all(
      signedIn.map((own) => app.send('DELETE', 'me', { token: own, body: { password: PASSWORD } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });
});
