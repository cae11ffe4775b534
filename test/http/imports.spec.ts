import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportRejectionView, type ImportView } from '#contracts/imports.js';
import { type Page } from '#contracts/pages.js';
import { Achievement } from '#domain/achievements/achievement.entity.js';
import { readTable } from '#platform/tables/read-table.js';
import { type Cell, textOfCell } from '#platform/tables/table.js';
import { writeXlsx } from '#platform/tables/write-xlsx.js';
import { makePerson, type Person } from '../support/factories.js';
import { type Answer, eventually, startTestApp, type TestApp } from '../support/test-app.js';

type Table = readonly (readonly Cell[])[];

async function workbook([headings, ...rows]: Table): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const sheet = { name: '成果', headings: headings as string[], rows };
  for await (const piece of writeXlsx([sheet])) pieces.push(piece);
  return Buffer.concat(pieces);
}

const csv = (table: Table, separator = ','): Buffer =>
  Buffer.from(table.map((row) => row.map((cell) => textOfCell(cell)).join(separator)).join('\n'));

describe('importing spreadsheets over HTTP', () => {
  let app: TestApp;
  let folder: string;
  let owner: Person;
  let token: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duijie-imports-'));
    app = await startTestApp({ DATA_DIR: folder });
    owner = await makePerson(app.dataSource);
    token = await app.logIn(owner);
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const upload = (
    file: Buffer | null,
    {
      name = '成果清单.xlsx',
      as = token,
      ...fields
    }: { name?: string; as?: string } & Record<string, string | undefined> = {},
  ) => {
    const form = new FormData();
    for (const [field, value] of Object.entries({ kind: 'achievements', ...fields }))
      form.set(field, value ?? '');
    if (file) form.set('file', new Blob([new Uint8Array(file)]), name);
    return app.send<ImportView>('POST', 'imports', { token: as, body: form });
  };
  const ended = ({ body }: Answer<ImportView>, as = token) =>
    eventually('the import to end', async () => {
      const { body: now } = await app.send<ImportView>('GET', `imports/${body.id}`, { token: as });
      return now.state === 'queued' || now.state === 'running' ? null : now;
    });
  const importNow = async (...given: Parameters<typeof upload>) => {
    const answer = await upload(...given);
    expect(answer).toMatchObject({ status: 202 });
    return ended(answer, given[1]?.as);
  };
  const mine = async (as = token) =>
    (await app.send<Page<Record<string, unknown>>>('GET', 'achievements?mine=true&limit=100', { token: as }))
      .body.items;
  const rejectionsOf = async (id: string) =>
    (await app.send<Page<ImportRejectionView>>('GET', `imports/${id}/rejections`, { token })).body.items;
  const download = async (path: string, as = token) => {
    const response = await fetch(`${app.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${as}` } });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const readBack = async (bytes: Buffer) => {
    const rows: Record<string, Cell>[] = [];
    for await (const row of readTable(bytes)) if (!row.error) rows.push(row.values);
    return rows;
  };

  it('takes every field of the form in the words of a spreadsheet', async () => {
    const view = await importNow(
      await workbook([
        [
          '编号*',
          '成果名称',
          '简介',
          '关键词',
          '技术领域',
          '产业链',
          '所在区域',
          '合作方式',
          '技术成熟度',
          '专利号',
          '价格(万元)',
          '备注',
        ],
        [
          'HA-1',
          '立方氮化硼刀具',
          '抗冲击韧性 67%',
          '刀具；氮化硼',
          '新材料',
          '超硬材料',
          '河南省郑州市金水区',
          '普通许可、作价入股',
          '中试',
          'ZL202511052777.7',
          '30-50万',
          '不读',
        ],
        ['HA-2', '只有名称', null, null, null, null, null, null, 6, null, '面议', null],
      ]),
    );
    expect(view).toMatchObject({
      state: 'done',
      created: 2,
      rejected: 0,
      rowsTotal: 2,
      rowsRead: 2,
      unusedHeadings: ['备注'],
      failure: null,
    });
    const rows = await mine();
    expect(rows.find(({ externalKey }) => externalKey === 'HA-1')).toMatchObject({
      state: 'draft',
      title: '立方氮化硼刀具',
      keywords: ['刀具', '氮化硼'],
      fieldCodes: ['4'],
      chainCodes: ['superhard-materials'],
      regionCode: '410105',
      cooperationModes: ['licence', 'equity'],
      trl: 7,
      patentNumbers: ['202511052777.7'],
      price: { kind: 'range', min: '30', max: '50' },
    });
    expect(rows.find(({ externalKey }) => externalKey === 'HA-2')).toMatchObject({
      description: '',
      trl: 6,
      price: { kind: 'negotiable' },
    });
  });

  it('changes by key, leaves alone what is there, and doubles nothing', async () => {
    const table = [
      ['编号', '标题', '简介'],
      ['U-1', '一号', '旧'],
      ['U-2', '二号', '旧'],
      [null, '没有编号', '甲'],
      [null, '没有编号', '甲'],
    ];
    expect(await importNow(await workbook(table))).toMatchObject({ created: 3, unchanged: 1 });
    expect(await importNow(await workbook(table))).toMatchObject({ created: 0, unchanged: 4 });
    table[1] = ['U-1', '一号', '新'];
    expect(await importNow(csv(table), { name: '成果.csv' })).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 3,
    });
    const rows = (await mine()).filter(({ title }) => title === '没有编号');
    expect(rows).toHaveLength(1);
  });

  it('keeps each bad row with its line, column and reason, and gives them back as the same sheet', async () => {
    const good = Array.from({ length: 700 }, (_, n) => [`B-${n}`, `好行 ${n}`, '6', '超硬材料', '', '是']);
    const bad = [
      ['B-1', '编号重复', '6', '', '', ''],
      ['B-x1', '', '6', '', '', ''],
      ['B-x2', '成熟度不对', '12', '', '', ''],
      ['B-x3', '没有这条链', '', '炼金术', '', ''],
      ['B-x4', '专利号不对', '', '', '202410012345.6', ''],
      ['B-x5', '长'.repeat(301), '', '', '', ''],
      ['B-x6', '=HYPERLINK("x")', '坏', '炼金术', '', 5],
    ];
    const head = ['编号', '标题', '成熟度', '产业链', '专利号', '备注'];
    const view = await importNow(await workbook([head, ...good, ...bad]));
    expect(view).toMatchObject({ state: 'done', created: 700, rejected: 7, rowsRead: 707, rowsTotal: 707 });
    const rejections = await rejectionsOf(view.id);
    expect(
      rejections.map(({ line, problems }) => [
        line,
        ...problems.flatMap(({ column, code }) => [column, code]),
      ]),
    ).toEqual([
      [702, '编号', 'external_key_duplicate'],
      [703, '标题', 'required'],
      [704, '成熟度', 'trl_not_understood'],
      [705, '产业链', 'unknown_code'],
      [706, '专利号', 'patent_number_check_digit'],
      [707, '标题', 'too_big'],
      [708, '成熟度', 'trl_not_understood', '产业链', 'unknown_code'],
    ]);
    expect(rejections[0]?.problems[0]?.message).toBe('与第 3 行的编号相同，同一编号只能出现一次');
    expect(rejections[6]?.cells).toEqual({
      编号: 'B-x6',
      标题: '=HYPERLINK("x")',
      成熟度: '坏',
      产业链: '炼金术',
      专利号: null,
      备注: 5,
    });
    const page = await app.send<Page<ImportRejectionView>>('GET', `imports/${view.id}/rejections?limit=5`, {
      token,
    });
    expect(page.body).toMatchObject({ nextCursor: '706' });

    const sheet = await download(`imports/${view.id}/rejections.xlsx`);
    expect(sheet.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('成果清单-问题行.xlsx')}`,
    );
    const rows = await readBack(sheet.bytes);
    expect(rows).toHaveLength(7);
    expect(rows[6]).toEqual({
      编号: 'B-x6',
      标题: '=HYPERLINK("x")',
      成熟度: '坏',
      产业链: '炼金术',
      专利号: null,
      备注: 5,
      导入问题:
        '成熟度：“坏”不是成熟度，请填 1 至 9，或小试、中试、产业化等阶段；产业链：“炼金术”不在代码表中，请从模板的下拉列表中选择',
      原行号: 708,
    });
    // The same sheet, handed in again as it is, is read by the same columns.
    expect(await importNow(sheet.bytes, { dryRun: 'true' })).toMatchObject({ rejected: 6, updated: 1 });
  });

  it('keeps nothing of a row that may be a secret', async () => {
    const view = await importNow(
      await workbook([
        ['标题', '简介'],
        ['某项目', '机密★10年'],
      ]),
    );
    expect(view).toMatchObject({ created: 0, rejected: 1 });
    const [row] = await rejectionsOf(view.id);
    expect(row).toMatchObject({
      cells: { 标题: null, 简介: null },
      problems: [{ code: 'state_secret_suspected' }],
    });
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    const stored: string[] = [];
    for (const entry of await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) stored.push(entry.name);
    }
    expect(stored).toEqual([]);
  });

  it('tells everything and writes nothing when it is a dry run', async () => {
    const before = (await mine()).length;
    const view = await importNow(
      await workbook([
        ['编号', '标题'],
        ['U-2', '换个题目'],
        ['D-1', '新的'],
        ['D-1', '又来'],
        [null, ''],
        ['D-2', ''],
      ]),
      { dryRun: 'true' },
    );
    expect(view).toMatchObject({ dryRun: true, updated: 1, created: 1, rejected: 2, rowsTotal: 4 });
    expect(await mine()).toHaveLength(before);
  });

  it('publishes for a trusted organisation, and submits for another', async () => {
    const table = await workbook([
      ['编号', '标题', '简介'],
      ['P-1', '高温轴承', '耐 600 度'],
    ]);
    await importNow(table, { publish: 'true' });
    expect((await mine()).find(({ externalKey }) => externalKey === 'P-1')).toMatchObject({
      state: 'published',
    });
    await eventually('it to be found', async () => {
      const { body } = await app.send<{ total: number }>(
        'GET',
        `search/achievements?q=${encodeURIComponent('高温轴承')}`,
      );
      return body.total > 0;
    });
    const other = await makePerson(app.dataSource, { organisation: { trusted: false } });
    const as = await app.logIn(other);
    expect(await importNow(table, { publish: 'true', as })).toMatchObject({ created: 1 });
    expect(await mine(as)).toMatchObject([{ externalKey: 'P-1', state: 'submitted' }]);
  });

  it('reads csv in GBK, and csv of UTF-8 with a byte order mark', async () => {
    // 标题,编号 / 乙醇,G-1 in GBK.
    const gbk = Buffer.from('b1eacce22cb1e0bac50ad2d2b4bc2c472d310a', 'hex');
    expect(await importNow(gbk, { name: 'a.csv' })).toMatchObject({ created: 1 });
    const marked = Buffer.concat([
      Buffer.from('\uFEFF'),
      csv([
        ['标题', '编号'],
        ['乙醇', 'G-1'],
        ['甲醇', 'G-2'],
      ]),
    ]);
    expect(await importNow(marked, { name: 'b.csv' })).toMatchObject({ created: 1, unchanged: 1 });
  });

  it('makes one import of a double click', async () => {
    const table = await workbook([
      ['编号', '标题'],
      ...Array.from({ length: 1200 }, (_, n) => [`C-${n}`, `双击 ${n}`]),
    ]);
    const answers = await Promise.all([upload(table), upload(table), upload(table)]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await ended(answers[0])).toMatchObject({ created: 1200 });
  });

  it('stops where it is cancelled, and says so twice', async () => {
    const table = await workbook([
      ['编号', '标题'],
      ...Array.from({ length: 3000 }, (_, n) => [`X-${n}`, `取消 ${n}`]),
    ]);
    const { body } = await upload(table);
    const cancelled = await app.send<ImportView>('POST', `imports/${body.id}/cancel`, { token });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    const { created, rowsRead } = cancelled.body;
    expect(created).toBe(rowsRead);
    expect((await app.send('POST', `imports/${body.id}/cancel`, { token })).status).toBe(200);
    const { body: later } = await app.send<ImportView>('GET', `imports/${body.id}`, { token });
    expect(later).toMatchObject({ state: 'cancelled', created });
  });

  it('has scored what it published before it was cancelled', async () => {
    const rows = Array.from({ length: 6000 }, (_, n) => [`Y-${n}`, `先发布后取消 ${n}`]);
    const { body } = await upload(await workbook([['编号', '标题'], ...rows]), { publish: 'true' });
    await eventually('some rows to be written', async () => {
      const { body: now } = await app.send<ImportView>('GET', `imports/${body.id}`, { token });
      return now.rowsRead > 0;
    });
    const cancelled = await app.send<ImportView>('POST', `imports/${body.id}/cancel`, { token });
    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
    await eventually('it to be scored', async () => {
      const owed = await app.dataSource.query<unknown[]>(
        'SELECT id FROM achievements WHERE revision > matched_revision UNION ALL SELECT need_id FROM owed_needs',
      );
      return owed.length === 0;
    });
    const { created } = cancelled.body;
    const where = { organisationId: owner.organisationId, state: 'published' as const };
    expect(await app.dataSource.manager.countBy(Achievement, where)).toBeGreaterThanOrEqual(created);
  });

  it('cannot cancel what is done', async () => {
    const view = await importNow(await workbook([['标题'], ['完了']]));
    expect(await app.send('POST', `imports/${view.id}/cancel`, { token })).toMatchObject({
      status: 409,
      body: { code: 'transition_not_allowed' },
    });
  });

  it('belongs to its organisation', async () => {
    const view = await importNow(await workbook([['标题'], ['我们的']]));
    const as = await app.logIn(await makePerson(app.dataSource));
    for (const path of ['', '/rejections', '/rejections.xlsx']) {
      expect(await app.send('GET', `imports/${view.id}${path}`, { token: as })).toMatchObject({
        status: 404,
      });
    }
    expect(await app.send('POST', `imports/${view.id}/cancel`, { token: as })).toMatchObject({ status: 404 });
    const list = await app.send<Page<ImportView>>('GET', 'imports', { token: as });
    expect(list.body.items).toEqual([]);
    const broker = await app.logIn(await makePerson(app.dataSource, { role: 'broker' }));
    expect(await upload(await workbook([['标题'], ['x']]), { as: broker })).toMatchObject({
      status: 403,
      body: { code: 'not_allowed' },
    });
  });

  describe('refuses at once', () => {
    const refusal = async (...given: Parameters<typeof upload>) => {
      const { status, body } = await upload(...given);
      const { code, details } = body as unknown as {
        code: string;
        details: { field: string; code: string }[];
      };
      return [status, code, details[0]?.field, details[0]?.code];
    };

    it.each<[string, () => Promise<Buffer> | Buffer, string]>([
      [
        'a sheet without a title',
        () =>
          workbook([
            ['编号', '简介'],
            ['1', 'x'],
          ]),
        'missing_heading',
      ],
      ['a sheet of the other kind', () => workbook([['需求名称'], ['x']]), 'missing_heading'],
      ['a sheet of headings alone', () => workbook([['标题']]), 'empty_file'],
      [
        'two columns of one name',
        () =>
          workbook([
            ['标题', '名称'],
            ['a', 'b'],
          ]),
        'duplicate_heading',
      ],
      ['nothing', () => Buffer.alloc(0), 'empty_file'],
      ['half a workbook', async () => (await workbook([['标题'], ['甲']])).subarray(0, 900), 'broken_xlsx'],
      ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'bad_encoding'],
      [
        'an old workbook',
        () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
        'xls_not_supported',
      ],
    ])('%s', async (_, make, code) => {
      expect(await refusal(await make())).toEqual([422, 'file_unusable', 'file', code]);
    });

    it('no file, no kind, a wrong kind and unknown fields', async () => {
      expect(await refusal(null)).toEqual([400, 'validation_failed', 'file', 'required']);
      const file = await workbook([['标题'], ['x']]);
      expect(await refusal(file, { kind: 'people' })).toEqual([
        400,
        'validation_failed',
        'kind',
        'invalid_value',
      ]);
      expect(await refusal(file, { dryRun: 'perhaps' })).toEqual([
        400,
        'validation_failed',
        'dryRun',
        'invalid_value',
      ]);
      expect(await refusal(file, { owner: 'me' })).toEqual([
        400,
        'validation_failed',
        'owner',
        'unknown_field',
      ]);
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    });

    it('more than 40 MB, and keeps nothing of it', async () => {
      const large = Buffer.alloc(41 << 20, 'x');
      expect((await refusal(large, { name: 'a.csv' })).slice(0, 2)).toEqual([413, 'file_too_large']);
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    });
  });

  it('fails whole where the sheet breaks off in the middle', async () => {
    const rows = Array.from({ length: 800 }, (_, n) => `行 ${n},说明`);
    rows[600] = '"引号没有闭合,说明';
    const view = await importNow(Buffer.from(`标题,简介\n${rows.join('\n')}\n`), { name: 'a.csv' });
    expect(view).toMatchObject({
      state: 'failed',
      created: 0,
      failure: { code: 'unclosed_quote', line: 602 },
    });
  });

  it.each(['achievements', 'needs'])(
    'gives a template of %s with lists, which it takes back',
    async (kind) => {
      const { bytes, headers, status } = await download(`imports/templates/${kind}.xlsx`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('spreadsheetml');
      const { unzipSync, strFromU8 } = await import('fflate');
      const parts = unzipSync(bytes);
      expect(strFromU8(parts['xl/worksheets/sheet1.xml']!)).toContain('<dataValidation type="list"');
      const lists = strFromU8(parts['xl/worksheets/sheet3.xml']!);
      expect(lists).toContain('河南省郑州市金水区');
      expect(lists).toContain('超硬材料');
      // Without a row it is a template and no import.
      expect(await upload(bytes, { kind })).toMatchObject({ status: 422 });
    },
  );

  it('exports what an import reads as nothing new', async () => {
    const as = await app.logIn(await makePerson(app.dataSource));
    const table = [
      [
        '编号',
        '标题',
        '简介',
        '关键词',
        '学科分类',
        '技术领域',
        '应用行业',
        '产业链',
        '所在区域',
        '合作方式',
        '成熟度',
        '专利号',
        '价格(万元)',
      ],
      [
        'E-1',
        '=1+1',
        '@简介',
        '甲；乙',
        '化学',
        '新材料',
        '汽车制造业',
        '超硬材料',
        '洛阳市',
        '中试/验证合作',
        3,
        'ZL202511052777.7',
        12.5,
      ],
      ['E-2', '畜牧', '-减', null, '230', null, 'C37', null, '410000', null, null, null, '不议'],
      ['E-3', '价格', '+加', null, null, null, null, null, null, null, null, null, '面议'],
    ];
    expect(await importNow(await workbook(table), { as })).toMatchObject({ created: 2, rejected: 1 });
    for (const format of ['xlsx', 'csv']) {
      const { bytes, headers } = await download(`exports/achievements.${format}?mine=true`, as);
      expect(headers.get('content-disposition')).toContain('attachment;');
      expect(await importNow(bytes, { as, name: `a.${format}` })).toMatchObject({
        unchanged: 2,
        rejected: 0,
      });
    }
    const text = (await download('exports/achievements.csv?mine=true', as)).bytes.toString();
    expect(text).toContain("'=1+1");
    expect(text).toContain("'@简介");
  });

  it('exports a confidential need as its mask, and drafts to nobody else', async () => {
    const needOwner = await makePerson(app.dataSource, { organisation: { kind: 'enterprise' } });
    const as = await app.logIn(needOwner);
    await importNow(
      await workbook([
        ['需求名称', '需求描述', '是否保密', '预算(万元)', '截止日期', '产业链'],
        ['某部件降噪', '隐秘的细节', '是', '不超过100万', '2027/1/5', '超硬材料'],
        ['公开的需求', '说明', '否', '20', '', ''],
      ]),
      { as, kind: 'needs', publish: 'true', name: '需求.xlsx' },
    );
    const [own] = await readBack((await download('exports/needs.xlsx?mine=true', as)).bytes).then((rows) =>
      rows.filter(({ 标题 }) => 标题 === '某部件降噪'),
    );
    expect(own).toMatchObject({
      '预算(万元)': '不超过100',
      截止日期: '2027-01-05',
      是否保密: '是',
      状态: '已发布',
    });
    const seen = (await download('exports/needs.csv')).bytes.toString();
    expect(seen).toContain('公开的需求');
    expect(seen).toContain('保密需求');
    expect(seen).not.toContain('隐秘的细节');
    expect(seen).not.toContain('某部件降噪');
    expect(seen).not.toContain('100');
    const found = await eventually('the need to be found', async () => {
      const text = (
        await download(`exports/found-needs.csv?q=${encodeURIComponent('需求')}`)
      ).bytes.toString();
      return text.includes('公开的需求') ? text : null;
    });
    expect(found).not.toContain('隐秘的细节');
    expect((await download('exports/matches.xlsx')).status).toBe(200);
    expect((await download('exports/needs.pdf')).status).toBe(400);
    expect((await download('exports/people.csv')).status).toBe(404);
    expect((await app.send('GET', 'exports/needs.csv')).status).toBe(401);
    const drafts = await download('exports/achievements.csv?state=draft', as);
    expect(drafts.bytes.toString()).not.toContain('一号');
  });
});
