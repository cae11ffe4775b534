import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { MatchingEngine } from '#matching/engine.js';
import { type AchievementRecord } from '#matching/records.js';
import { type SearchEngine } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';
import { ENGINES, ENGINES_MISSING, index, makeChange } from '#test/support/search-engines.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { isSampled, SearchedCandidates } from './searched-candidates.js';

const THINGS = [
  '锂电池',
  '立方氮化硼',
  '小麦',
  '疫苗',
  '轴承',
  '混凝土',
  '铝合金',
  '光伏组件',
  '耐火材料',
  '辣椒',
];
const TREATMENTS = ['破碎', '烧结', '育种', '冷链', '焊接', '脱硫', '检测', '涂层', '回收', '干燥'];
const MEANS = ['机器人', '催化剂', '微波', '超声波', '激光', '真空炉', '膜分离', '微生物'];

/**
 * Every treatment of every thing by every means, so that a need for one has neighbours of all kinds. Their ids are always
 * the same ones, for they decide between equals and who is in the sample.
 */
const LIBRARY: AchievementRecord[] = THINGS.flatMap((thing, i) =>
  TREATMENTS.flatMap((treatment, j) =>
    MEANS.map((means, k) => ({
      id: `00000000-0000-4000-8000-${String(100 * i + 10 * j + k).padStart(12, '0')}`,
      title: `${thing}${treatment}用${means}`,
      text: `以${means}完成${thing}的${treatment}，${thing}损耗低，${treatment}均匀。`,
    })),
  ),
);

jest.setTimeout(60_000);
for (const missing of ENGINES_MISSING) it.skip(missing, () => undefined);

describe.each(ENGINES)('candidates from $name', (subject) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let search: SearchEngine;
  const records = new Map(LIBRARY.map((record) => [record.id, record]));
  const load = (ids: readonly string[]) =>
    Promise.resolve(ids.map((id) => records.get(id)).filter((record) => record !== undefined));

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    search = subject.open(dataSource);
    await search.prepare('achievement');
    const changes = LIBRARY.map(({ id, title, text }) => makeChange({ title, description: text }, id));
    await index(search, new WordList(dataSource), 'achievement', changes);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** An engine that holds a sample, and one that holds everything. */
  function engines() {
    const sampled = new MatchingEngine({ candidates: new SearchedCandidates(search, load) });
    const whole = new MatchingEngine();
    for (const record of LIBRARY) {
      whole.achievements.upsert(record);
      if (isSampled(record.id)) sampled.achievements.upsert(record);
    }
    return { sampled, whole };
  }

  it('holds nearly all that the exact search ranks first', async () => {
    const { sampled, whole } = engines();
    expect(sampled.achievements.size).toBeLessThan(LIBRARY.length / 4);
    let found = 0;
    let asked = 0;
    for (const thing of THINGS) {
      const need = { id: thing, title: `${thing}的激光焊接`, text: `需求内容：以激光焊接${thing}。` };
      // One answers it, seven weld the same thing otherwise.
      const exact = await whole.matchNeed(need, { top: 8 });
      const ids = new Set((await sampled.matchNeed(need, { top: 40 })).map((match) => match.achievementId));
      found += exact.filter(({ achievementId }) => ids.has(achievementId)).length;
      asked += exact.length;
      expect(ids.has(exact[0]!.achievementId)).toBe(true);
    }
    expect(found / asked).toBeGreaterThan(0.9);
  });

  it('gives a pair the same level from both sides, though the sample does not hold who is ahead', async () => {
    const { sampled } = engines();
    const sampleAlone = new MatchingEngine();
    const needs = THINGS.slice(0, 3).map((thing) => ({
      id: thing,
      title: `${thing}的激光焊接`,
      text: `需求内容：以激光焊接${thing}，${thing}损耗低，焊接均匀。`,
    }));
    const levels = new Map<string, number>();
    for (const record of LIBRARY) if (isSampled(record.id)) sampleAlone.achievements.upsert(record);
    for (const need of needs) {
      sampled.needs.upsert(need);
      sampleAlone.needs.upsert(need);
      for (const { achievementId, level } of await sampled.matchNeed(need, { top: 40 })) {
        levels.set(`${need.id}/${achievementId}`, level);
      }
    }
    const fromAchievements = async (engine: MatchingEngine) => {
      const found = new Map<string, number>();
      for (const id of new Set([...levels.keys()].map((pair) => pair.split('/')[1]!))) {
        for (const { needId, level } of await engine.matchAchievement(records.get(id)!, {
          top: needs.length,
        })) {
          const pair = `${needId}/${id}`;
          if (levels.has(pair)) found.set(pair, level);
        }
      }
      return found;
    };
    const told = (found: ReadonlyMap<string, number>) =>
      [...found.values()].filter((level) => level > 2).length;
    const seen = await fromAchievements(sampled);
    expect(new Map([...seen].sort())).toEqual(new Map([...levels].sort()));
    expect(told(seen)).toBeGreaterThan(0);
    expect(told(await fromAchievements(sampleAlone))).toBeGreaterThan(told(seen));
  });

  it('asks for who is ahead once, until the need or the sample changes', async () => {
    const source = new SearchedCandidates(search, load);
    const find = jest.spyOn(source, 'find');
    const engine = new MatchingEngine({ candidates: source });
    for (const record of LIBRARY) if (isSampled(record.id)) engine.achievements.upsert(record);
    const need = { id: 'n', title: '小麦的激光焊接' };
    const answer = LIBRARY.find(({ title }) => title === '小麦焊接用激光')!;
    const unlike = LIBRARY.find(({ title }) => title === '疫苗烧结用微生物')!;
    engine.needs.upsert(need);
    await engine.matchAchievement(unlike);
    expect(find).toHaveBeenCalledTimes(0);
    const [match] = await engine.matchAchievement(answer);
    expect(match!.level).toBeGreaterThan(2);
    await engine.matchAchievement(answer);
    expect(find).toHaveBeenCalledTimes(1);
    engine.needs.upsert(need);
    await engine.matchAchievement(answer);
    expect(find).toHaveBeenCalledTimes(2);
    engine.achievements.upsert(unlike);
    await engine.matchAchievement(answer);
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('scores the records that are named, found or not', async () => {
    const { sampled } = engines();
    const [first, last] = [LIBRARY[0]!, LIBRARY.at(-1)!];
    const need = { id: 'n', title: `${first.title}` };
    const among = await sampled.matchNeed(need, { among: [first.id, last.id, randomUUID()] });
    expect(among.map(({ achievementId }) => achievementId)).toEqual([first.id, last.id]);
    const also = await sampled.matchNeed(need, { top: 1, also: [last.id] });
    expect(also).toHaveLength(2);
    expect(also[1]!.achievementId).toBe(last.id);
  });
});
