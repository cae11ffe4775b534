import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AnswerCache } from '#platform/models/answer-cache.js';
import { CachedEmbedder } from '#platform/models/cached-embedder.js';
import { CachedReranker } from '#platform/models/cached-reranker.js';
import { HttpEmbedder } from '#platform/models/http-embedder.js';
import { HttpReranker } from '#platform/models/http-reranker.js';
import {
  embedsBy,
  type ModelAnswer,
  type ModelServer,
  reranksBy,
  startModelServer,
  themeVector,
} from '#test/support/model-server.js';
import { MatchingEngine } from '../engine.js';
import { type ScoredMatch } from '../match.js';
import { type AchievementRecord, type NeedRecord } from '../records.js';
import { AssistedMatching } from './assisted-matching.js';

const need: NeedRecord = {
  id: 'n1',
  title: '荔枝冷链保鲜技术',
  text: '需求内容：荔枝采后褐变快，希望在冷链运输中延长保鲜时间。\n企业概况：公司成立于一九九八年，年产值两亿元。',
};
/** Answers the need and shares no word with it. */
const paraphrase: AchievementRecord = {
  id: 'paraphrase',
  title: 'Controlled atmosphere containers',
  text: 'Low oxygen slows the respiration of fruit.',
};
const wording: AchievementRecord = {
  id: 'wording',
  title: '荔枝冷链保鲜包装方法',
  text: '用于荔枝采后褐变的控制，冷链保鲜期二十天。',
};
const namesake: AchievementRecord = {
  id: 'namesake',
  title: '荔枝冷链保鲜电商平台',
  text: '荔枝冷链物流与保鲜信息的网上交易。',
};
const CROPS = ['水稻', '小麦', '玉米', '大豆', '棉花', '花生', '油菜', '甘薯'];
const TOPICS = ['育种', '施肥', '灌溉', '收割机', '病害识别'];
const others = CROPS.flatMap((crop) =>
  TOPICS.map((topic) => ({
    id: `${crop}${topic}`,
    title: `${crop}${topic}方法`,
    text: `用于${crop}的${topic}。`,
  })),
);
const otherNeeds = CROPS.map((crop) => ({
  id: `need ${crop}`,
  title: `${crop}品质检测`,
  text: `检测${crop}品质。`,
}));

const embeds = embedsBy(
  themeVector([
    ['保鲜', 'atmosphere', 'respiration', '包装'],
    CROPS,
    ['育种', '灌溉'],
    ['收割机'],
    ['电商', '交易'],
  ]),
);
const reranks = reranksBy((query, text) => {
  if (!query.includes('荔枝')) return 0.1;
  return text.includes('电商') ? 0.02 : text.includes('包装') ? 0.97 : 0.2;
});
const never: ModelAnswer = () => new Promise<never>(() => {});

class MemoryCache implements AnswerCache {
  private readonly answers = new Map<string, Float32Array>();
  get(keys: readonly string[]) {
    return Promise.resolve(new Map([...this.answers].filter(([key]) => keys.includes(key))));
  }
  put(answers: ReadonlyMap<string, Float32Array>) {
    for (const [key, answer] of answers) this.answers.set(key, answer);
    return Promise.resolve();
  }
}

let embedderServer: ModelServer;
let rerankerServer: ModelServer;
let warnings: string[];
beforeEach(async () => {
  embedderServer = await startModelServer(embeds);
  rerankerServer = await startModelServer(reranks);
  warnings = [];
});
afterEach(() => Promise.all([embedderServer.close(), rerankerServer.close()]));

type Kind = 'embedder' | 'reranker';

function matching(kinds: readonly Kind[], { cache = new MemoryCache(), pauseMs = 30_000 } = {}) {
  const timeoutMs = 5000;
  const embedder = new HttpEmbedder({ url: embedderServer.url, model: 'bge', timeoutMs });
  const reranker = new HttpReranker({ url: `${rerankerServer.url}/rerank`, timeoutMs });
  const assisted = new AssistedMatching(new MatchingEngine(), {
    embedder: kinds.includes('embedder') ? new CachedEmbedder(embedder, cache) : undefined,
    reranker: kinds.includes('reranker') ? new CachedReranker(reranker, cache) : undefined,
    timeoutMs: 300,
    pauseMs,
    onTrouble: (message) => warnings.push(message),
  });
  for (const record of [paraphrase, wording, namesake, ...others]) assisted.achievements.upsert(record);
  for (const record of [need, ...otherNeeds]) assisted.needs.upsert(record);
  return assisted;
}

const place = (matches: readonly ScoredMatch[], id: string) =>
  matches.findIndex(({ achievementId }) => achievementId === id);
const modelEvidence = (match: ScoredMatch | undefined) =>
  match?.factors
    .find(({ name }) => name === 'text')!
    .evidence.filter((evidence) => evidence.type === 'model') ?? [];
const both = async (assisted: AssistedMatching) =>
  JSON.stringify([await assisted.matchNeed(need), await assisted.matchAchievement(wording, { top: 3 })]);

