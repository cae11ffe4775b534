import { describe, expect, it } from '@jest/globals';
import { MatchingEngine } from './engine.js';

const cubicBoronNitride = {
  id: 'a1',
  title: '高韧性立方氮化硼单晶的合成方法',
  text: '采用自制触媒与优化的高温高压合成工艺，得到抗冲击韧性70%、堆积密度1.82 g/cm3的立方氮化硼单晶。',
  trl: 7,
};
const wheat = { id: 'a2', title: '小麦抗病新品种选育', text: '选育出抗条锈病、产量高的小麦新品种。' };
const office = {
  id: 'a3',
  title: '企业生产管理系统',
  text: '研究企业生产管理系统的设计与实现，提高生产效率。',
};
const need = {
  id: 'n1',
  title: '高韧性立方氮化硼CBN单晶的研制',
  text: '需求内容：开发高韧性立方氮化硼单晶新牌号，改进触媒与高温高压合成工艺。\n现有工作基础：公司有厂房3栋，采用企业生产管理系统。',
  trl: 6,
};

function library(): MatchingEngine {
  const engine = new MatchingEngine();
  for (const record of [cubicBoronNitride, wheat, office]) engine.achievements.upsert(record);
  return engine;
}

describe('MatchingEngine', () => {
  it('puts the achievement that answers the need first and says why', async () => {
    const [first] = await library().matchNeed(need);
    expect(first).toMatchObject({ needId: 'n1', achievementId: 'a1' });
    expect(first!.level).toBeGreaterThanOrEqual(3);
    expect(first!.matchedTerms.join(' ')).toContain('氮化硼');
    expect(first!.factors.find(({ name }) => name === 'maturity')?.value).toBe(1);
    expect(first!.factors.find(({ name }) => name === 'region')?.value).toBeNull();
  });

  it('gives a pair one score, whichever side asks and whether or not the one who asks is in a library', async () => {
    const engine = library();
    engine.needs.upsert(need);
    const fromNeed = await engine.matchNeed(need);
    const fromAchievement = await engine.matchAchievement(cubicBoronNitride);
    expect(fromAchievement).toEqual(fromNeed.filter(({ achievementId }) => achievementId === 'a1'));
    engine.needs.remove('n1');
    expect(await engine.matchNeed(need)).toEqual(fromNeed);
  });

  it('tells nobody of a need that says nothing', async () => {
    for (const title of ['', '设', '设备', '技术需求', '求购设备'])
      for (const match of await library().matchNeed({ id: 'n2', title, text: '' }))
        expect(match.level).toBeLessThanOrEqual(2);
  });
});
