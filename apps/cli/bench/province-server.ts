import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

import pg from 'pg';

import { ENTITIES } from '#domain/domain.entities.js';
import { type AchievementRecord } from '#matching/records.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';
import { migrateDatabase } from '#platform/database/prepare-database.js';

import { type Province } from './province/province.js';
import { makeTemporaryFolder } from './temporary-folder.js';

const PROGRAM = fileURLToPath(new URL('../../standalone/main.js', import.meta.url));
const PASSWORD = 'duijie-bench';
const BATCH = 1000;
const READY_WITHIN = 300_000;

/** The platform with a province in it, in a process of its own. */
export interface ProvinceServer {
  /** Sends JSON and returns what is answered; anything but success is an error. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown, token?: string): Promise<T>;
  /** The access token of a demonstration account. */
  logIn(who: 'university' | 'enterprise'): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the embedded database, puts the achievements in as published and scored, and starts the platform on it.
 * @param environment further settings of the platform, such as another search engine.
 */
export async function startProvinceServer(
  province: Province,
  size: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<ProvinceServer> {
  const folder = await makeTemporaryFolder('server');
  const database = await startEmbeddedPostgres(folder.path);
  let child: ChildProcess | undefined;
  const stop = async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await database.stop();
    await folder.remove();
  };
  try {
    await migrateDatabase(
      dataSourceOptions(database.ownerUrl, ENTITIES, { applicationName: 'duijie-bench', poolSize: 2 }),
      database.url,
    );
    await putIn(database.ownerUrl, province, size);
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    child = spawn(process.execPath, ['--max-semi-space-size=64', PROGRAM, 'start'], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: database.url,
        DATABASE_OWNER_URL: database.ownerUrl,
        DATA_DIR: folder.path,
        HOST: '127.0.0.1',
        PORT: String(port),
        DEMO_DATA: 'true',
        DEMO_PASSWORD: PASSWORD,
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await untilReady(address, child);
    const call = callerOf(address);
    const logIn = async (who: string) => {
      const body = { email: `${who}@demo.test`, password: PASSWORD };
      return (await call<{ accessToken: string }>('POST', 'auth/login', body)).accessToken;
    };
    return { call, logIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function callerOf(address: string): ProvinceServer['call'] {
  return async <T>(method: 'GET' | 'POST', path: string, body?: unknown, token?: string) => {
    const response = await fetch(`${address}/api/v1/${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
}

async function untilReady(address: string, child: ChildProcess): Promise<void> {
  const givenUp = Date.now() + READY_WITHIN;
  while (Date.now() < givenUp && child.exitCode === null) {
    const isReady = await fetch(`${address}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The platform did not become ready.');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** As if they had been published, compared and scored one by one; scoring them all is another measurement. */
const INSERT = `
  WITH rows AS (
    SELECT *, nextval('record_revision') AS revision
      FROM jsonb_to_recordset($2) AS row(
        key text, title text, text text, keywords text[], "disciplineCodes" text[], "industryCodes" text[],
        "chainCodes" text[], "regionCode" text, "cooperationModes" text[], trl smallint, "patentNumbers" text[],
        "publishedAt" timestamptz)
  )
  INSERT INTO achievements (organisation_id, external_key, title, description, keywords, discipline_codes,
    industry_codes, chain_codes, region_code, cooperation_modes, trl, patent_numbers, published_at, state, revision,
    matched_revision, compared_version)
  SELECT $1, key, title, text, coalesce(keywords, '{}'), coalesce("disciplineCodes", '{}'),
    coalesce("industryCodes", '{}'), coalesce("chainCodes", '{}'), "regionCode", coalesce("cooperationModes", '{}'), trl,
    coalesce("patentNumbers", '{}'), coalesce("publishedAt", now()), 'published', revision, revision, 1
    FROM rows`;

async function putIn(url: string, province: Province, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO organisations (name, kind, region_code, trusted, demonstration)
       VALUES ('测试·全省高校', 'university', '410000', true, true) RETURNING id`,
    );
    const owner = rows[0]!.id;
    const rowOf = ({ id, ...record }: AchievementRecord) => ({ key: id, ...record });
    for (let from = 0; from < size; from += BATCH) {
      const batch = [...province.achievements(Math.min(BATCH, size - from), from)].map(rowOf);
      await client.query(INSERT, [owner, JSON.stringify(batch)]);
    }
    await client.query('ANALYZE achievements');
  } finally {
    await client.end();
  }
}