describe('AssistedMatching', () => {
  it('finds what shares no word with the need, and says who found it', async () => {
    const plain = await matching([]).matchNeed(need);
    expect(place(plain, 'paraphrase')).toBe(-1);
    const assisted = matching(['embedder']);
    await assisted.prepare();
    const matches = await assisted.matchNeed(need);
    expect(place(matches, 'paraphrase')).toBeGreaterThan(-1);
    expect(matches[place(matches, 'paraphrase')]!.level).toBeLessThan(3);
    expect(modelEvidence(matches[place(matches, 'wording')])).toEqual([
      { type: 'model', measure: 'similarity', model: 'bge', score: expect.any(Number) },
    ]);
    expect(embedderServer.requests.every(({ body }) => !JSON.stringify(body).includes('年产值'))).toBe(true);
  });

  it('puts what the reranker holds for an answer before what it does not', async () => {
    const { host } = new URL(rerankerServer.url);
    const plain = await matching([]).matchNeed(need);
    const matches = await matching(['reranker']).matchNeed(need);
    const gap = (of: ScoredMatch[]) => of[place(of, 'wording')]!.score - of[place(of, 'namesake')]!.score;
    expect(place(matches, 'wording')).toBe(0);
    expect(gap(matches)).toBeGreaterThan(gap(plain) + 5);
    expect(modelEvidence(matches[0])).toEqual([
      { type: 'model', measure: 'relevance', model: host, score: 0.97 },
    ]);
  });

  it('scores a pair alike from both sides, and asks nothing twice', async () => {
    const assisted = matching(['embedder', 'reranker']);
    await assisted.prepare();
    const [fromNeed] = await assisted.matchNeed(need);
    expect(fromNeed?.achievementId).toBe('wording');
    expect(modelEvidence(fromNeed)).toHaveLength(2);
    const fromAchievement = await assisted.matchAchievement(wording);
    expect(fromAchievement.find(({ needId }) => needId === 'n1')).toEqual(fromNeed);
    const asked = embedderServer.requests.length + rerankerServer.requests.length;
    const again = JSON.stringify([await assisted.matchNeed(need), await assisted.matchAchievement(wording)]);
    expect(JSON.parse(again)[0][0]).toEqual(fromNeed);
    expect(embedderServer.requests.length + rerankerServer.requests.length).toBe(asked);
  });

  it('embeds a record again when its text changes, and only then', async () => {
    const assisted = matching(['embedder']);
    await assisted.prepare();
    const sent = () => embedderServer.requests.flatMap(({ body }) => body.input as string[]);
    const count = sent().length;
    assisted.achievements.upsert({ ...wording, publishedAt: '2026-01-01' });
    await assisted.prepare();
    expect(sent()).toHaveLength(count);
    assisted.achievements.upsert({ ...wording, title: '荔枝真空预冷' });
    await assisted.prepare();
    expect(sent().slice(count)).toEqual([expect.stringMatching(/^荔枝真空预冷\n/)]);
    assisted.achievements.remove('wording');
    expect(place(await assisted.matchNeed(need), 'wording')).toBe(-1);
  });

  const troubles: [string, ModelAnswer][] = [
    ['slow', never],
    ['failing', () => ({ status: 500, body: 'no' })],
    ['refusing', () => ({ status: 403, body: 'no' })],
    ['talking nonsense', () => ({ body: '{"data":' })],
    ['answering something else', () => ({ body: { hello: 'world' } })],
  ];
  it.each(troubles)('gives the same bytes as without models when they are %s', async (_, answer) => {
    const expected = await both(matching([]));
    embedderServer.answer(answer);
    rerankerServer.answer(answer);
    const assisted = matching(['embedder', 'reranker']);
    await assisted.prepare();
    expect(await both(assisted)).toBe(expected);
    const asked = embedderServer.requests.length + rerankerServer.requests.length;
    expect(await both(assisted)).toBe(expected);
    expect(embedderServer.requests.length + rerankerServer.requests.length).toBe(asked);
    expect(warnings).toHaveLength(2);
  });

  it('gives the same bytes as without models when nobody is there', async () => {
    const expected = await both(matching([]));
    await Promise.all([embedderServer.close(), rerankerServer.close()]);
    const assisted = matching(['embedder', 'reranker']);
    await assisted.prepare();
    expect(await both(assisted)).toBe(expected);
    expect(warnings.join('\n')).toMatch(/embedder bge.*ECONNREFUSED.*\n.*reranker.*ECONNREFUSED/);
  });

  it('gives the same bytes when vectors come in another length than before', async () => {
    const expected = await both(matching([]));
    const assisted = matching(['embedder']);
    await assisted.prepare();
    embedderServer.answer(embedsBy(() => [1, 2]));
    const other = { ...need, id: 'n2', title: '荔枝冷链保鲜' };
    const plain = await matching([]).matchNeed(other);
    expect(JSON.stringify(await assisted.matchNeed(other))).toBe(JSON.stringify(plain));
    expect(warnings).toEqual([expect.stringMatching(/2 numbers.*7/)]);
    expect(expected).toBe(await both(matching([])));
  });

  it('takes the models in again when they are back', async () => {
    embedderServer.answer(() => ({ status: 500, body: 'no' }));
    rerankerServer.answer(() => ({ status: 500, body: 'no' }));
    const assisted = matching(['embedder', 'reranker'], { pauseMs: 0 });
    await assisted.prepare();
    expect(modelEvidence((await assisted.matchNeed(need))[0])).toHaveLength(0);
    embedderServer.answer(embeds);
    rerankerServer.answer(reranks);
    await assisted.prepare();
    expect(modelEvidence((await assisted.matchNeed(need))[0])).toHaveLength(2);
    expect(warnings).toHaveLength(2);
  });

  it('leaves off when the one who asked has gone', async () => {
    embedderServer.answer(never);
    const assisted = matching(['embedder']);
    const gone = AbortSignal.timeout(50);
    await expect(assisted.matchNeed(need, { signal: gone })).rejects.toThrow(/timeout/);
    expect(warnings).toEqual([]);
    const preparing = assisted.prepare();
    assisted.stop();
    await preparing;
    expect(warnings).toEqual([]);
  });
});
