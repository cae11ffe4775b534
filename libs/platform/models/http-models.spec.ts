import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  embedsBy,
  type ModelServer,
  reranksBy,
  reranksDocumentsBy,
  startModelServer,
} from '#test/support/model-server.js';
import { HttpEmbedder } from './http-embedder.js';
import { HttpReranker } from './http-reranker.js';

const vectorOf = (text: string) => [text.length, 1];
const scoreOf = (_: string, text: string) => text.length / 100;
const never = () => new Promise<never>(() => {});

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer(embedsBy(vectorOf));
});
afterEach(() => server.close());

describe('HttpEmbedder', () => {
  const embedder = (timeoutMs = 5000) =>
    new HttpEmbedder({ url: `${server.url}/v1/`, key: 'secret', model: 'some-model', timeoutMs });

  it('sends model, texts and key, and puts the vectors in the order of the texts', async () => {
    expect(await embedder().embed(['一', '二二', '三三三'])).toEqual(
      [1, 2, 3].map((length) => Float32Array.of(length, 1)),
    );
    expect(server.requests).toEqual([
      {
        path: '/v1/embeddings',
        authorization: 'Bearer secret',
        body: { model: 'some-model', input: ['一', '二二', '三三三'] },
      },
    ]);
  });

  it('sends many texts in several requests, and none for no text', async () => {
    const texts = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i + 1));
    const vectors = await embedder().embed(texts);
    expect(vectors.map(([length]) => length)).toEqual(texts.map(({ length }) => length));
    expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([32, 32, 6]);
    expect(await embedder().embed([])).toEqual([]);
    expect(server.requests).toHaveLength(3);
  });

  it.each([429, 500, 503])('asks once more after a %i, and no third time', async (status) => {
    let failures = 1;
    server.answer((request) => (failures-- > 0 ? { status, body: 'busy' } : embedsBy(vectorOf)(request)));
    expect(await embedder().embed(['一'])).toHaveLength(1);
    failures = 9;
    await expect(embedder().embed(['一'])).rejects.toThrow(`answered ${status}`);
    expect(server.requests).toHaveLength(4);
  });

  it.each([302, 307])('does not follow to another server after a %i', async (status) => {
    server.answer(() => ({ status, body: '' }));
    await expect(embedder().embed(['一'])).rejects.toThrow(/cannot be reached/);
  });

  it('does not repeat what is refused', async () => {
    server.answer(() => ({ status: 401, body: { error: 'the text 一 may not be embedded' } }));
    const failure = await embedder()
      .embed(['一'])
      .catch((error: Error) => error.message);
    expect(failure).toMatch(/answered 401$/);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['broken JSON', '{"data": [', /not JSON/],
    ['an error page', '<html>', /not JSON/],
    ['no data', {}, /no list of 1 vectors/],
    ['null', null, /no list of 1 vectors/],
    ['too few vectors', { data: [] }, /no list of 1 vectors/],
    ['words for numbers', { data: [{ index: 0, embedding: ['a'] }] }, /no list of numbers/],
    ['base64', { data: [{ index: 0, embedding: 'AACAPw==' }] }, /no list of numbers/],
    ['another place', { data: [{ index: 7, embedding: [1] }] }, /no vector for some text/],
    ['zeros', { data: [{ index: 0, embedding: [0, 0] }] }, /without a direction/],
    ['infinity', '{"data":[{"index":0,"embedding":[1e999]}]}', /without a direction/],
  ])('takes no %s for an answer', async (_, body, problem) => {
    server.answer(() => ({ body }));
    await expect(embedder().embed(['一'])).rejects.toThrow(problem);
  });

  it('takes no vectors of different lengths', async () => {
    server.answer(embedsBy((text) => Array.from(text, () => 1)));
    await expect(embedder().embed(['一', '二二'])).rejects.toThrow(/different lengths/);
  });

  it('gives up in time, when told to, and when nobody is there', async () => {
    server.answer(never);
    await expect(embedder(100).embed(['一'])).rejects.toThrow(/timeout/);
    await expect(embedder().embed(['一'], AbortSignal.timeout(50))).rejects.toThrow(/timeout/);
    await server.close();
    await expect(embedder().embed(['一'])).rejects.toThrow(/cannot be reached: ECONNREFUSED/);
  });
});

describe('HttpReranker', () => {
  const reranker = (model?: string) =>
    new HttpReranker({ url: `${server.url}/rerank`, key: 'secret', model, timeoutMs: 5000 });

  it('asks TEI, whose answer comes best first', async () => {
    server.answer(reranksBy(scoreOf));
    expect(await reranker().rerank('问', ['一', '二二'])).toEqual([0.01, 0.02]);
    expect(server.requests).toEqual([
      {
        path: '/rerank',
        authorization: 'Bearer secret',
        body: { query: '问', texts: ['一', '二二'], truncate: true },
      },
    ]);
  });

  it('asks vLLM and Xinference by the name of the model', async () => {
    server.answer(reranksDocumentsBy(scoreOf));
    expect(await reranker('some-model').rerank('问', ['一', '二二'])).toEqual([0.01, 0.02]);
    expect(server.requests.map(({ body }) => body)).toEqual([
      { model: 'some-model', query: '问', documents: ['一', '二二'] },
    ]);
  });

  it('finds the other form by itself, and keeps it', async () => {
    server.answer(reranksBy(scoreOf));
    const named = reranker('some-model');
    const texts = Array.from({ length: 40 }, () => '一');
    expect(await named.rerank('问', texts)).toHaveLength(40);
    expect(await named.rerank('问', ['一'])).toEqual([0.01]);
    expect(server.requests.map(({ body }) => 'texts' in body)).toEqual([false, true, true, true]);
  });

  it.each([
    ['scores beyond 1', [{ index: 0, score: 4.2 }], /not between 0 and 1/],
    ['no place', [{ score: 0.5 }], /no score and place/],
    ['an object', { answer: 42 }, /no list of 1 scores/],
    ['another place', [{ index: 3, score: 0.5 }], /no score for some text/],
  ])('takes no %s for an answer', async (_, body, problem) => {
    server.answer(() => ({ body }));
    await expect(reranker().rerank('问', ['一'])).rejects.toThrow(problem);
  });
});
