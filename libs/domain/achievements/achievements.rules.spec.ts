import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TextPart } from '#contracts/achievement-versions.js';
import { DomainError } from '#contracts/domain-error.js';
import { type AchievementContent } from './achievement-content.js';
import { assertDuplicatesSeen, duplicateGround } from './duplicates.rules.js';
import { freshUntil, isStale, owedReminder, REFRESH } from './freshness.rules.js';
import { selectionLevel } from './selection.rules.js';
import { fingerprintOf, isSeries, similarity } from './text-likeness.js';
import { diffContents, diffTexts } from './version-diff.js';

const DAY = 24 * 60 * 60_000;
const joined = (parts: readonly TextPart[], without: TextPart['part']) =>
  parts
    .filter(({ part }) => part !== without)
    .map(({ text }) => text)
    .join('');

describe('the comparison of two versions', () => {
  const anyText = fc.array(
    fc.constantFrom('抗折强度', '120', ' MPa', '，', '寿命提高。', '\n', 'CBN ', '的'),
    {
      maxLength: 30,
    },
  );

  it('holds both texts whole, whatever they are', () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        const [before, after] = [left.join(''), right.join('')];
        const parts = diffTexts(before, after);
        expect(joined(parts, 'added')).toBe(before);
        expect(joined(parts, 'removed')).toBe(after);
        expect(parts.some(({ part }) => part !== 'same')).toBe(before !== after);
      }),
    );
  });

  it('names the words that changed', () => {
    expect(diffTexts('抗折强度达到 120 MPa。', '抗折强度达到 150 MPa。')).toEqual([
      { part: 'same', text: '抗折强度达到 ' },
      { part: 'removed', text: '120' },
      { part: 'added', text: '150' },
      { part: 'same', text: ' MPa。' },
    ]);
  });

  it('takes sentences where too many words differ, and the whole where nothing is alike', () => {
    const long = (word: string) => Array.from({ length: 2500 }, (_, at) => `${word}${at}。`).join('');
    const parts = diffTexts(`相同的开头。${long('甲')}`, `相同的开头。${long('乙')}`);
    expect(parts).toHaveLength(2);
    expect(joined(parts, 'added')).toContain('甲2499');
    const half = diffTexts(`开头。${long('甲').slice(0, 4000)}`, `开头。${long('乙').slice(0, 4000)}`);
    expect(half[0]).toMatchObject({ part: 'same' });
  });

  it('says nothing of fields that are equal', () => {
    const content = { title: '甲', description: '', keywords: ['a'], trl: 3, price: null } as unknown;
    expect(diffContents(content as AchievementContent, content as AchievementContent)).toEqual([]);
  });
});

describe('the likeness of texts', () => {
  const text = {
    title: '高韧性立方氮化硼单晶合成',
    description: '自制锂基触媒并优化高温高压合成工艺，所得单晶抗冲击韧性达到 72%，已在两条产线中试。',
  };

  it('does not look at spaces, punctuation, width and case', () => {
    const other = {
      title: '高韧性 立方氮化硼单晶合成。',
      description: text.description.replaceAll('，', ' , '),
    };
    expect(fingerprintOf(other)).toEqual(fingerprintOf(text));
    expect(fingerprintOf({ title: 'ＣＢＮ', description: '' })).toEqual(
      fingerprintOf({ title: 'cbn', description: '' }),
    );
  });

  it('finds near texts by a shared band, and tells strangers apart', () => {
    const stranger = {
      title: '卤水豆腐连续凝固成型设备',
      description: '采用分段控温与静置凝固，实现连续成型，保水率提高，适合中央厨房生产，能耗下降。',
    };
    const near = { ...text, description: text.description.replace('两条产线', '三条产线') };
    const shared = (one: typeof text, other: typeof text) =>
      fingerprintOf(one).bands.filter((band) => fingerprintOf(other).bands.includes(band)).length;
    expect(similarity(text, near)).toBeGreaterThan(0.8);
    expect(shared(text, near)).toBeGreaterThan(2);
    expect(shared(text, stranger)).toBe(0);
  });

  it('gives every text its full likeness to itself, and the same both ways', () => {
    const words = fc.array(fc.constantFrom('涂层', '轧辊', '耐磨', '陶瓷', '结合剂', '砂轮'), {
      minLength: 3,
    });
    const texts = words.map((list) => ({ title: list.join(''), description: '' }));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(similarity(one, one)).toBe(1);
        expect(similarity(one, other)).toBe(similarity(other, one));
      }),
    );
  });

  it.each([
    ['水稻品种 3 号', '水稻品种 4 号', true],
    ['水稻品种 3 号', '水稻品种 3 号', false],
    ['水稻品种 3 号', '小麦品种 3 号', false],
    ['水稻品种', '水稻品种 2', false],
  ])('takes %s and %s for a series: %s', (left, right, expected) => {
    const of = (title: string) => ({ title, description: '' });
    expect(isSeries(of(left), of(right))).toBe(expected);
  });
});

