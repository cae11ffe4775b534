import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import pg from 'pg';

import { ENTITIES } from '#domain/domain.entities.js';
import { type AchievementRecord, type NeedRecord } from '#matching/records.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';
import { migrateDatabase } from '#platform/database/prepare-database.js';

import { type Province } from './province/province.js';
import { processorSeconds } from './processor-time.js';
import { makeTemporaryFolder } from './temporary-folder.js';

const PROGRAM = fileURLToPath(new URL('../../standalone/main.js', import.meta.url));
// As `npm start` has them.
const PROGRAM_FLAGS = ['--max-semi-space-size=64', '--no-allocation-site-pretenuring'];
const PASSWORD = 'duijie-bench';
const BATCH = 1000;
const READY_WITHIN = 300_000;

/** The platform with a province in it, in a process of its own. */
export interface ProvinceServer {
  /** Sends JSON, or a form, and returns what is answered; anything but success is an error. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown, token?: string): Promise<T>;
  /** The access token of a demonstration account. */
  logIn(who: 'university' | 'enterprise'): Promise<string>;
  /** What the platform's database answers to a question of its owner. */
  ask<T>(question: string): Promise<T[]>;
  /** User and system seconds of the platform and of its database until now; null where the machine does not say. */
  processorSeconds(): Promise<{ platform: number; database: number } | null>;
  stop(): Promise<void>;
}

/** How many records of each kind are in the library when the platform starts. */
export interface Holdings {
  achievements?: number;
  needs?: number;
}

/**
 * Starts the embedded database, puts the records in as published and scored, and starts the platform on it.
 * @param environment further settings of the platform, such as another search engine.
 */
export async function startProvinceServer(
  province: Province,
  { achievements = 0, needs = 0 }: Holdings,
  environment: Readonly<Record<string, string>> = {},
): Promise<ProvinceServer> {
  const folder = await makeTemporaryFolder('server');
  const database = await startEmbeddedPostgres(folder.path);
  let child: ChildProcess | undefined;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0)) await one();
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
    await putIn(database.ownerUrl, province, { achievements, needs });
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    child = spawn(process.execPath, [...PROGRAM_FLAGS, PROGRAM, 'start'], {
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
    const { pid } = child;
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    stops.push(() => owner.end());
    const call = callerOf(address);
    const logIn = async (who: string) => {
      const body = { email: `${who}@demo.test`, password: PASSWORD };
      return (await call<{ accessToken: string }>('POST', 'auth/login', body)).accessToken;
    };
    return {
      call,
      logIn,
      ask: async <T>(question: string) => (await owner.query(question)).rows as T[],
      processorSeconds: async () => {
        const [postmaster] = await readFile(join(folder.path, 'postgres', 'postmaster.pid'), 'utf8').then(
          lines,
        );
        const [platform, server] = await Promise.all([
          processorSeconds(Number(pid)),
          processorSeconds(Number(postmaster)),
        ]);
        return platform === null || server === null ? null : { platform, database: server };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const lines = (text: string) => text.split('\n');

function callerOf(address: string): ProvinceServer['call'] {
  return async <T>(method: 'GET' | 'POST', path: string, body?: unknown, token?: string) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${address}/api/v1/${path}`, {
      method,
      headers: {
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
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

const SHARED_COLUMNS = `organisation_id, external_key, title, description, keywords, discipline_codes, industry_codes,
  chain_codes, region_code, cooperation_modes, published_at, state, revision, matched_revision`;
const SHARED_VALUES = `$1, key, title, coalesce(text, ''), coalesce(keywords, '{}'), coalesce("disciplineCodes", '{}'),
  coalesce("industryCodes", '{}'), coalesce("chainCodes", '{}'), "regionCode", coalesce("cooperationModes", '{}'),
  coalesce("publishedAt", now()), 'published', revision, revision`;

const insertOf = (table: string, columns: string, values: string) => `
  WITH rows AS (
    SELECT *, nextval('record_revision') AS revision
      FROM jsonb_to_recordset($2) AS row(
        key text, title text, text text, keywords text[], "disciplineCodes" text[], "industryCodes" text[],
        "chainCodes" text[], "regionCode" text, "cooperationModes" text[], trl smallint, "patentNumbers" text[],
        "publishedAt" timestamptz, budget jsonb, deadline date)
  )
  INSERT INTO ${table} (${SHARED_COLUMNS}, ${columns}) SELECT ${SHARED_VALUES}, ${values} FROM rows`;

/** As if they had been published, compared and scored one by one; scoring them all is another measurement. */
const INSERT_ACHIEVEMENTS = insertOf(
  'achievements',
  'trl, patent_numbers, compared_version',
  `trl, coalesce("patentNumbers", '{}'), 1`,
);
const INSERT_NEEDS = insertOf(
  'needs',
  'budget_min, budget_max, deadline, stage, stage_since',
  `(budget->>'min')::numeric, (budget->>'max')::numeric, deadline, 'accepted', now()`,
);

const OWNERS = {
  achievements: ['测试·全省高校', 'university'],
  needs: ['测试·全省企业', 'enterprise'],
} as const;

export async function putIn(url: string, province: Province, holdings: Required<Holdings>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const kind of ['achievements', 'needs'] as const) {
      const [name, organisationKind] = OWNERS[kind];
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO organisations (name, kind, region_code, trusted, demonstration)
         VALUES ($1, $2, '410000', true, true) RETURNING id`,
        [name, organisationKind],
      );
      const insert = kind === 'needs' ? INSERT_NEEDS : INSERT_ACHIEVEMENTS;
      for (let from = 0; from < holdings[kind]; from += BATCH) {
        const records = province[kind](Math.min(BATCH, holdings[kind] - from), from);
        const batch = Array.from<AchievementRecord | NeedRecord, object>(records, ({ id, ...record }) => ({
          key: id,
          ...record,
        }));
        await client.query(insert, [rows[0]!.id, JSON.stringify(batch)]);
      }
      await client.query(`ANALYZE ${kind}`);
    }
  } finally {
    await client.end();
  }
}
