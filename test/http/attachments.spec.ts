import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type AttachmentList, type AttachmentView } from '#contracts/attachments.js';
import { FileSweep } from '#domain/attachments/file-sweep.service.js';
import { FolderStore } from '#platform/files/folder-store.js';
import { writeXlsx } from '#platform/tables/write-xlsx.js';
import { makePerson } from '../support/factories.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001',
  'hex',
);
const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const docx = (parts: Record<string, Uint8Array> = {}): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        `<Types><Override PartName="/word/document.xml" ContentType="${DOCX_TYPE}.main+xml"/></Types>`,
      ),
      'word/document.xml': strToU8('<w:document/>'),
      ...parts,
    }),
  );

async function xlsx(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of writeXlsx([{ name: 'a', headings: ['a'], rows: [] }])) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('files of records over HTTP', () => {
  let app: TestApp;
  let folder: string;
  let token: string;
  let strangerToken: string;
  let id: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duijie-attachments-'));
    app = await startTestApp({ DATA_DIR: folder, shell: 'api' });
    token = await app.logIn(await makePerson(app.dataSource));
    strangerToken = await app.logIn(await makePerson(app.dataSource));
    id = (await make('achievements')).id;
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const make = async (kind: string, more: object = {}) =>
    (
      await app.send<{ id: string }>('POST', kind, {
        token,
        body: { title: '一种耐磨涂层', description: `用于轧辊，批次 ${randomUUID()}`, ...more },
      })
    ).body;
  const attach = (
    content: Buffer,
    name: string,
    { type = '', as = token, to = `achievements/${id}` } = {},
  ) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(content)], { type }), name);
    return app.send<AttachmentView & { code: string }>('POST', `${to}/attachments`, {
      token: as,
      body: form,
    });
  };
  const get = async (path: string, as?: string) => {
    const response = await fetch(`${app.url}/api/v1/${path}`, {
      headers: as ? { authorization: `Bearer ${as}` } : {},
    });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const storedFiles = async () => {
    const entries = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return entries.filter((entry) => entry.isFile()).length;
  };

  it('keeps a file and gives it back as a file, whatever its name', async () => {
    const { status, body } = await attach(PDF, '../../etc/检测 "报告"\u202e.pdf', {
      type: 'application/pdf',
    });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: '检测 报告.pdf', mediaType: 'application/pdf', size: PDF.length },
    });
    const { headers, bytes } = await get(`achievements/${id}/attachments/${body.id}`, token);
    expect(bytes.equals(PDF)).toBe(true);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="__ __.pdf"; filename*=UTF-8''${encodeURIComponent('检测 报告.pdf')}`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const list = await app.send<AttachmentList>('GET', `achievements/${id}/attachments`, { token });
    expect(list.body.items).toEqual([body]);
  });

  it.each<[string, () => Buffer | Promise<Buffer>, string, string, string]>([
    ['a document', () => docx(), '方案.docx', DOCX_TYPE, DOCX_TYPE],
    [
      'a workbook',
      xlsx,
      'a.xlsx',
      'application/octet-stream',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['a picture', () => PNG, 'a.PNG', 'image/png', 'image/png'],
    ['a text', () => Buffer.from('说明\n第二行'), 'a.txt', 'text/plain; charset=utf-8', 'text/plain'],
    [
      'a table as Windows calls it',
      () => Buffer.from('a,b\n1,2'),
      'a.csv',
      'application/vnd.ms-excel',
      'text/csv',
    ],
  ])('takes %s for what it is', async (_, content, name, type, mediaType) => {
    expect(await attach(await content(), name, { type })).toMatchObject({ status: 201, body: { mediaType } });
  });

  it.each<[string, () => Buffer, string, string, number, string]>([
    [
      'a program called a picture',
      () => Buffer.from('4d5a90000300000004000000ffff0000', 'hex'),
      'a.png',
      'image/png',
      415,
      'file_type_refused',
    ],
    ['a picture called a document', () => PNG, 'a.pdf', '', 415, 'file_type_refused'],
    ['a picture sent as a page', () => PNG, 'a.png', 'text/html', 415, 'file_type_refused'],
    [
      'a page called a text',
      () => Buffer.from('<html><script>alert(1)</script>'),
      'a.txt',
      'text/plain',
      415,
      'file_type_refused',
    ],
    [
      'a drawing that runs',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'a.svg',
      'image/svg+xml',
      415,
      'file_type_refused',
    ],
    [
      'bytes called a text',
      () => Buffer.from([1, 2, 3, 0, 255]),
      'a.txt',
      'text/plain',
      415,
      'file_type_refused',
    ],
    [
      'an archive',
      () => Buffer.from(zipSync({ a: strToU8('a') })),
      'a.zip',
      'application/zip',
      415,
      'file_type_refused',
    ],
    [
      'a document with macros',
      () => docx({ 'word/vbaProject.bin': strToU8('x') }),
      'a.docx',
      DOCX_TYPE,
      415,
      'file_type_refused',
    ],
    ['a name without an ending', () => PDF, 'pdf', 'application/pdf', 415, 'file_type_refused'],
    [
      'a document that unpacks to 64 MB of nothing',
      () => docx({ 'word/media.xml': new Uint8Array(64 << 20) }),
      'a.docx',
      DOCX_TYPE,
      422,
      'file_unusable',
    ],
    [
      'half a document',
      () => docx({ 'word/x.xml': strToU8('abc'.repeat(99)) }).subarray(0, -60),
      'a.docx',
      DOCX_TYPE,
      422,
      'file_unusable',
    ],
    ['nothing', () => Buffer.alloc(0), 'a.txt', 'text/plain', 422, 'file_unusable'],
    [
      'a name that speaks of secrets',
      () => PDF,
      '机密★10年.pdf',
      'application/pdf',
      422,
      'state_secret_suspected',
    ],
    ['21 MB', () => Buffer.alloc(21 << 20, 'x'), 'a.txt', 'text/plain', 413, 'file_too_large'],
  ])('refuses %s, and keeps nothing of it', async (_, content, name, type, status, code) => {
    const before = await storedFiles();
    const answer = await attach(content(), name, { type });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await storedFiles()).toBe(before);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('shows the files of a draft to its owner alone, and those of a published record to everybody', async () => {
    const achievement = await make('achievements');
    const to = `achievements/${achievement.id}`;
    const { body } = await attach(PDF, 'a.pdf', { to });
    const path = `${to}/attachments/${body.id}`;
    expect((await get(path, strangerToken)).status).toBe(404);
    expect((await get(path)).status).toBe(404);
    expect((await attach(PDF, 'b.pdf', { to, as: strangerToken })).status).toBe(404);
    await app.send('POST', `${to}/publish`, { token });
    expect((await get(path)).status).toBe(200);
    expect((await attach(PDF, 'b.pdf', { to, as: strangerToken })).status).toBe(403);
    expect((await app.send('DELETE', path, { token: strangerToken })).status).toBe(403);
    // By the address of another record it is not there.
    expect((await get(`achievements/${id}/attachments/${body.id}`, token)).status).toBe(404);
  });

  it('never lets the files of a confidential need leave its owner', async () => {
    const need = await make('needs', { confidential: true });
    const to = `needs/${need.id}`;
    const { body } = await attach(PDF, 'a.pdf', { to });
    await app.send('POST', `${to}/publish`, { token });
    expect((await get(to, strangerToken)).status).toBe(200);
    for (const as of [strangerToken, undefined]) {
      expect((await get(`${to}/attachments`, as)).status).toBe(404);
      expect((await get(`${to}/attachments/${body.id}`, as)).status).toBe(404);
    }
    expect((await get(`${to}/attachments/${body.id}`, token)).status).toBe(200);
  });

  it('deletes the file with its row, and is told so once', async () => {
    const { body } = await attach(PDF, 'weg.pdf');
    const before = await storedFiles();
    const path = `achievements/${id}/attachments/${body.id}`;
    expect((await app.send('DELETE', path, { token })).status).toBe(204);
    expect(await storedFiles()).toBe(before - 1);
    expect((await app.send('DELETE', path, { token })).status).toBe(404);
    const audits = await app.dataSource.query<{ action: string }[]>(
      'SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id',
      [body.id],
    );
    expect(audits.map(({ action }) => action)).toEqual(['file.attach', 'file.detach']);
  });

  it('takes twenty files of one record, however many come at once', async () => {
    const to = `achievements/${(await make('achievements')).id}`;
    const answers = await Promise.all(Array.from({ length: 22 }, (_, n) => attach(PDF, `${n}.pdf`, { to })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ body }) => body.code === 'too_many_files')).toHaveLength(2);
  });

  it('sweeps what nothing refers to, and no other file', async () => {
    const store = new FolderStore(join(folder, 'files'));
    const { key } = await store.put(Readable.from([PDF]));
    const before = await storedFiles();
    const sweep = new FileSweep(app.dataSource, store);
    expect(await sweep.sweep(new Date(Date.now() - 60_000))).toBe(0);
    expect(await sweep.sweep(new Date(Date.now() + 60_000))).toBe(1);
    await expect(store.open(key)).rejects.toMatchObject({ name: 'FileMissingError' });
    expect(await storedFiles()).toBe(before - 1);
  });
});
