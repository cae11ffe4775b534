import { describe, expect, it } from '@jest/globals';
import { MatchingEngine } from '../engine.js';
import { type AchievementRecord, type NeedRecord } from '../records.js';

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
const each = <T>(make: (thing: string, treatment: string, at: number) => T): T[] =>
  THINGS.flatMap((thing, i) =>
    TREATMENTS.map((treatment, j) => make(thing, treatment, TREATMENTS.length * i + j)),
  );

const achievements = each((thing, treatment, at): AchievementRecord => ({
  id: `a${at}`,
  title: `${thing}${treatment}装置`,
  text: `用于${thing}的${treatment}，${treatment}温度不高于 ${at + 20} ℃，损耗不超过 ${1 + (at % 7)}%。`,
  keywords: [thing],
  fieldName: at % 3 === 0 ? '新材料' : undefined,
  chainCodes: at % 2 === 0 ? ['superhard-materials'] : ['copper-materials'],
  regionCode: at % 5 === 0 ? '410102' : undefined,
  trl: 1 + (at % 9),
}));
const needs = each((thing, treatment, at): NeedRecord => ({
  id: `n${at}`,
  title: `${thing}的${treatment}`,
  text: `需求内容：${thing}的${treatment}损耗大，要求${treatment}温度≤${at + 25}℃，损耗≤4%。`,
  chainCodes: ['superhard-materials'],
  regionCode: '410100',
  trl: 6,
}));

function fill(): MatchingEngine {
  const engine = new MatchingEngine();
  for (const record of achievements) engine.achievements.upsert(record);
  for (const record of needs) engine.needs.upsert(record);
  return engine;
}

describe('a library that threads share', () => {
  it('gives every thread the same bytes, and lets none of them change it', async () => {
    const owner = fill();
    // What a thread is posted goes through the structured clone, which shares the arrays and copies the rest.
    const reader = new MatchingEngine({ shared: structuredClone(owner.share()) });
    expect(reader.achievements.size).toBe(achievements.length);
    for (const need of needs.slice(0, 20)) {
      const read = await reader.matchNeed(need, { top: 10, also: ['a99'] });
      expect(JSON.stringify(read)).toBe(
        JSON.stringify(await owner.matchNeed(need, { top: 10, also: ['a99'] })),
      );
    }
    expect(() => reader.achievements.upsert(achievements[0]!)).toThrow(/only be read/);
    expect(() => reader.achievements.remove('a1')).toThrow(/only be read/);
    reader.needs.upsert({ ...needs[0]!, id: 'own', title: '从未见过的词语' });
    expect(await owner.matchNeed(needs[0]!)).toEqual(await fill().matchNeed(needs[0]!));
  });
});

describe('the needs of an achievement', () => {
  it('are those that scoring every need finds', async () => {
    const engine = fill();
    const among = needs.map(({ id }) => id);
    for (const achievement of achievements.slice(0, 30)) {
      const all = await engine.matchAchievement(achievement, { top: 5, among });
      expect(await engine.matchAchievement(achievement, { top: 5 })).toEqual(all);
    }
  });

  it('do not hold one that was replaced or removed', async () => {
    const engine = fill();
    const asked = { ...achievements[0]!, id: 'new' };
    const [best] = await engine.matchAchievement(asked);
    engine.needs.upsert({ id: best!.needId, title: '水稻插秧机' });
    const next = await engine.matchAchievement(asked);
    expect(next.map(({ needId }) => needId)).not.toContain(best!.needId);
    engine.needs.remove(next[0]!.needId);
    const last = await engine.matchAchievement(asked);
    expect(last.map(({ needId }) => needId)).not.toContain(next[0]!.needId);
  });
});
