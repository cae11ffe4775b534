import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DataSource } from 'typeorm';
import { type StatisticsQuery, type StatisticsView } from '#contracts/statistics.js';
import { isWithin } from '#vocabulary/regions.js';
import { makePerson, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Match } from '../matches/match.entity.js';
import { Need } from '../needs/need.entity.js';
import { FIGURE_KEYS, FIGURES } from './figures.js';
import { dayAt, endOf, startOf } from './period.rules.js';
import { StatisticsService } from './statistics.service.js';

const BEGIN = Date.parse('2026-03-01T00:00:00Z');
/** Not a divisor of a day, so that steps fall on both sides of midnight in China. */
const TICK = 5 * 3_600_000 + 17 * 60_000;
const REGIONS = ['410000', '410100', '410184', '410305', '110000'];
const FIELDS: readonly string[][] = [[], ['1'], ['1.1', '1.2'], ['1.1', '4.2']];

interface RecordStep {
  kind: 'achievement' | 'need';
  record: number;
  tick: number;
  to: string;
  region: string;
  fields: string[];
  curated: boolean;
  foreign: boolean;
  reason: string | null;
}
interface MatchStep {
  kind: 'match';
  match: number;
  tick: number;
  to: string;
  level: number;
  foreign: boolean;
}
type Step = RecordStep | MatchStep;

const recordStep = fc.record({
  kind: fc.constantFrom('achievement' as const, 'need' as const),
  record: fc.nat(2),
  tick: fc.nat(40),
  to: fc.constantFrom('draft', 'submitted', 'published', 'published', 'withdrawn', 'closed'),
  region: fc.constantFrom(...REGIONS),
  fields: fc.constantFrom(...FIELDS),
  curated: fc.boolean(),
  foreign: fc.boolean(),
  reason: fc.constantFrom('solved_here', 'no_longer_needed'),
});
const matchStep = fc.record({
  kind: fc.constant('match' as const),
  match: fc.nat(8),
  tick: fc.nat(40),
  to: fc.constantFrom('suggested', 'introduced', 'contracted', 'expired'),
  level: fc.constantFrom(2, 3, 4),
  foreign: fc.boolean(),
});
const histories = fc
  .array(fc.oneof({ weight: 3, arbitrary: recordStep }, { weight: 2, arbitrary: matchStep }), {
    minLength: 5,
    maxLength: 50,
  })
  .map((steps) => [...steps].sort((one, other) => one.tick - other.tick) as Step[]);
const questions = fc.record({
  region: fc.constantFrom(undefined, '410000', '410100', '410184'),
  field: fc.constantFrom(undefined, '1', '1.1', '4'),
  days: fc
    .tuple(fc.nat(9), fc.nat(9))
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const),
});