describe('possible duplicates', () => {
  const one = { title: '甲'.repeat(40), description: '', patentNumbers: ['1'] };

  it.each([
    ['the same patent before everything else', { ...one, title: '乙' }, 'same_patent_number'],
    ['the same text', { ...one, patentNumbers: [] }, 'same_text'],
    ['nothing', { title: '乙', description: '', patentNumbers: ['2'] }, undefined],
  ])('knows %s', (_, other, ground) => {
    expect(duplicateGround(one, other)?.ground).toBe(ground);
  });

  const candidate = { id: 'a', title: '甲', ground: 'same_text' } as const;
  const outcome = (...given: Parameters<typeof assertDuplicatesSeen>) => {
    try {
      assertDuplicatesSeen(...given);
      return [];
    } catch (error) {
      return (error as DomainError).details.map(({ field }) => field);
    }
  };

  it.each([
    ['there are none', [], 0, { seen: [], reason: null }, []],
    ['one was not looked at', [candidate], 0, { seen: [], reason: '不同' }, ['duplicates.a']],
    ['all were looked at', [candidate], 0, { seen: ['a'], reason: null }, []],
    ['others cannot be looked at', [], 2, { seen: [], reason: null }, ['duplicatesReason']],
    ['a reason was given for those', [], 2, { seen: [], reason: '不同' }, []],
  ])('are asked about, or not, where %s', (_, candidates, hidden, known, expected) => {
    expect(outcome(candidates, hidden, known)).toEqual(expected);
  });
});

describe('the yearly refresh', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  const ago = (days: number) => new Date(now.getTime() - days * DAY);

  it.each([
    [334, null, null],
    [336, null, 'soon'],
    [336, 'soon', null],
    [366, 'soon', 'expired'],
    [366, null, 'expired'],
    [366, 'expired', null],
  ] as const)('after %s days, with %s sent, owes %s', (days, last, expected) => {
    expect(owedReminder(ago(days), last, now)).toBe(expected);
  });

  it('owes at most two reminders however often one looks, and is stale exactly past the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 40 }), (days) => {
        let last: 'soon' | 'expired' | null = null;
        let sent = 0;
        for (const day of [...days].sort((left, right) => left - right)) {
          const owed = owedReminder(ago(day), last, now);
          if (owed) sent += 1;
          last = owed ?? last;
          expect(isStale(ago(day), now)).toBe(day > REFRESH.validDays);
        }
        expect(sent).toBeLessThanOrEqual(2);
      }),
    );
    expect(freshUntil(ago(REFRESH.validDays))).toEqual(now);
  });
});

describe('the level of a selection', () => {
  it.each([
    ['administrator', '410184', undefined, 'county'],
    ['administrator', '410100', undefined, 'city'],
    ['administrator', '410100', 'city', 'city'],
    ['administrator', '410000', undefined, 'province'],
    ['operator', '410100', 'county', 'county'],
    ['operator', '410100', undefined, 'province'],
  ] as const)('of a %s of %s who asks for %s is %s', (role, regionCode, asked, expected) => {
    expect(selectionLevel({ role, regionCode }, asked)).toBe(expected);
  });

  it('is nobody else’s', () => {
    expect(() => selectionLevel({ role: 'administrator', regionCode: '410100' }, 'province')).toThrow(
      DomainError,
    );
  });
});
