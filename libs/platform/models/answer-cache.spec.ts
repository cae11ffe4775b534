import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { type AnswerCache, answerKey, TolerantCache } from './answer-cache.js';
import { CachedEmbedder } from './cached-embedder.js';
import { CachedReranker } from './cached-reranker.js';
import { FileAnswerCache } from './file-answer-cache.js';
import { ModelAnswer } from './model-answer.entity.js';
import { PostgresAnswerCache } from './postgres-answer-cache.js';

let database: TestDatabase;
let dataSource: DataSource;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await database.open();
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Each opens the same cache anew, as another process would. */
const adapters: [string, () => AnswerCache][] = [
  ['PostgreSQL', () => new PostgresAnswerCache(dataSource)],
  ['a file', () => new FileAnswerCache(join(folder, 'deep', 'answers.bin'))],
];

describe.each(adapters)('answers in %s', (_, open) => {
  const keys = ['一', '二', '三'].map((text) => answerKey('embedding', 'm', text));
  const [one, two, three] = keys as [string, string, string];

  it('are there for who comes later, to the bit', async () => {
    const cache = open();
    expect(await cache.get([])).toEqual(new Map());
    expect(await cache.get(keys)).toEqual(new Map());
    const answers = new Map([
      [one, Float32Array.of(0.1, -2.5e-30, 3)],
      [two, Float32Array.of(1)],
    ]);
    await cache.put(answers);
    await cache.put(answers);
    expect(await open().get(keys)).toEqual(answers);
    await Promise.all([cache, open()].map((each) => each.put(new Map([[three, Float32Array.of(3)]]))));
    expect((await open().get([three, one])).get(three)).toEqual(Float32Array.of(3));
  });

  it('are asked for once by what the texts say', async () => {
    const asked: string[][] = [];
    const embed = (texts: readonly string[]) => {
      asked.push([...texts]);
      return Promise.resolve(texts.map((text) => Float32Array.of(text.length)));
    };
    const embedder = (model: string) => new CachedEmbedder({ model, embed }, open());
    expect(await embedder('m1').embed(['甲', '乙乙', '甲'])).toEqual(
      [1, 2, 1].map((length) => Float32Array.of(length)),
    );
    expect(await embedder('m1').embed(['乙乙', '丙丙丙'])).toHaveLength(2);
    await embedder('m2').embed(['甲']);
    expect(asked).toEqual([['甲', '乙乙'], ['丙丙丙'], ['甲']]);
    expect(await embedder('m2').known(['乙乙', '甲'])).toEqual([undefined, Float32Array.of(1)]);
  });

  it('keep a pair apart from the same texts the other way round', async () => {
    let asked = 0;
    const rerank = (query: string, texts: readonly string[]) => {
      asked += texts.length;
      return Promise.resolve(texts.map(() => query.length / 10));
    };
    const reranker = () => new CachedReranker({ model: 'r', rerank }, open());
    expect(await reranker().rerank('问', ['答答', '问'])).toHaveLength(2);
    expect(await reranker().rerank('答答', ['问'])).toEqual([Math.fround(0.2)]);
    await reranker().rerank('问', ['答答']);
    expect(asked).toBe(3);
    const pairs = [
      { query: '问', text: '答答' },
      { query: '谁', text: '答答' },
    ];
    expect(await reranker().known(pairs)).toEqual([Math.fround(0.1), undefined]);
  });
});

describe('answers that cannot be kept', () => {
  it('cut off what a crash left half-written', async () => {
    const path = join(folder, 'torn.bin');
    const [one, two] = ['一', '二'].map((text) => answerKey('embedding', 'm', text)) as [string, string];
    await new FileAnswerCache(path).put(new Map([[one, Float32Array.of(1)]]));
    await new FileAnswerCache(path).put(new Map([[two, Float32Array.of(2)]]));
    await truncate(path, 70);
    expect([...(await new FileAnswerCache(path).get([one, two])).keys()]).toEqual([one]);
    await new FileAnswerCache(path).put(new Map([[two, Float32Array.of(2)]]));
    expect([...(await new FileAnswerCache(path).get([one, two])).keys()]).toEqual([one, two]);
  });

  it('are asked for again, with one warning', async () => {
    const away = () => Promise.reject(new Error('away'));
    const warnings: string[] = [];
    const cache = new TolerantCache({ get: away, put: away }, (message) => warnings.push(message));
    const embedder = new CachedEmbedder(
      { model: 'm', embed: (texts) => Promise.resolve(texts.map(() => Float32Array.of(1))) },
      cache,
    );
    expect(await embedder.known(['一'])).toEqual([undefined]);
    expect(await embedder.embed(['一'])).toEqual([Float32Array.of(1)]);
    expect(warnings).toHaveLength(1);
  });

  it('leave one row for one question in the database', async () => {
    await dataSource.manager.deleteAll(ModelAnswer);
    const cache = new PostgresAnswerCache(dataSource);
    const answers = new Map([[answerKey('embedding', 'm', '一'), Float32Array.of(1)]]);
    await Promise.all([1, 2, 3].map(() => cache.put(answers)));
    expect(await dataSource.manager.count(ModelAnswer)).toBe(1);
  });
});
