import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { type ImportState } from '#contracts/imports.js';
import { Achievement } from '#domain/achievements/achievement.entity.js';
import { ImportsService } from '#domain/imports/imports.service.js';
import { Import } from '#domain/imports/import.entity.js';
import { Match } from '#domain/matches/match.entity.js';
import { NeedsService } from '#domain/needs/needs.service.js';
import { Notification } from '#domain/notifications/notification.entity.js';
import { FolderStore } from '#platform/files/folder-store.js';
import { startProgram, type StartedProcess } from '../support/child-process.js';
import { makePerson, type Person, TEXTS } from '../support/factories.js';
import { eventually } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ROWS = 1_500;
const NEEDS = 60;

describe('a worker that is killed in the middle of an import', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let folder: string;
  let worker: StartedProcess;
  let university: Person;
  let enterprise: Person;

  const startWorker = () =>
    startProgram('dist/apps/worker/main.js', {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    });
  const kill = async () => {
    worker.child.kill('SIGKILL');
    await worker.exited;
  };
  const count = async (question: string): Promise<number> => {
    const [row] = await dataSource.query<[{ count: string }]>(question);
    return Number(row.count);
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    folder = await mkdtemp(join(tmpdir(), 'duijie-killed-import-'));
    university = await makePerson(dataSource);
    enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
  });

  afterAll(async () => {
    worker.child.kill('SIGTERM');
    await worker.exited;
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('loses no row, no match and no notification, and doubles none', async () => {
    const needs = new NeedsService(dataSource);
    for (let at = 0; at < NEEDS; at += 1) {
      const { id } = await needs.create(enterprise, {
        ...TEXTS.cbnNeed,
        keywords: [...TEXTS.cbnNeed.keywords],
      });
      await needs.publish(enterprise, id);
    }
    const path = join(folder, 'handed-in.csv');
    const fillers = Array.from({ length: ROWS - 1 }, (_, at) => `第${at}号水稻品种选育,抗稻瘟病。`);
    const { title, description } = TEXTS.cbnAchievement;
    const content = ['成果名称,成果简介', ...fillers, `${title},${description}`].join('\n');
    await writeFile(path, content);

    const imports = new ImportsService(dataSource, new FolderStore(join(folder, 'files')));
    const choices = { kind: 'achievements', dryRun: false, publish: true } as const;
    const file = { path, name: 'handed-in.csv', size: Buffer.byteLength(content) };
    const { id } = await imports.create(university, choices, file);
    const reached = (what: string, rowsRead: number, state?: ImportState) =>
      eventually(
        what,
        async () => {
          const row = await dataSource.manager.findOneByOrFail(Import, { id });
          return row.rowsRead >= rowsRead && (!state || row.state === state);
        },
        60,
      );
    worker = startWorker();
    await reached('some rows to be written', 1);
    await kill();
    const { rowsRead, state } = await dataSource.manager.findOneByOrFail(Import, { id });
    expect(state).toBe('running');
    expect(rowsRead).toBeLessThan(ROWS);
    expect(await dataSource.manager.count(Achievement)).toBe(rowsRead);

    worker = startWorker();
    await reached('the import to end', ROWS, 'done');
    await eventually(
      'everything to be scored',
      async () =>
        (await count('SELECT count(*) FROM achievements WHERE revision > matched_revision')) +
          (await count('SELECT count(*) FROM needs WHERE revision > matched_revision')) +
          (await count('SELECT count(*) FROM owed_needs')) ===
        0,
      60,
    );

    const ended = await dataSource.manager.findOneByOrFail(Import, { id });
    expect(ended).toMatchObject({ created: ROWS, unchanged: 0, rejected: 0 });
    expect(await dataSource.manager.count(Achievement)).toBe(ROWS);
    expect(await dataSource.manager.countBy(Match, { level: 4, state: 'suggested' })).toBe(NEEDS);
    const told = { accountId: enterprise.accountId, kind: 'match_found' as const };
    expect(await dataSource.manager.countBy(Notification, told)).toBe(NEEDS);
  }, 180_000);
});
