import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { ApiModule } from '#apps/api/api.module.js';
import { configureHttp } from '#apps/api/http-app.js';
import { StandaloneModule } from '#apps/standalone/standalone.module.js';
import { type ErrorBody } from '#contracts/errors.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { loadConfig } from '#platform/config/config.js';
import { PASSWORD, type Person } from './factories.js';
import { createTestDatabase } from './test-database.js';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface TestApp {
  url: string;
  application: INestApplicationContext;
  dataSource: DataSource;
  /** Sends JSON, or a form with files, and reads JSON; `token` signs the request. */
  send<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; raw?: string; headers?: Record<string, string> },
  ): Promise<Answer<T>>;
  logIn(person: Pick<Person, 'email'>): Promise<string>;
  close(): Promise<void>;
}

@Module({})
class ApiProcess {}

/**
 * Both shells on a database of the suite's own, listening on a free port; with `shell: 'api'` the HTTP shell alone, and
 * jobs stay in the outbox.
 */
export async function startTestApp({
  shell = 'both',
  ...environment
}: Record<string, string> & { shell?: 'api' | 'both' } = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const config = loadConfig({ DATABASE_URL: database.url, PORT: '0', HOST: '127.0.0.1', ...environment });
  const root =
    shell === 'both'
      ? StandaloneModule.forRoot(config)
      : { module: ApiProcess, imports: [ConfigModule.forRoot(config), ApiModule] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  configureHttp(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  const send: TestApp['send'] = async (method, path, { token, body, raw, headers } = {}) => {
    const response = await fetch(`${url}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...((body !== undefined && !(body instanceof FormData)) || raw !== undefined
          ? { 'content-type': 'application/json' }
          : {}),
        ...headers,
      },
      body: raw ?? (body === undefined || body instanceof FormData ? body : JSON.stringify(body)),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : undefined,
    };
  };

  return {
    url,
    application: app,
    dataSource: app.get(DataSource),
    send,
    logIn: async ({ email }) => {
      const { status, body } = await send<{ accessToken: string }>('POST', 'auth/login', {
        body: { email, password: PASSWORD },
      });
      if (status !== 200) throw new Error(`${email} could not log in: ${status} ${JSON.stringify(body)}`);
      return body.accessToken;
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** Waits until `read` gives something, and fails with `what` after so many seconds. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | null | undefined | false>,
  seconds = 10,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) throw new Error(`It did not happen within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const fieldsOf = (body: unknown): string[] => (body as ErrorBody).details.map(({ field }) => field);
