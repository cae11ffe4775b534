import { describe, expect, it } from '@jest/globals';
import { MatchingEngine } from '../engine.js';

async function termsOf(need: { title: string; text: string }, achievement: { title: string; text: string }) {
  const engine = new MatchingEngine();
  engine.achievements.upsert({ id: 'a', ...achievement });
  const [match] = await engine.matchNeed({ id: 'n', ...need });
  return match!.matchedTerms;
}

describe('the words shown for a match', () => {
  it('are written as the texts write them, with another word for the same thing beside', async () => {
    const terms = await termsOf(
      { title: 'PMSM驱动', text: '研发PMSM驱动器，使用SiC器件。' },
      { title: '永磁同步电动机驱动', text: '永磁同步电动机驱动器采用SiC模块。' },
    );
    expect(terms).toContain('PMSM≈永磁同步电动机');
    expect(terms).toContain('SiC');
  });

  it('tell a kind from another name', async () => {
    const terms = await termsOf(
      { title: '正极材料包覆', text: '正极材料的包覆改性。' },
      { title: '磷酸铁锂的包覆', text: '用碳包覆磷酸铁锂。' },
    );
    expect(terms).toContain('正极材料（磷酸铁锂）');
  });

  it('show once what both say to the letter, and no pair of characters across two words', async () => {
    const terms = await termsOf(
      { title: '电池组均衡', text: '多摄像头图像融合算法' },
      { title: '锂离子电池均衡', text: '融合算法用于锂离子电池。' },
    );
    expect(terms.some((term) => term.includes('≈') && term.includes('电池'))).toBe(false);
    expect(terms).not.toContain('合算');
  });
});
