import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type ScoredMatch } from '#matching/match.js';
import {
  embedsBy,
  type ModelServer,
  reranksDocumentsBy,
  startModelServer,
  themeVector,
} from '#test/support/model-server.js';

import { createMatcher } from './match-models.js';
import { runCli } from './program.js';

const CROPS = ['水稻', '小麦', '玉米', '大豆', '棉花', '花生'];
const TOPICS = ['育种', '施肥', '灌溉', '收割机', '病害识别', '仓储'];
const ACHIEVEMENTS = [
  { id: 'platform', title: '荔枝冷链保鲜电商平台', text: '荔枝冷链保鲜信息的网上交易。' },
  { id: 'packaging', title: '荔枝冷链保鲜包装', text: '荔枝冷链保鲜期二十天。' },
  ...CROPS.flatMap((crop) => TOPICS.map((topic) => ({ id: crop + topic, title: `${crop}${topic}技术` }))),
];
const NEED = { id: 'n1', title: '荔枝冷链保鲜技术', text: '延长荔枝保鲜时间。' };

let folder: string;
let server: ModelServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-models-'));
  await writeFile(join(folder, 'needs.jsonl'), JSON.stringify(NEED));
  await writeFile(
    join(folder, 'achievements.jsonl'),
    ACHIEVEMENTS.map((record) => JSON.stringify(record)).join('\n'),
  );
  const embeds = embedsBy(themeVector([['保鲜'], ['包装'], CROPS]));
  const reranks = reranksDocumentsBy((_, text) => (text.includes('包装') ? 0.9 : 0.1));
  server = await startModelServer((request) =>
    request.path.endsWith('/embeddings') ? embeds(request) : reranks(request),
  );
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Runs the command with these variables in its environment, and those of no model besides. */
async function match(variables: Record<string, string>) {
  const told: string[] = [];
  const out: string[] = [];
  const stdout = new PassThrough().on('data', (chunk: Buffer) => out.push(chunk.toString()));
  const stderr = new PassThrough().on('data', (chunk: Buffer) => told.push(chunk.toString()));
  const files = [
    '--needs',
    join(folder, 'needs.jsonl'),
    '--achievements',
    join(folder, 'achievements.jsonl'),
  ];
  const environment = { DATA_DIR: join(folder, 'data'), PORT: 'not this one', ...variables };
  const exitCode = await runCli(['match', ...files], { stdout, stderr }, () =>
    createMatcher(environment, stderr),
  );
  return { exitCode, stdout: out.join(''), stderr: told.join('') };
}

const models = () => ({
  EMBEDDINGS_URL: `${server.url}/v1`,
  EMBEDDINGS_MODEL: 'some-embedder',
  RERANK_URL: `${server.url}/v1/rerank`,
  RERANK_MODEL: 'some-reranker',
});

describe('match with models', () => {
  it('hears them, and asks nothing that a run before has asked', async () => {
    const first = await match(models());
    expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/vectors: 38 of 38/) });
    const best = JSON.parse(first.stdout.split('\n')[0]!) as ScoredMatch;
    expect(best.achievementId).toBe('packaging');
    expect(best.factors[0]!.evidence.filter(({ type }) => type === 'model')).toMatchObject([
      { measure: 'similarity', model: 'some-embedder' },
      { measure: 'relevance', model: 'some-reranker', score: 0.9 },
    ]);
    const asked = server.requests.length;
    expect((await match(models())).stdout).toBe(first.stdout);
    expect(server.requests).toHaveLength(asked);
  });

  it('gives the bytes of a run without them when nobody answers', async () => {
    const plain = await match({});
    await server.close();
    const alone = await match(models());
    expect(alone.stdout).toBe(plain.stdout);
    expect(alone.stderr).toMatch(/embedder some-embedder does not help.*\n[^]*reranker some-reranker/);
    expect(alone.exitCode).toBe(0);
  });

  it('names every variable that is wrong in one go', async () => {
    const { exitCode, stderr } = await match({ EMBEDDINGS_URL: 'localhost', MODEL_TIMEOUT_MS: 'long' });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/EMBEDDINGS_URL must be a URL.*\n.*MODEL_TIMEOUT_MS.*\n.*EMBEDDINGS_MODEL must/);
  });
});
