import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, loadConfig, requireDatabaseUrl } from './config.js';

describe('configuration', () => {
  it('needs nothing at all', () => {
    const config = loadConfig({});
    expect(config.port).toBe(3000);
    expect(config.dataDir.endsWith('.data')).toBe(true);
    expect(config.databaseUrl).toBeUndefined();
  });

  it('reads an empty variable as one that was not given', () => {
    expect(loadConfig({ REDIS_URL: '', PORT: ' ' })).toMatchObject({ redisUrl: undefined, port: 3000 });
  });

  it('takes the key of the search engine from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duijie-config-'));
    try {
      const file = join(folder, 'key');
      const attempt = (more: Record<string, string> = {}) =>
        loadConfig({ MEILISEARCH_KEY_FILE: file, ...more });
      expect(() => attempt()).toThrow(/MEILISEARCH_KEY_FILE cannot be read.*ENOENT/);
      await writeFile(file, ' ');
      expect(() => attempt()).toThrow(/MEILISEARCH_KEY_FILE names an empty file/);
      await writeFile(file, 'a-key\n');
      expect(attempt().meilisearchKey).toBe('a-key');
      expect(() => attempt({ MEILISEARCH_KEY: 'another' })).toThrow(/must not be given beside/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names every problem at once', () => {
    const attempt = () =>
      loadConfig({ PORT: 'eighty', DATABASE_URL: 'mysql://x', TOKEN_SECRET: 'short', LOG_LEVEL: 'loud' });
    expect(attempt).toThrow(ConfigurationError);
    try {
      attempt();
    } catch (error) {
      const { problems } = error as ConfigurationError;
      expect(problems).toHaveLength(4);
      expect(problems.join('\n')).toMatch(
        /PORT.*\n.*DATABASE_URL.*postgres.*\n.*TOKEN_SECRET.*32.*\n.*LOG_LEVEL/,
      );
    }
  });

  it('wants one embedder, and a name for what its vectors are', () => {
    const attempt = (more: Record<string, string>) => () =>
      loadConfig({ EMBEDDINGS_URL: 'http://models/v1', ...more });
    expect(attempt({ PORT: 'eighty' })).toThrow(/PORT.*\n.*EMBEDDINGS_MODEL/);
    expect(attempt({ EMBEDDINGS_FOLDER: 'model' })).toThrow(/EMBEDDINGS_FOLDER/);
    expect(attempt({ EMBEDDINGS_MODEL: 'm' })()).toMatchObject({
      embeddingsModel: 'm',
      modelTimeoutMs: 2000,
    });
    expect(loadConfig({ EMBEDDINGS_FOLDER: 'models/small-zh' }).embeddingsModel).toBe('small-zh');
  });

  it('wants everything that a file store needs, or nothing', () => {
    expect(() => loadConfig({ S3_ENDPOINT: 'http://files:9000', S3_BUCKET: 'duijie' })).toThrow(
      /S3_ACCESS_KEY_ID.*\n.*S3_SECRET_ACCESS_KEY/,
    );
    expect(loadConfig({}).s3).toBeUndefined();
    const keys = { S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
    expect(loadConfig({ S3_ENDPOINT: 'http://files:9000', S3_BUCKET: 'duijie', ...keys }).s3).toEqual({
      endpoint: 'http://files:9000',
      bucket: 'duijie',
      region: 'us-east-1',
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
  });

  it('wants a database address where no embedded server can be', () => {
    expect(() => requireDatabaseUrl(loadConfig({}))).toThrow(/DATABASE_URL/);
  });
});
