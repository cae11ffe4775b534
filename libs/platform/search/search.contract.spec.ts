import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { parseQuery } from '#domain/search/parse-query.js';
import { searchSynonyms } from '#domain/search/search-words.js';
import {
  type DocumentDraft,
  ENGINES,
  ENGINES_MISSING,
  index,
  makeChange,
  makeDocument,
  makeQuery,
  makeRemoval,
} from '#test/support/search-engines.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { type EngineQuery, type SearchEngine, type SearchPlace, UnknownPlaceError } from './search.port.js';
import { WordList } from './word-list.js';

const OWN = randomUUID();
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** A small library in which every record has something that the others lack. */
const LIBRARY = {
  cbn: {
    title: '高韧性立方氮化硼单晶的高温高压合成技术',
    keywords: ['立方氮化硼', '触媒', '超硬材料'],
    description: '自制触媒并优化合成工艺，抗冲击韧性达到 72%，已在两条产线中试。',
    owner: '一所大学',
    patentNumbers: ['202211250898.9'],
    codes: {
      regionCode: ['410000', '410100', '410102'],
      industryCodes: ['C', 'C30', 'C309'],
      chainCodes: ['superhard-materials', 'materials'],
      trl: ['6'],
    },
    trl: 6,
    amountLow: 100,
    amountHigh: 100,
    publishedAt: START + 3 * DAY,
  },
  battery: {
    title: 'Lithium iron phosphate battery with ceramic separator',
    keywords: ['lithium', 'separator'],
    description: 'A battery that neither burns nor explodes when a nail goes through it.',
    externalKey: 'HN-2026-017',
    codes: {
      regionCode: ['410000', '410300'],
      industryCodes: ['C', 'C38'],
      chainCodes: ['new-energy-vehicles', 'vehicles'],
      trl: ['4'],
    },
    trl: 4,
    amountLow: 20,
    amountHigh: 60,
    publishedAt: START + 2 * DAY,
  },
  tofu: {
    title: '卤水豆腐连续凝固成型设备',
    keywords: ['豆腐'],
    description: '分段控温，保水率高，锂电池叉车搬运。',
    codes: { regionCode: ['420000'], industryCodes: ['C', 'C13', 'C139'], trl: ['8'] },
    trl: 8,
    publishedAt: START + DAY,
  },
} satisfies Record<string, DocumentDraft>;

// Every write waits until it can be found, and a Meilisearch on a busy machine takes seconds for that.
jest.setTimeout(60_000);

for (const missing of ENGINES_MISSING) it.skip(missing, () => undefined);