describe('figures over random histories', () => {
  let database: TestDatabase;
  let owner: DataSource;
  let statistics: StatisticsService;
  let operator: Person;
  let own: Person;
  let other: Person;
  let records: Record<'achievement' | 'need', string[]>;
  let matches: { id: string; need: number; achievement: number }[];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await database.openAsOwner();
    statistics = new StatisticsService(owner);
    [operator, own, other] = await Promise.all([
      makePerson(owner, { role: 'operator' }),
      makePerson(owner),
      makePerson(owner),
    ]);
    const { manager } = owner;
    const make = async (entity: typeof Achievement | typeof Need) => {
      const rows = [0, 1, 2].map(() =>
        manager.create(entity as never, { title: '一', organisationId: own.organisationId }),
      );
      return ((await manager.save(entity as never, rows as never)) as unknown as { id: string }[]).map(
        ({ id }) => id,
      );
    };
    records = { achievement: await make(Achievement), need: await make(Need) };
    matches = [];
    for (const need of [0, 1, 2]) {
      for (const achievement of [0, 1, 2]) {
        const row = {
          needId: records.need[need],
          achievementId: records.achievement[achievement],
          score: 1,
          level: 2,
          factors: [],
          matchedTerms: [],
          weightsVersion: '1',
          scoredAt: new Date(),
        };
        const { id } = await manager.save(Match, manager.create(Match, row as unknown as Match));
        matches.push({ id, need, achievement });
      }
    }
    await owner.query('ALTER TABLE record_events DISABLE TRIGGER ALL');
  });

  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  const at = (tick: number) => new Date(BEGIN + tick * TICK);
  const before = (steps: readonly Step[], index: number): string | null => {
    const step = steps[index]!;
    const same = (one: Step) =>
      step.kind === 'match'
        ? one.kind === 'match' && one.match === step.match
        : one.kind === step.kind && one.record === step.record;
    return steps.slice(0, index).filter(same).at(-1)?.to ?? null;
  };

  const write = async (steps: readonly Step[], from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const step = steps[index]!;
      const actor = step.foreign ? other : own;
      if (step.kind === 'match') {
        await owner.query(
          `INSERT INTO match_events (match_id, from_state, to_state, level, account_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
          [
            matches[step.match]!.id,
            before(steps, index),
            step.to,
            step.level,
            actor.accountId,
            at(step.tick),
          ],
        );
        continue;
      }
      await owner.query(
        `INSERT INTO record_events (kind, record_id, action, from_state, to_state, reason, acting_for, organisation_id, region_code, field_codes, curated, at)
         VALUES ($1, $2, 'step', $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          step.kind,
          records[step.kind][step.record],
          before(steps, index),
          step.to,
          step.reason,
          actor.organisationId,
          own.organisationId,
          step.region,
          step.fields,
          step.curated,
          at(step.tick),
        ],
      );
    }
  };

  const read = (query: Partial<StatisticsQuery>): Promise<StatisticsView> =>
    statistics.read(operator, { by: 'none', ...query });

  /** The same figures, counted step by step from the list of what happened. */
  const expected = (
    steps: readonly Step[],
    query: { region?: string; field?: string; from: string; to: string },
  ) => {
    const [start, end] = [startOf(query.from).getTime(), endOf(query.to).getTime()];
    const time = (step: Step) => at(step.tick).getTime();
    const inField = ({ fields }: RecordStep) =>
      query.field === undefined ||
      fields.some((code) => code === query.field || code.startsWith(`${query.field}.`));
    const fits = (step: RecordStep) =>
      (!query.region || isWithin(step.region, query.region)) && inField(step);
    const within = (step: Step) => time(step) >= start && time(step) < end;
    const ofRecord = (kind: Step['kind'], record: number) =>
      steps.filter(
        (step): step is RecordStep => step.kind === kind && step.kind !== 'match' && step.record === record,
      );
    const each = (kind: 'achievement' | 'need', count: (life: RecordStep[]) => number) =>
      [0, 1, 2].reduce((sum, record) => sum + count(ofRecord(kind, record)), 0);
    const standing = (kind: 'achievement' | 'need', curated = false) =>
      each(kind, (life) => {
        const last = life.filter((step) => time(step) < end).at(-1);
        return last?.to === 'published' && (!curated || last.curated) && fits(last) ? 1 : 0;
      });
    const begun = (kind: 'achievement' | 'need') =>
      each(kind, (life) => {
        const first = life.find(({ to }) => to === 'published');
        return first && within(first) && fits(first) ? 1 : 0;
      });
    const closures = (reason?: string) =>
      each('need', (life) => {
        const ends = life.filter((step, index) => step.to === 'closed' && life[index - 1]?.to !== 'closed');
        return ends.filter((step) => within(step) && fits(step) && (!reason || step.reason === reason))
          .length;
      });
    const reached = (which: (step: MatchStep, previous: string | undefined) => boolean) =>
      matches.filter(({ need, achievement }, match) => {
        const life = steps.filter((step): step is MatchStep => step.kind === 'match' && step.match === match);
        const first = life.find((step, index) => which(step, life[index - 1]?.to));
        if (!first || !within(first)) return false;
        const then = (kind: 'achievement' | 'need', record: number) =>
          ofRecord(kind, record)
            .filter((step) => time(step) <= time(first))
            .at(-1);
        const side = then('need', need);
        return side !== undefined && fits(side) && then('achievement', achievement) !== undefined;
      }).length;
    const suggested = (level?: number) =>
      reached((step, previous) => !previous && step.to === 'suggested' && (!level || step.level === level));
    return {
      achievements_published: standing('achievement'),
      achievements_curated: standing('achievement', true),
      achievements_new: begun('achievement'),
      needs_published: standing('need'),
      needs_new: begun('need'),
      closures: closures(),
      closures_solved_here: closures('solved_here'),
      closures_no_longer_needed: closures('no_longer_needed'),
      matches: suggested(),
      matches_level_4: suggested(4),
      matches_level_3: suggested(3),
      matches_level_2: suggested(2),
      matches_introduced: reached((step, previous) => step.to === 'introduced' && previous !== 'introduced'),
      matches_contracted: reached((step, previous) => step.to === 'contracted' && previous !== 'contracted'),
    };
  };

  const listed = async (
    key: string,
    query: { region?: string; field?: string; from: string; to: string },
  ) => {
    const all: { id: string; value: number | null }[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await statistics.records(operator, key, { ...query, limit: 2, cursor });
      all.push(...page.items);
      if (!page.nextCursor) return all;
      cursor = page.nextCursor;
    }
  };

  it('are what a count by hand gives, what their drill-down lists, and the same afterwards as on the day', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(histories, questions, async (steps, { region, field, days }) => {
        await owner.query('TRUNCATE record_events, match_events');
        const day = (index: number) => dayAt(new Date(BEGIN + index * 86_400_000));
        const query = { region, field, from: day(days[0]), to: day(days[1]) };
        const known = steps.findIndex((step) => at(step.tick) >= endOf(query.to));
        const cut = known < 0 ? steps.length : known;
        await write(steps, 0, cut);
        const onTheDay = await read(query);
        await write(steps, cut, steps.length);
        const later = await read(query);
        expect(later).toEqual(onTheDay);

        const totals = Object.fromEntries(later.figures.map(({ key, total }) => [key, total]));
        expect(totals).toMatchObject(expected(steps, query));
        const divided = {
          day: await read({ ...query, by: 'day' }),
          region: await read({ ...query, by: 'region' }),
        };
        for (const key of FIGURE_KEYS) {
          const total = totals[key] ?? null;
          const rows = await listed(key, query);
          const values = rows.map(({ value }) => value ?? 0).sort((one, two) => one - two);
          const { aggregate, measure } = FIGURES[key]!;
          if (aggregate !== 'count') {
            const share = aggregate === 'median' ? 0.5 : 0.9;
            const place = (values.length - 1) * share;
            const low = values[Math.floor(place)] ?? 0;
            const middle = low + ((values[Math.ceil(place)] ?? 0) - low) * (place % 1);
            if (values.length === 0) expect(total).toBeNull();
            else expect(Math.abs((total ?? NaN) - middle)).toBeLessThanOrEqual(0.051);
            answered += values.length;
            continue;
          }
          expect(rows).toHaveLength(total ?? NaN);
          const partsOf = (by: 'day' | 'region') =>
            divided[by].figures.find((figure) => figure.key === key)!.rows.map(({ value }) => value ?? 0);
          const sum = (parts: number[]) => parts.reduce((one, two) => one + two, 0);
          expect(sum(partsOf('region'))).toBe(total);
          expect(measure === 'flow' ? sum(partsOf('day')) : partsOf('day').at(-1)).toBe(total);
          expect(partsOf('day')).toHaveLength(days[1] - days[0] + 1);
        }
        const first = await read({ ...query, to: query.from });
        for (const { key, total } of first.figures.filter(
          (figure) => FIGURES[figure.key]!.measure === 'stock',
        )) {
          expect(divided.day.figures.find((figure) => figure.key === key)!.rows[0]?.value).toBe(total);
        }
      }),
      { numRuns: 25 },
    );
    expect(answered).toBeGreaterThan(0);
  }, 120_000);

  it('take the time to the first answer from the first submission to the first act of somebody else', async () => {
    await owner.query('TRUNCATE record_events, match_events');
    const step = (record: number, tick: number, to: string, foreign: boolean): RecordStep => ({
      kind: 'need',
      record,
      tick,
      to,
      region: '410184',
      fields: [],
      curated: false,
      foreign,
      reason: null,
    });
    const steps: Step[] = [
      step(0, 0, 'draft', false),
      step(0, 1, 'submitted', false),
      step(1, 1, 'published', false),
      {
        kind: 'achievement',
        record: 0,
        tick: 1,
        to: 'published',
        region: '410184',
        fields: [],
        curated: false,
        foreign: true,
        reason: null,
      },
      step(0, 2, 'submitted', false),
      step(0, 3, 'returned', true),
      { kind: 'match', match: 3, tick: 4, to: 'suggested', level: 4, foreign: false },
      { kind: 'match', match: 3, tick: 5, to: 'introduced', level: 4, foreign: true },
      step(0, 6, 'published', true),
    ];
    await write(steps, 0, steps.length);
    const query = { from: '2026-03-01', to: '2026-03-09' };
    const rows = await listed('first_answer_median', query);
    const hours = (ticks: number) => (ticks * TICK) / 3_600_000;
    expect(rows.map(({ id, value }) => [id, value])).toEqual([
      [records.need[1], hours(4)],
      [records.need[0], hours(2)],
    ]);
    const { figures } = await read({ ...query, figures: 'first_answer_median,first_answer_p90' });
    expect(figures.map(({ total }) => total)).toEqual([15.9, 20.1]);
  });
});
