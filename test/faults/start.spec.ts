import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../support/child-process.js';
import { createTestDatabase } from '../support/test-database.js';

const STANDALONE = 'dist/apps/standalone/main.js';

/** Starts it, expects it to give up, and returns what it said. */
async function refusal(program: string, environment: Record<string, string>): Promise<string> {
  const started = startProgram(program, environment, ['start']);
  expect(await started.exited).toBe(1);
  const said = started.output().trim();
  expect(said).not.toMatch(/\n\s+at /);
  return said;
}

describe('what keeps a process from starting is one clear sentence and an exit code', () => {
  it('a port in use', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '0.0.0.0', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      }),
    );
    const said = await refusal(STANDALONE, {
      PORT: String(port),
      DATA_DIR: join(tmpdir(), 'duijie-never-made'),
    });
    server.close();
    expect(said).toBe(`Port ${port} is in use: stop what listens there, or give PORT.`);
  });

  it('a data folder that cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duijie-start-'));
    await writeFile(join(folder, 'file'), '');
    const said = await refusal(STANDALONE, { PORT: '0', DATA_DIR: join(folder, 'file', 'data') });
    await rm(folder, { recursive: true });
    expect(said).toMatch(
      /^The data folder .* cannot be written \(ENOTDIR\): make it writable, or give DATA_DIR\.$/,
    );
  });

  it.each([STANDALONE, 'dist/apps/api/main.js', 'dist/apps/worker/main.js'])(
    'a database that is down: %s',
    async (program) => {
      const said = await refusal(program, {
        PORT: '0',
        DATABASE_URL: 'postgres://user:secret@127.0.0.1:9/duijie',
      });
      expect(said).toMatch(
        /^The database at 127\.0\.0\.1:9\/duijie cannot be used \(.*ECONNREFUSED.*\): start it/,
      );
      expect(said).not.toContain('secret');
    },
  );

  it('a database whose schema is older', async () => {
    const database = await createTestDatabase({ empty: true });
    const said = await refusal('dist/apps/worker/main.js', { DATABASE_URL: database.url });
    await database.drop();
    expect(said).toBe('The database schema is older than this build: run `npm run migrate` first.');
  });

  it('a configuration with several mistakes', async () => {
    const said = await refusal(STANDALONE, {
      PORT: 'eighty',
      DATABASE_URL: 'mysql://x',
      SMTP_URL: 'nowhere',
    });
    expect(said.split('\n')).toHaveLength(4);
    expect(said).toMatch(/PORT[^]*DATABASE_URL[^]*SMTP_URL/);
  });
});