describe.each(ENGINES)('search in $name', (subject) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let engine: SearchEngine;
  let words: WordList;
  const ids: Record<string, string> = {};
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id) ?? id;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    engine = subject.open(dataSource);
    words = new WordList(dataSource);
    await engine.prepare('achievement');
    await engine.prepare('need');
    const changes = Object.entries(LIBRARY).map(([name, draft]) => {
      const change = makeChange(draft);
      ids[name] = change.recordId;
      return change;
    });
    await index(engine, words, 'achievement', changes);
  }, 60_000);

  afterAll(async () => {
    await subject.remove();
    await dataSource.destroy();
    await database.drop();
  });

  const search = (q: string, changes?: Partial<EngineQuery>) =>
    engine.search('achievement', makeQuery(q, changes));
  const found = async (q: string, changes?: Partial<EngineQuery>) =>
    (await search(q, changes)).hits.map(({ recordId }) => nameOf(recordId));

  it('finds what each of several words finds, in their order', async () => {
    const found = await engine.findEach('achievement', ['触媒', '没有的词', 'battery', '氮化硼'], 5);
    expect(found.map((hits) => hits.map(nameOf))).toEqual([['cbn'], [], ['battery'], ['cbn']]);
    expect(await engine.findEach('achievement', [], 5)).toEqual([]);
  });

  describe('queries', () => {
    it.each([
      ['a word', '触媒', ['cbn']],
      ['two words, both of which must occur', '触媒 单晶', ['cbn']],
      ['words of which one occurs elsewhere only', '触媒 豆腐', []],
      ['a part of a word', '氮化硼', ['cbn']],
      ['English in capitals', 'LITHIUM', ['battery']],
      ['half a word', 'phosph', ['battery']],
      ['half a Chinese title', '高韧性立方氮', ['cbn']],
      ['a slip of the finger', 'phospate', ['battery']],
      ['a phrase', '"neither burns nor explodes"', ['battery']],
      ['a phrase in another order', '"nor burns neither explodes"', []],
      ['a Chinese phrase', '"抗冲击韧性"', ['cbn']],
      ['an exclusion', '合成 -触媒', []],
      ['an exclusion that does not apply', '合成 -豆腐', ['cbn']],
      ['an exclusion alone', '-豆腐', ['cbn', 'battery']],
      ['a patent number', 'ZL202211250898.9', ['cbn']],
      ['a patent number with spaces', '2022 1 1250898.9', ['cbn']],
      ['a patent number that nobody has', 'ZL202310000001.5', []],
      ['an external key', 'HN-2026-017', ['battery']],
      ['the name of an owner', '一所大学', ['cbn']],
      ['words beside joins of words', 'the battery of a separator', ['battery']],
      ['letters that make no word', 'x'.repeat(40), []],
      ['a single sign after a letter', 'q++', []],
      ['words that say nothing', '一种 的', ['cbn', 'battery', 'tofu']],
      ['signs', '😀 ，', ['cbn', 'battery', 'tofu']],
      ['nothing', '', ['cbn', 'battery', 'tofu']],
    ])('finds by %s', async (_, q, expected) => {
      expect(await found(q)).toEqual(expected);
    });

    it('puts a hit in the title before one in the text', async () => {
      const other = makeChange({ title: '锂电池防爆阀', publishedAt: START });
      ids.valve = other.recordId;
      await index(engine, words, 'achievement', [other]);
      expect(await found('锂电池')).toEqual(['valve', 'tofu', ...(await found('锂电池')).slice(2)]);
      await engine.apply('achievement', [makeRemoval(other.recordId)]);
    });

    it('puts the word itself before another word for it', async () => {
      const [other] = searchSynonyms().get('igbt') ?? [];
      const changes = [
        makeChange({ title: `${other}装置的可靠性`, publishedAt: START + DAY }),
        makeChange({ title: '驱动桥的冷却', description: '两组 IGBT 由水冷却。', publishedAt: START }),
      ];
      await index(engine, words, 'achievement', changes);
      expect(await found('igbt')).toEqual([changes[1]?.recordId, changes[0]?.recordId]);
      await engine.apply(
        'achievement',
        changes.map(({ recordId }) => makeRemoval(recordId)),
      );
    });

    it('does not take words that go on for the word that was typed', async () => {
      const changes = [
        makeChange({
          title: '运动控制器与控制系统、控制室的设计',
          description: '可接 PID。',
          publishedAt: START + DAY,
        }),
        makeChange({ title: '梭式窑温度的 PID 控制', publishedAt: START }),
      ];
      await index(engine, words, 'achievement', changes);
      expect(await found('pid控制')).toEqual([changes[1]?.recordId, changes[0]?.recordId]);
      await engine.apply(
        'achievement',
        changes.map(({ recordId }) => makeRemoval(recordId)),
      );
    });

    it('finds what holds some of the words where that is enough, most of them first', async () => {
      const loose = (q: string) => search(q, { text: { ...parseQuery(q), isLoose: true }, facets: ['trl'] });
      const { hits, total, facets } = await loose('豆腐 触媒 韧性');
      expect(hits.map(({ recordId }) => nameOf(recordId))).toEqual(['cbn', 'tofu']);
      expect(total).toBe(2);
      expect(facets.trl).toEqual([
        { code: '6', count: 1 },
        { code: '8', count: 1 },
      ]);
      const first = await search('豆腐 触媒 韧性', {
        text: { ...parseQuery('豆腐 触媒 韧性'), isLoose: true },
        limit: 1,
      });
      const second = await search('豆腐 触媒 韧性', {
        text: { ...parseQuery('豆腐 触媒 韧性'), isLoose: true },
        limit: 1,
        after: first.hits[0]?.place ?? null,
      });
      expect([first.more, second.more]).toEqual([true, false]);
      expect(second.hits.map(({ recordId }) => nameOf(recordId))).toEqual(['tofu']);
    });

    it('takes a part of a compound for enough where the query is loose, and the whole of it before', async () => {
      const whole = makeChange({ title: '废旧锂电池的拆解', publishedAt: START });
      await index(engine, words, 'achievement', [whole]);
      const loose = { text: { ...parseQuery('废旧锂电池 触媒'), isLoose: true } };
      expect((await found('', loose)).sort()).toEqual([whole.recordId, 'cbn', 'tofu'].sort());
      expect((await found('', loose)).indexOf(whole.recordId)).toBe(0);
      expect(await found('废旧锂电池')).toEqual([whole.recordId]);
      await engine.apply('achievement', [makeRemoval(whole.recordId)]);
    });

    it('puts another word for a compound before a part of it where the query is loose', async () => {
      const [other] = searchSynonyms().get('新品种选育') ?? [];
      const changes = [
        makeChange({ title: '香糯新品种选育与饱满的籽粒', publishedAt: START + DAY }),
        makeChange({ title: `国外玉米种质与${other}`, publishedAt: START }),
      ];
      await index(engine, words, 'achievement', changes);
      const loose = { text: { ...parseQuery('机收籽粒 玉米种质 新品种选育'), isLoose: true } };
      expect(await found('', loose)).toEqual([changes[1]?.recordId, changes[0]?.recordId]);
      await engine.apply(
        'achievement',
        changes.map(({ recordId }) => makeRemoval(recordId)),
      );
    });

    it('takes no join of words for one that is enough', async () => {
      const loose = { text: { ...parseQuery('触媒 and 豆腐'), isLoose: true } };
      expect((await found('', loose)).sort()).toEqual(['cbn', 'tofu']);
    });

    it('forgives no slip in a number', async () => {
      expect(await found('HN-2026-018')).toEqual([]);
    });

    it.each([
      '"',
      '-',
      '- -',
      '"" -""',
      "'); DROP",
      '\\',
      '(((',
      '!&|:*',
      '%_',
      '"未完',
      '<b>',
      '😀',
      '🈶🈚',
      'NOT',
    ])('takes %j for a query', async (q) => {
      await expect(search(q)).resolves.toMatchObject({ hits: expect.any(Array) });
    });
  });

  describe('filters and facets', () => {
    it.each<[string, Partial<EngineQuery['filters']>, string[]]>([
      ['a region with everything in it', { codes: { regionCode: ['410000'] } }, ['cbn', 'battery']],
      ['a county', { codes: { regionCode: ['410102'] } }, ['cbn']],
      ['two industries', { codes: { industryCodes: ['C13', 'C309'] } }, ['cbn', 'tofu']],
      ['region and chain', { codes: { regionCode: ['410000'], chainCodes: ['vehicles'] } }, ['battery']],
      ['the least maturity', { codes: {}, trlMin: 6 }, ['cbn', 'tofu']],
      ['a range of maturity', { codes: {}, trlMin: 3, trlMax: 5 }, ['battery']],
      ['a price that the range reaches', { codes: {}, amountMin: 50, amountMax: 80 }, ['battery']],
      ['the least price, unknown ones aside', { codes: {}, amountMin: 10 }, ['cbn', 'battery']],
      [
        'days',
        { codes: {}, publishedFrom: START + DAY, publishedBefore: START + 3 * DAY },
        ['battery', 'tofu'],
      ],
    ])('narrow by %s', async (_, filters, expected) => {
      expect(await found('', { filters: { codes: {}, ...filters } })).toEqual(expected);
    });

    it('count what the query finds', async () => {
      const { facets, total } = await search('', { facets: ['regionCode', 'trl'] });
      expect(total).toBe(3);
      expect(facets).toEqual({
        regionCode: [
          { code: '410000', count: 2 },
          { code: '410100', count: 1 },
          { code: '410102', count: 1 },
          { code: '410300', count: 1 },
          { code: '420000', count: 1 },
        ],
        trl: [
          { code: '4', count: 1 },
          { code: '6', count: 1 },
          { code: '8', count: 1 },
        ],
      });
    });

    it('count under the words and the other filters, and not under the own one', async () => {
      const { facets, total } = await search('', {
        filters: { codes: { chainCodes: ['materials'] }, trlMin: 5 },
        facets: ['chainCodes', 'trl', 'regionCode'],
      });
      expect(total).toBe(1);
      expect(facets).toMatchObject({
        chainCodes: [
          { code: 'materials', count: 1 },
          { code: 'superhard-materials', count: 1 },
        ],
        trl: [{ code: '6', count: 1 }],
      });
      expect(facets.regionCode).toHaveLength(3);
      const words = await search('lithium', { facets: ['industryCodes'] });
      expect(words.facets.industryCodes).toEqual([
        { code: 'C', count: 1 },
        { code: 'C38', count: 1 },
      ]);
    });

    it('order by day and by price, the unknown last', async () => {
      expect(await found('', { order: 'newest' })).toEqual(['cbn', 'battery', 'tofu']);
      expect(await found('', { order: 'amountLowest' })).toEqual(['battery', 'cbn', 'tofu']);
      expect(await found('', { order: 'amountHighest' })).toEqual(['cbn', 'battery', 'tofu']);
    });
  });

  describe('who may see what', () => {
    const id = randomUUID();

    beforeAll(async () => {
      const { revision } = makeChange({});
      await engine.apply('need', [
        {
          recordId: id,
          revision,
          documents: [
            makeDocument(id, {
              title: '保密需求（超硬材料）',
              hiddenFrom: OWN,
              codes: { regionCode: ['410000'] },
            }),
            makeDocument(id, {
              key: `${id}-own`,
              audience: OWN,
              title: '立方氮化硼刀具涂层',
              description: '预算很高',
              codes: { regionCode: ['410000'] },
            }),
          ],
        },
      ]);
    });

    const seenBy = async (organisationId: string | null, q: string) => {
      const { hits, total } = await engine.search('need', makeQuery(q, { audience: { organisationId } }));
      expect(hits).toHaveLength(total);
      return total;
    };

    it.each([
      ['nobody in particular', null, 0, 1],
      ['another organisation', randomUUID(), 0, 1],
      ['the owner', OWN, 1, 0],
    ])('is part of the query: %s', async (_, organisationId, own, masked) => {
      expect(await seenBy(organisationId, '刀具涂层')).toBe(own);
      expect(await seenBy(organisationId, '预算')).toBe(own);
      expect(await seenBy(organisationId, '保密需求')).toBe(masked);
      expect(await seenBy(organisationId, '')).toBe(1);
      const suggested = await engine.suggest('need', parseQuery('立方氮'), { organisationId }, 5);
      expect(suggested).toHaveLength(own);
    });

    it('is part of the counts', async () => {
      const { facets } = await engine.search('need', makeQuery('', { facets: ['regionCode'] }));
      expect(facets.regionCode).toEqual([{ code: '410000', count: 1 }]);
    });
  });

  describe('pages', () => {
    const count = 23;
    let pageIds: string[];

    beforeEach(async () => {
      const changes = Array.from({ length: count }, (_, at) =>
        makeChange({
          title: `分页样例 ${'甲'.repeat(at % 4)}`,
          publishedAt: START + (at % 5) * DAY,
          amountLow: at % 3 === 0 ? null : at % 4,
          amountHigh: at % 3 === 0 ? null : at % 4,
        }),
      );
      pageIds = changes.map(({ recordId }) => recordId);
      await engine.apply('achievement', changes);
    });

    it.each(['relevance', 'newest', 'amountLowest', 'amountHighest'] as const)(
      'by %s neither repeat nor skip while records arrive and go',
      async (order) => {
        const seen: string[] = [];
        let after: SearchPlace | null = null;
        let turn = 0;
        for (;;) {
          const page = await search('分页样例', { order, after, limit: 5, facets: ['trl'] });
          seen.push(...page.hits.map(({ recordId }) => recordId));
          after = page.hits.at(-1)?.place ?? null;
          if (!page.more) break;
          turn += 1;
          // One arrives that comes before everything, and one that was seen goes.
          await engine.apply('achievement', [
            makeChange({ title: '分页样例', publishedAt: START + 9 * DAY, amountLow: 0, amountHigh: 99 }),
            ...(turn === 2 ? [makeRemoval(seen[1] ?? '')] : []),
          ]);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(pageIds.filter((id) => !seen.includes(id))).toEqual([]);
        const all = await search('分页样例', { order, limit: 100 });
        await engine.apply(
          'achievement',
          all.hits.map(({ recordId }) => makeRemoval(recordId)),
        );
      },
    );

    it.each<[string, string, Partial<EngineQuery>, SearchPlace]>([
      ['another number of values', '', { order: 'newest' }, { values: [1, 2], revision: 3, position: 4 }],
      ['too few values', '分页样例', {}, { values: [1], revision: 3, position: 4 }],
    ])('begin at no place with %s', async (_, q, changes, after) => {
      await expect(search(q, { ...changes, after })).rejects.toThrow(UnknownPlaceError);
    });

    it('by relevance go from titles that hold the query on to the rest', async () => {
      const inTitle = [0, 1, 2, 3, 4].map((at) => makeChange({ title: `跨页词语 ${'乙'.repeat(at)}` }));
      const inText = [0, 1, 2, 3, 4].map((at) =>
        makeChange({ title: `别的题目 ${'丙'.repeat(at)}`, description: '正文里写着跨页词语。' }),
      );
      await engine.apply('achievement', [...inText, ...inTitle]);
      const seen: string[] = [];
      for (let after: SearchPlace | null = null; ;) {
        const page = await search('跨页词语', { after, limit: 3 });
        seen.push(...page.hits.map(({ recordId }) => recordId));
        expect(page.total).toBe(10);
        after = page.hits.at(-1)?.place ?? null;
        if (!page.more) break;
      }
      const idsOf = (changes: typeof inTitle) => changes.map(({ recordId }) => recordId).sort();
      expect(seen.slice(0, 5).sort()).toEqual(idsOf(inTitle));
      expect(seen.slice(5).sort()).toEqual(idsOf(inText));
      await engine.apply('achievement', seen.map(makeRemoval));
    });

    it('of very many count each that arrives or goes, however often the same was asked', async () => {
      const codes = { regionCode: ['410000'] };
      const many = Array.from({ length: 320 }, () => makeChange({ title: '许多记录都有的词语', codes }));
      await engine.apply('achievement', many);
      const counts = async (query: Partial<EngineQuery> = {}) => {
        const { total, facets } = await search('都有的词语', { facets: ['regionCode'], limit: 1, ...query });
        return { total, ...facets.regionCode?.[0] };
      };
      expect(await counts()).toEqual({ total: 320, code: '410000', count: 320 });
      expect(await counts({ order: 'newest' })).toEqual({ total: 320, code: '410000', count: 320 });
      const another = makeChange({ title: '又一个都有的词语', codes });
      await engine.apply('achievement', [another]);
      expect(await counts()).toEqual({ total: 321, code: '410000', count: 321 });
      expect(await counts({ filters: { codes, trlMin: 1 } })).toMatchObject({ total: 0 });
      await engine.apply(
        'achievement',
        many.map(({ recordId }) => makeRemoval(recordId)),
      );
      expect(await counts()).toEqual({ total: 1, code: '410000', count: 1 });
      await engine.apply('achievement', [makeRemoval(another.recordId)]);
    });

    it('keep total and facets on every page', async () => {
      const first = await search('分页样例', { order: 'newest', limit: 20 });
      const second = await search('分页样例', {
        order: 'newest',
        limit: 20,
        after: first.hits.at(-1)?.place ?? null,
      });
      expect(second.total).toBe(first.total);
      const all = await search('分页样例', { limit: 100 });
      await engine.apply(
        'achievement',
        all.hits.map(({ recordId }) => makeRemoval(recordId)),
      );
    });
  });

  describe('suggestions', () => {
    it.each([
      ['the beginning of a title', '高韧性', ['cbn']],
      ['the middle of one', '氮化硼单', ['cbn']],
      ['half an English word', 'cera', ['battery']],
      ['two words, one of them half', 'lithium ir', ['battery']],
      ['a word of the text only', '叉车', []],
      ['words and the beginning of one further on', '单晶合', ['cbn']],
      ['words that say nothing', '一种', []],
      ['nothing', '', []],
    ])('come from %s', async (_, q, expected) => {
      const items = await engine.suggest('achievement', parseQuery(q), { organisationId: null }, 8);
      expect(items.map(({ recordId }) => nameOf(recordId))).toEqual(expected);
    });
  });

  describe('writing', () => {
    const indexed = async (id: string) => {
      for await (const record of engine.listIndexed('achievement')) if (record.recordId === id) return record;
      return undefined;
    };

    it('keeps the newest, in whatever order changes arrive', async () => {
      const id = randomUUID();
      const older = makeChange({ title: '旧的标题文字' }, id);
      const newer = makeChange({ title: '新的标题文字' }, id);
      await engine.apply('achievement', [newer]);
      await engine.apply('achievement', [older]);
      await engine.apply('achievement', [newer, older, newer]);
      expect(await found('新的标题文字')).toEqual([id]);
      expect(await found('"旧的标题文字"')).toEqual([]);
      expect(await indexed(id)).toEqual({ recordId: id, revision: newer.revision, keys: [id] });
    });

    it('does not bring back what is gone', async () => {
      const id = randomUUID();
      const published = makeChange({ title: '撤回后的样例' }, id);
      const removal = makeRemoval(id);
      await engine.apply('achievement', [published]);
      expect(await found('撤回后的样例')).toEqual([id]);
      await engine.apply('achievement', [removal]);
      expect(await found('撤回后的样例')).toEqual([]);
      await engine.apply('achievement', [published]);
      expect(await found('撤回后的样例')).toEqual([]);
      expect(await indexed(id)).toEqual({ recordId: id, revision: removal.revision, keys: [] });
      await engine.apply('achievement', [makeChange({ title: '撤回后的样例' }, id)]);
      expect(await found('撤回后的样例')).toEqual([id]);
      await engine.apply('achievement', [{ ...published, revision: 0, documents: [] }], true);
      expect(await found('撤回后的样例')).toEqual([]);
    });

    it('takes away the second document of a need that is confidential no more', async () => {
      const id = randomUUID();
      const both = makeChange({}, id);
      both.documents = [
        makeDocument(id, { title: '保密需求', hiddenFrom: OWN }),
        makeDocument(id, { key: `${id}-own`, audience: OWN, title: '真空镀膜机' }),
      ];
      await engine.apply('need', [both]);
      await engine.apply('need', [makeChange({ title: '真空镀膜机' }, id)]);
      const { hits } = await engine.search(
        'need',
        makeQuery('真空镀膜机', { audience: { organisationId: OWN } }),
      );
      expect(hits.map(({ recordId }) => recordId)).toEqual([id]);
    });

    it('answers from the old index until the new one is full, and keeps what came meanwhile', async () => {
      const before = await engine.prepare('achievement');
      const stays = makeChange({ title: '重建期间的样例甲' });
      await engine.apply('achievement', [stays]);
      const build = await engine.startRebuild('achievement');
      await build.add([stays]);
      expect(await found('豆腐')).toContain('tofu');
      await build.finishFilling();
      const late = makeChange({ title: '重建期间的样例乙' });
      await build.add([late, makeRemoval(stays.recordId)]);
      expect(await found('样例乙')).toEqual([]);
      const identity = await build.swap();
      expect(identity).not.toBe(before);
      expect(await engine.prepare('achievement')).toBe(identity);
      expect(await found('重建期间')).toEqual([late.recordId]);
      expect(await found('豆腐')).toEqual([]);
      await engine.apply('achievement', [makeChange({ title: '重建以后的样例丙' })]);
      expect(await found('样例丙')).toHaveLength(1);
      expect((await engine.sizeOf('achievement')) ?? 1).toBeGreaterThan(0);
    });

    it('leaves the old index alone when a rebuild is given up', async () => {
      const build = await engine.startRebuild('need');
      await build.add([makeChange({ title: '没有完成的重建' })]);
      const before = await engine.prepare('need');
      await build.discard();
      expect(await engine.prepare('need')).toBe(before);
    });
  });
});
