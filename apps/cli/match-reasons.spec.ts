import { describe, expect, it } from '@jest/globals';

import { type Factor } from '#matching/match.js';

import { levelName, wordReasons } from './match-reasons.js';

const factor = (rest: Partial<Factor>): Factor => ({
  name: 'text',
  weight: 0.5,
  value: 0.5,
  evidence: [],
  ...rest,
});

describe('wordReasons', () => {
  it('names unknown factors as unknown, with what one side does say', () => {
    const said = [{ type: 'values', field: 'trl', achievement: '6', relation: 'unknown' }] as const;
    const unknown = [
      factor({ name: 'maturity', value: null, evidence: said }),
      factor({ name: 'budget', value: null }),
    ];
    expect(wordReasons([...unknown, factor({})])).toBe(
      '内容 50分（权重50%）；未知：成熟度（成果TRL 6）、预算',
    );
  });

  it('shows the heaviest words and the sentences', () => {
    const terms = [...'一二三四五六七八九十'].map((term) => ({ term, share: 0.1 }));
    const sentence = { type: 'sentence', side: 'achievement', text: '转化率达到73%。' } as const;
    expect(wordReasons([factor({ evidence: [{ type: 'terms', terms }, sentence] })])).toBe(
      '内容 50分（权重50%）：一、二、三、四、五、六、七、八，成果原文“转化率达到73%。”',
    );
  });

  it('shows what was asked for beside what is offered', () => {
    const evidence = [
      { type: 'indicator', verdict: 'met', name: '抗冲击韧性', required: '≥67%', offered: '70%' },
      { type: 'indicator', verdict: 'unknown', name: '堆积密度', required: '≥1.80克/立方厘米' },
    ] as const;
    expect(wordReasons([factor({ name: 'indicators', value: 1, evidence })])).toBe(
      '指标 100分（权重50%）：抗冲击韧性 要求≥67%，成果为70%，达到，堆积密度 要求≥1.80克/立方厘米，未说明',
    );
  });

  it.each([
    ['trl', '6', '7', '需求TRL 6、成果TRL 7'],
    ['regionCode', '410100', '410300', '需求郑州市、成果洛阳市'],
    ['chainCodes', 'superhard-materials', 'superhard-materials', '需求超硬材料、成果超硬材料'],
    ['cooperationModes', 'licence', 'equity', '需求普通许可、成果作价入股'],
    ['fieldName', '采矿', '采矿', '需求采矿、成果采矿'],
  ])('names the codes of %s', (field, need, achievement, words) => {
    const evidence = [{ type: 'values', field, need, achievement, relation: 'same' }] as const;
    expect(wordReasons([factor({ name: 'field', value: 1, evidence })])).toBe(
      `领域 100分（权重50%）：${words}`,
    );
  });
});

describe('levelName', () => {
  it('is that of the platform', () => {
    expect([4, 3, 2, 1].map(levelName)).toEqual(['强相关', '较强相关', '弱相关', '无相关']);
  });
});
