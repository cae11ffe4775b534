import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BOUNDED_MILLISECONDS, cpuMilliseconds } from '#test/support/cpu-time.js';
import { MatchingEngine } from './engine.js';
import { type ScoredMatch } from './match.js';
import { type AchievementRecord, type NeedRecord } from './records.js';

const cubicBoronNitride: AchievementRecord = {
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
const motor = {
  id: 'a4',
  title: '永磁同步电动机的无位置传感器控制',
  text: '提出一种永磁同步电动机弱磁调速方法。',
};
const need: NeedRecord = {
  id: 'n1',
  title: '高韧性立方氮化硼CBN单晶的研制',
  text:
    '需求内容：开发高韧性立方氮化硼单晶新牌号，改进触媒与高温高压合成工艺。\n预期目标：抗冲击韧性≥67%，堆积密度≥1.85克/立方厘米。\n' +
    '现有工作基础：公司有厂房3栋，采用企业生产管理系统，抗拉强度试验机2台。',
  trl: 6,
};

function library(
  records: readonly AchievementRecord[] = [cubicBoronNitride, wheat, office, motor],
): MatchingEngine {
  const engine = new MatchingEngine();
  for (const record of records) engine.achievements.upsert(record);
  return engine;
}

describe('MatchingEngine', () => {
  it('puts the achievement that answers the need first and says why', async () => {
    const [first] = await library().matchNeed(need);
    expect(first).toMatchObject({ needId: 'n1', achievementId: 'a1' });
    expect(first!.level).toBeGreaterThanOrEqual(3);
    expect(first!.matchedTerms.join(' ')).toContain('氮化硼');
    const factor = (name: string) => first!.factors.find((known) => known.name === name)!;
    expect(factor('maturity').value).toBe(1);
    expect(factor('region').value).toBeNull();
    expect(factor('text').evidence.map(({ type }) => type)).toEqual(['terms', 'sentence', 'sentence']);
    expect(factor('indicators').evidence.map((known) => known.type === 'indicator' && known.verdict)).toEqual(
      ['met', 'missed'],
    );
  });

  it('knows one thing by two names', async () => {
    const asked = {
      id: 'n2',
      title: '永磁同步电机驱动控制',
      text: '研发PMSM无传感器控制与弱磁控制方案，用于起重机。',
    };
    const [first] = await library().matchNeed(asked);
    expect(first!.achievementId).toBe('a4');
    expect(first!.level).toBeGreaterThanOrEqual(3);
  });

  it('takes another component for the same field only', async () => {
    const asked = {
      id: 'n6',
      title: '磷酸铁锂电池用长寿命电解液开发',
      text: '开发磷酸铁锂电池用电解液，提高循环寿命，形成稳定的SEI膜。',
    };
    const cathode = {
      id: 'cathode',
      title: '磷酸铁锂正极材料的制备',
      text: '制备磷酸铁锂正极材料，用于长寿命磷酸铁锂电池，循环寿命提高。',
    };
    const electrolyte = {
      id: 'electrolyte',
      title: '磷酸铁锂电池电解液添加剂',
      text: '在电解液中加入添加剂，磷酸铁锂电池的循环寿命提高，形成稳定的SEI膜。',
    };
    const matches = await library([cathode, electrolyte, wheat, office, motor]).matchNeed(asked);
    const levels = new Map(matches.map(({ achievementId, level }) => [achievementId, level]));
    expect(levels.get('cathode')).toBe(2);
    expect(levels.get('electrolyte')).toBeGreaterThanOrEqual(3);
  });

  it('learns short names from the texts that define them', async () => {
    const defining = ['甲', '乙'].map((id) => ({
      id,
      title: `相变微胶囊（MPCM）的制备${id}`,
      text: '以石蜡为芯材制备相变微胶囊。',
    }));
    const short = { id: 'short', title: 'MPCM保温浆料', text: '将MPCM掺入浆料，用于墙体保温。' };
    const [first] = await library([...defining, wheat, motor, short]).matchNeed({
      id: 'n5',
      title: '相变微胶囊墙体保温浆料',
      text: '研发掺入相变微胶囊的墙体保温浆料。',
    });
    expect(first!.achievementId).toBe('short');
    expect(first!.matchedTerms).toContain('MPCM');
  });

  it('is not carried by words that everyone uses', async () => {
    const asked = {
      id: 'n3',
      title: '生产设备智能控制系统研究与应用',
      text: '提高生产效率，降低成本，实现自动化。',
    };
    for (const match of await library().matchNeed(asked)) expect(match.level).toBeLessThanOrEqual(2);
  });

  it('tells what answers a need from the crowd of texts of its field', async () => {
    const asked = {
      id: 'n4',
      title: '锂离子电池电解液的研制',
      text: '研制锂离子电池电解液，改善低温循环性能。',
    };
    const answer = {
      id: 'answer',
      title: '锂离子电池电解液的制备',
      text: '制备一种锂离子电池电解液，低温循环性能好。',
    };
    const crowd = Array.from({ length: 40 }, (_, i) => ({
      id: `crowd-${i}`,
      title: '锂离子电池正极的烧结',
      text: `第${i}批锂离子电池正极材料烧结后循环性能的研究。`,
    }));
    const matches = await library([...crowd, answer]).matchNeed(asked);
    expect(matches[0]!.achievementId).toBe('answer');
    expect(matches[0]!.level).toBeGreaterThanOrEqual(3);
    for (const { level } of matches.slice(1)) expect(level).toBeLessThanOrEqual(2);
    // Without the crowd's knowledge the words in common are the same, and so is the order.
    const few = await library([crowd[0]!, answer]).matchNeed(asked);
    expect(few.map(({ achievementId }) => achievementId)).toEqual(['answer', 'crowd-0']);
  });

  it('gives a pair one score, whichever side asks and whether or not the one who asks is in a library', async () => {
    const engine = library();
    engine.needs.upsert(need);
    const fromNeed = await engine.matchNeed(need);
    const fromCopy = await engine.matchNeed({ ...need });
    expect(fromCopy).toEqual(fromNeed);
    for (const achievement of [cubicBoronNitride, wheat, office]) {
      const fromAchievement = await engine.matchAchievement(achievement);
      const same = fromNeed.filter(({ achievementId }) => achievementId === achievement.id);
      if (same.length > 0) expect(fromAchievement).toEqual(same);
    }
    engine.needs.remove('n1');
    expect(await engine.matchNeed(need)).toEqual(fromNeed);
  });

  it('can be asked for few, for good ones only, and to stop', async () => {
    const engine = library();
    expect(await engine.matchNeed(need, { top: 1 })).toHaveLength(1);
    for (const { level } of await engine.matchNeed(need, { minimumLevel: 3 }))
      expect(level).toBeGreaterThanOrEqual(3);
    await expect(engine.matchNeed(need, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

const words =
  '锂电池 正极 隔膜 小麦 育种 焊接 机器人 烟气 脱硫 混凝土 疫苗 轴承 sic al2o3 系统 研究 的 ， 。'.split(' ');
const text = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(''));
const achievement = fc.record({ id: fc.nat(9).map(String), title: text, text });

describe('the libraries', () => {
  it('forget what was replaced or removed, in whatever order it came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(achievement, { maxLength: 20 }),
        text,
        fc.nat(9).map(String),
        async (records, title, gone) => {
          const engine = library([]);
          for (const record of records) engine.achievements.upsert(record);
          expect(engine.achievements.remove(gone)).toBe(records.some(({ id }) => id === gone));
          const last = new Map(records.map((record) => [record.id, record]));
          last.delete(gone);
          const other = library([...last.values()].reverse());
          expect(engine.achievements.size).toBe(last.size);
          const asked = { id: 'n', title };
          expect(await engine.matchNeed(asked)).toEqual(await other.matchNeed(asked));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('records that say too little or too much', () => {
  const cases: [string, string, string][] = [
    ['nothing', '', ''],
    ['one character', '钢', ''],
    ['general words', '求购设备', '需要技术支持'],
    [
      'nothing but boilerplate',
      '技术需求',
      '我公司是高新技术企业，拥有专利20项，占地80亩，希望与高校合作研发，提高产品质量，降低成本。',
    ],
    ['one word over and over', '锂电池', '锂电池'.repeat(60_000)],
    ['a bomb for regular expressions', 'a'.repeat(50_000), 'aaaa!'.repeat(30_000)],
    ['headings and no text', '需求', '一、需求内容：'.repeat(20_000)],
    ['ten thousand numbers', '指标', Array.from({ length: 10_000 }, (_, i) => `${i}.${i % 10}mm`).join('，')],
    ['emoji and lone surrogates', '🔋\ud800', '👨‍👩‍👧‍👦🔥'.repeat(5000)],
    ['characters that cannot be seen', '\u200b\u202e\u0000', '\ufeff'.repeat(1000)],
  ];
  it.each(cases)('tells nobody and stays quick: %s', async (_, title, body) => {
    const engine = library();
    let asked: Promise<ScoredMatch[]> = Promise.resolve([]);
    const cost = cpuMilliseconds(() => {
      asked = engine.matchNeed({ id: 'n', title, text: body });
      engine.achievements.upsert({ id: 'odd', title, text: body });
    });
    expect(cost).toBeLessThan(BOUNDED_MILLISECONDS);
    const matches = await asked;
    for (const match of matches) expect(match.level).toBeLessThanOrEqual(2);
  });
});
