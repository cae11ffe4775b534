import { describe, expect, it } from '@jest/globals';
import { type ScoredMatch } from './match.js';
import { explainMatch } from './reasons.js';

const match: ScoredMatch = {
  needId: 'n',
  achievementId: 'a',
  score: 71.3,
  level: 3,
  matchedTerms: ['立方氮化硼', '单晶'],
  weightsVersion: 'test',
  factors: [
    {
      name: 'text',
      weight: 0.6,
      value: 0.8,
      evidence: [
        { type: 'terms', terms: [{ term: '立方氮化硼', share: 0.6 }] },
        { type: 'sentence', side: 'need', text: '开发立方氮化硼单晶' },
      ],
    },
    {
      name: 'indicators',
      weight: 0.2,
      value: 0.5,
      evidence: [
        { type: 'indicator', verdict: 'met', name: '韧性', required: '≥67%', offered: '70%', margin: 0.045 },
        {
          type: 'indicator',
          verdict: 'missed',
          name: '密度',
          required: '≥1.85',
          offered: '1.82',
          margin: -0.016,
        },
        { type: 'indicator', verdict: 'unknown', name: '粒度', required: '100/120' },
      ],
    },
    {
      name: 'maturity',
      weight: 0.1,
      value: 1,
      evidence: [{ type: 'values', field: 'trl', need: '6', achievement: '7', relation: 'ready' }],
    },
    { name: 'region', weight: 0.1, value: null, evidence: [] },
  ],
};

describe('explainMatch', () => {
  it('says in Chinese what fits, what does not and what nobody said', () => {
    const { summary, lines } = explainMatch(match, 'zh');
    expect(summary).toBe('两者较为相关，值得联系；共同涉及立方氮化硼、单晶。');
    expect(lines).toEqual([
      '需求提到：“开发立方氮化硼单晶”',
      '指标满足：韧性，要求 ≥67%，成果为 70%，优于 5%',
      '指标未达到：密度，要求 ≥1.85，成果为 1.82，差 2%',
      '指标未知：粒度（要求 100/120）',
      '成熟度：已达到所需成熟度（需求 6，成果 7）',
      '尚不清楚：区域。',
    ]);
  });

  it('says the same in English', () => {
    const { summary, lines } = explainMatch(match, 'en');
    expect(summary).toContain('worth a call');
    expect(lines).toContain('Missed: 密度, asked ≥1.85, offered 1.82, 2% short');
    expect(lines.at(-1)).toBe('Not known: region.');
  });
});
