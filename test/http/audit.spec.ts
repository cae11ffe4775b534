import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditEntry } from '#domain/audit/audit-entry.entity.js';
import { makePerson, PASSWORD, type Person } from '../support/factories.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

type Row = Pick<AuditEntry, 'action' | 'before' | 'after' | 'context'> & { account_id: string | null };

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
    expect(Object.keys(entries[2]?.after ?? {}).sort()).toEqual(['publishedAt', 'state']);
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
