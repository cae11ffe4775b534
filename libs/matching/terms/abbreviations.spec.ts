import { describe, expect, it } from '@jest/globals';
import { Abbreviations, definitionsIn } from './abbreviations.js';

const shorts = (text: string) => definitionsIn(text).map(({ short }) => short);
const longs = (text: string) =>
  definitionsIn(text).flatMap((one) => one.longs.map((words) => words.join('')));

describe('definitionsIn', () => {
  it('reads a short name after a long one, in either width, with its English words before it', () => {
    expect(shorts('制备了相变微胶囊（MPCM）')).toEqual(['mpcm']);
    expect(longs('制备了相变微胶囊（MPCM）')).toContain('相变微胶囊');
    expect(shorts('相变微胶囊 (phase change microcapsule, MPCM)的性能')).toEqual(['mpcm']);
  });

  it('reads a long name after a short one, in Chinese and, where the letters fit, in English', () => {
    expect(longs('MPCM（相变微胶囊）')).toEqual(['相变微胶囊']);
    expect(longs('TTW (twin thread wrench) tools')).toEqual(['twinthreadwrench']);
    expect(definitionsIn('TTW (an unrelated remark) tools')).toEqual([]);
  });

  it('leaves units, numbers, names of two letters and what the table of concepts knows', () => {
    expect(definitionsIn('温度升高(8MPa)，浓度(20%)，氧气(O2)，立方氮化硼（CBN）')).toEqual([]);
  });

  it('is bounded on hostile text', () => {
    expect(definitionsIn('相变微胶囊（MPCM）('.repeat(20_000)).length).toBeLessThanOrEqual(24);
    const glossary = Array.from({ length: 5000 }, (_, i) => `相变微胶囊（Q${i}X）`).join('');
    expect(definitionsIn(glossary).length).toBeLessThanOrEqual(24);
  });
});

describe('Abbreviations', () => {
  const first = definitionsIn('制备了相变微胶囊（MPCM）');
  const second = definitionsIn('将MPCM（相变微胶囊）用于保温');
  const other = definitionsIn('多点控制器（MPCM）的设计');

  it('believes what two texts say, until one of them goes', () => {
    const known = new Abbreviations();
    known.count(first, 1);
    expect(known.longOf('mpcm')).toEqual([]);
    known.count(second, 1);
    const words = known.longOf('mpcm');
    expect(words.join('')).toBe('相变微胶囊');
    expect(known.endingWith(words.at(-1)!)).toEqual([{ short: 'mpcm', words }]);
    known.count(first, -1);
    expect(known.longOf('mpcm')).toEqual([]);
  });

  it('believes nobody where texts disagree', () => {
    const known = new Abbreviations();
    for (const definitions of [first, second, other, other]) known.count(definitions, 1);
    expect(known.longOf('mpcm')).toEqual([]);
  });

  it('says the same in another thread', () => {
    const known = new Abbreviations();
    known.count(first, 1);
    known.count(second, 1);
    const posted = new Abbreviations(structuredClone(known.state));
    expect(posted.longOf('mpcm')).toEqual(known.longOf('mpcm'));
  });
});
