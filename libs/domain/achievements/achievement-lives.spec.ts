import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { makePerson, type Person, TEXTS } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Delivery } from '../notifications/delivery.entity.js';
import { Notification } from '../notifications/notification.entity.js';
import { AchievementDuplicatesService } from './achievement-duplicates.service.js';
import { AchievementSelection } from './achievement-selection.entity.js';
import { AchievementSelectionsService } from './achievement-selections.service.js';
import { AchievementUpkeepService } from './achievement-upkeep.service.js';
import { AchievementVersionsService } from './achievement-versions.service.js';
import { achievementView } from './achievement-view.js';
import { Achievement } from './achievement.entity.js';
import { AchievementsService } from './achievements.service.js';

const DAY = 24 * 60 * 60_000;
const reasons = [{ field: 'description', reason: '缺少指标' }];

describe('the life of achievements after publication', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: AchievementsService;
  let versions: AchievementVersionsService;
  let selections: AchievementSelectionsService;
  let duplicates: AchievementDuplicatesService;
  let upkeep: AchievementUpkeepService;
  let owner: Person;
  let newcomer: Person;
  let city: Person;
  let province: Person;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    service = new AchievementsService(dataSource);
    versions = new AchievementVersionsService(dataSource, service);
    selections = new AchievementSelectionsService(dataSource, service);
    duplicates = new AchievementDuplicatesService(dataSource, service);
    upkeep = new AchievementUpkeepService(dataSource);
    const office = (regionCode: string) =>
      makePerson(dataSource, { organisation: { regionCode, kind: 'government' }, role: 'administrator' });
    city = await office('410100');
    province = await office('410000');
  });

  beforeEach(async () => {
    owner = await makePerson(dataSource);
    newcomer = await makePerson(dataSource, { organisation: { trusted: false } });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const ownText = () => ({
    title: `轧辊耐磨涂层 ${randomUUID()}`,
    description: `喷涂与重熔两步制备，用于热轧辊，批次 ${randomUUID()}。`,
    keywords: ['涂层'],
  });
  const published = async (body: object = ownText(), person = owner) => {
    const { id } = await service.create(person, body as never);
    if (person.trusted) return service.publish(person, id);
    await service.submit(person, id);
    return service.publish(city, id);
  };
  const matchingJobs = () => dataSource.manager.countBy(OutboxEntry, { job: 'achievement.match' });
  const toldTo = (person: Person) => dataSource.manager.findBy(Notification, { accountId: person.accountId });

  describe('changes of what is published', () => {
    it('wait for a reviewer where the owner is not trusted, and readers see the text from before', async () => {
      const { id, title, revision } = await published(undefined, newcomer);
      const jobs = await matchingJobs();
      const edited = await service.update(newcomer, id, { title: '夸大的标题', trl: 9 });
      expect(edited).toMatchObject({ title, trl: null, version: 2, revision, state: 'published' });
      expect(await matchingJobs()).toBe(jobs);
      const view = achievementView(edited, newcomer);
      expect(view.proposedChange).toMatchObject({ waiting: true, content: { title: '夸大的标题', trl: 9 } });
      expect(view.proposedChange?.fields.sort()).toEqual(['title', 'trl']);
      const publicly = achievementView(await service.get(null, id), null);
      expect(publicly).toMatchObject({ title, proposedChange: null, review: null });

      const desk = await service.list(city, { state: 'submitted', limit: 100 });
      expect(desk.items.map((item) => item.id)).toContain(id);
      const nobody = await service.list(null, { state: 'submitted', limit: 100 });
      expect(nobody.items).toEqual([]);

      const accepted = await service.publish(city, id, { version: 2 });
      expect(accepted).toMatchObject({ title: '夸大的标题', trl: 9, proposal: null, submittedAt: null });
      expect(BigInt(accepted.revision)).toBeGreaterThan(BigInt(revision));
      expect((await versions.get(newcomer, id, 2)).proposed).toBe(false);
    });

    it('go back with reasons, can be corrected, submitted again and taken back', async () => {
      const { id, title } = await published(undefined, newcomer);
      await service.update(newcomer, id, { title: '新标题' });
      const returned = await service.return(city, id, { reasons });
      expect(returned).toMatchObject({
        state: 'published',
        title,
        returnReasons: reasons,
        submittedAt: null,
      });
      expect((await toldTo(newcomer)).at(-1)?.title).toContain('的修改被退回');
      await expect(service.publish(city, id)).rejects.toMatchObject({ code: 'transition_not_allowed' });
      expect((await service.submit(newcomer, id)).submittedAt).not.toBeNull();
      await service.update(newcomer, id, { title });
      expect(await service.get(newcomer, id)).toMatchObject({ proposal: null, submittedAt: null });
    });

    it('let one of two reviewers win', async () => {
      const { id } = await published(undefined, newcomer);
      await service.update(newcomer, id, { title: `新标题 ${randomUUID()}` });
      const results = await Promise.allSettled([
        service.publish(city, id, { version: 2 }),
        service.return(province, id, { reasons }, { version: 2 }),
      ]);
      const lost = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({ code: 'transition_not_allowed' });
      const now = await service.get(newcomer, id);
      expect(now.proposal === null).toBe(results[0]?.status === 'fulfilled');
    });

    it('are in force at once where the owner is trusted', async () => {
      const { id } = await published();
      expect(await service.update(owner, id, { title: '改过的标题' })).toMatchObject({
        title: '改过的标题',
        proposal: null,
      });
    });
  });

  describe('versions', () => {
    it('are kept for every change, compared, and brought back as a new one', async () => {
      const text = ownText();
      const { id } = await service.create(owner, text);
      await service.update(owner, id, {
        description: '抗折强度 120 MPa。',
        keywords: ['涂层', '轧辊'],
        trl: 6,
      });
      await service.update(owner, id, { price: { kind: 'fixed', min: '10.50' } });
      await service.update(owner, id, { price: { kind: 'fixed', min: '10.5' } });
      const { items } = await versions.list(owner, id, { limit: 10 });
      expect(items.map(({ number, changedFields }) => [number, changedFields])).toEqual([
        [3, ['price']],
        [2, ['description', 'keywords', 'trl']],
        [1, ['title', 'description', 'keywords']],
      ]);
      expect(items[0]?.author).toEqual({ id: owner.accountId, name: '某人' });
      const { fields } = await versions.diff(owner, id, 1, 2);
      expect(fields).toContainEqual({ field: 'keywords', kind: 'list', added: ['轧辊'], removed: [] });
      expect(fields).toContainEqual({ field: 'trl', kind: 'value', before: null, after: 6 });

      const restored = await versions.restore(owner, id, 1, { version: 3 });
      expect(restored).toMatchObject({ ...text, trl: null, version: 4, priceKind: null });
      expect(await versions.get(owner, id, 4)).toMatchObject({ restoredFrom: 1, content: { ...text } });
      await expect(versions.restore(owner, id, 2, { version: 3 })).rejects.toMatchObject({
        code: 'changed_meanwhile',
      });
      await expect(versions.get(owner, id, 99)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('are for the owner and its reviewers, and names stay inside the owner', async () => {
      const { id } = await published();
      const stranger = await makePerson(dataSource);
      await expect(versions.list(stranger, id, { limit: 10 })).rejects.toMatchObject({ code: 'not_allowed' });
      const { items } = await versions.list(city, id, { limit: 10 });
      expect(items[0]?.author).toEqual({ id: owner.accountId, name: null });
    });
  });

  describe('the curated tier', () => {
    const why = { criteria: ['proven' as const], reason: '已在三家企业应用', note: '内部意见' };

    it('is entered and left level by level, with a record of it', async () => {
      const { id } = await published();
      await selections.select(city, id, why);
      await selections.select(city, id, why);
      await selections.select(province, id, why);
      expect(await service.get(null, id)).toMatchObject({
        tier: 'curated',
        selectedLevels: ['city', 'province'],
      });
      const curated = await service.list(null, { tier: 'curated', limit: 100 } as never);
      expect(curated.items.map((item) => item.id)).toContain(id);
      await selections.deselect(city, id, { reason: '指标已过时' });
      expect(await service.get(null, id)).toMatchObject({ tier: 'curated', selectedLevels: ['province'] });
      await selections.deselect(province, id, { reason: '指标已过时' });
      expect(await service.get(null, id)).toMatchObject({ tier: 'library', selectedLevels: [] });

      const { items } = await selections.list(null, id, { limit: 10 });
      expect(items.map(({ level, note, endReason }) => [level, note, endReason]).sort()).toEqual([
        ['city', null, '指标已过时'],
        ['province', null, '指标已过时'],
      ]);
      expect((await selections.list(city, id, { limit: 1 })).items[0]?.note).toBe('内部意见');
      expect((await toldTo(owner)).map(({ kind }) => kind).sort()).toEqual([
        'achievement_deselected',
        'achievement_deselected',
        'achievement_selected',
        'achievement_selected',
      ]);
    });

    it('is not in the hands of another level, another region or an owner, and ends with publication', async () => {
      const { id } = await published();
      const elsewhere = await makePerson(dataSource, {
        organisation: { regionCode: '410300', kind: 'government' },
        role: 'administrator',
      });
      await expect(
        (async () => selections.select(city, id, { ...why, level: 'province' }))(),
      ).rejects.toMatchObject({ code: 'not_allowed' });
      await expect(selections.select(elsewhere, id, why)).rejects.toMatchObject({ code: 'not_allowed' });
      await selections.select(city, id, why);
      await service.withdraw(owner, id);
      expect(await service.get(owner, id)).toMatchObject({ tier: 'library', selectedLevels: [] });
      expect(await dataSource.manager.findBy(AchievementSelection, { achievementId: id })).toMatchObject([
        { endReason: 'withdrawn', endedById: owner.accountId },
      ]);
      await expect(selections.select(city, id, why)).rejects.toMatchObject({
        code: 'transition_not_allowed',
      });
    });
  });

  describe('duplicates', () => {
    it('are asked about before publication, and the answer is kept for the reviewer', async () => {
      const number = '202211250898.9';
      const first = await published({ ...ownText(), patentNumbers: [number] });
      const { id } = await service.create(newcomer, { ...ownText(), patentNumbers: [number] });
      await expect(service.submit(newcomer, id)).rejects.toMatchObject({
        code: 'possible_duplicates',
        details: [{ field: `duplicates.${first.id}`, code: 'same_patent_number', message: first.title }],
      });
      expect(await service.get(newcomer, id)).toMatchObject({ state: 'draft' });
      await service.submit(newcomer, id, {
        duplicates: { duplicatesSeen: [first.id], duplicatesReason: '同一专利的另一应用' },
      });
      const view = achievementView(await service.publish(city, id), city);
      expect(view).toMatchObject({
        state: 'published',
        duplicates: { seen: [first.id], reason: '同一专利的另一应用' },
      });
      expect((await duplicates.list(city, id)).items).toMatchObject([{ id: first.id, seen: true }]);
    });

    it('let one of two publish the same text at the same moment', async () => {
      const text = ownText();
      const ids = await Promise.all(
        [0, 1, 2].map(async () => {
          const person = await makePerson(dataSource);
          return { person, id: (await service.create(person, text)).id };
        }),
      );
      const results = await Promise.allSettled(ids.map(({ person, id }) => service.publish(person, id)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'possible_duplicates' });
      }
    });

    it('are counted and not shown where the reader may not see them', async () => {
      const text = ownText();
      const secret = await service.create(newcomer, text);
      const { id } = await service.create(owner, { ...text, title: `${text.title}。` });
      // A draft of somebody else is not even counted.
      expect(await duplicates.list(owner, id)).toEqual({ items: [], hidden: 0 });
      await service.submit(newcomer, secret.id);
      expect(await duplicates.list(owner, id)).toEqual({ items: [], hidden: 1 });
      const refused = service.publish(owner, id);
      await expect(refused).rejects.toMatchObject({
        details: [{ field: 'duplicatesReason', code: 'hidden' }],
      });
      await expect(refused).rejects.not.toThrow(new RegExp(secret.id));
      await expect(
        service.publish(owner, id, { duplicates: { duplicatesReason: '本校自有成果' } }),
      ).resolves.toMatchObject({ state: 'published' });
    });

    it('tell a series, a near text and a new text apart', async () => {
      const first = await published(TEXTS.cbnAchievement);
      const near = TEXTS.cbnAchievement.description.replace('已在两条产线中试', '已在多家企业推广');
      const edited = await published({
        ...TEXTS.cbnAchievement,
        title: '立方氮化硼单晶合成技术',
        description: near,
      });
      expect(edited.duplicateSuspected).toBe(true);
      expect((await duplicates.list(owner, edited.id)).items).toMatchObject([
        { id: first.id, ground: 'near_text' },
      ]);
      const series = await published({
        title: '水稻品种 3 号',
        description: '抗稻瘟病，适合沿黄稻区，全生育期较短，米质优。',
      });
      const next = await published({
        title: '水稻品种 4 号',
        description: '抗稻瘟病，适合沿黄稻区，全生育期较短，米质优。',
      });
      expect([series.duplicateSuspected, next.duplicateSuspected]).toEqual([false, false]);
    });

    it('are merged by choice: the address points on, and nothing more is done to what was merged', async () => {
      const [older, middle, survivor] = [await published(), await published(), await published()];
      await duplicates.merge(owner, older.id, { into: middle.id, reason: '重复录入' }, {});
      await duplicates.merge(owner, middle.id, { into: survivor.id, reason: '重复录入' }, {});
      for (const { id } of [older, middle]) {
        await expect(service.get(null, id)).rejects.toMatchObject({
          code: 'merged',
          details: [{ field: 'id', code: 'merged_into', message: survivor.id }],
        });
        expect(await service.get(owner, id)).toMatchObject({ state: 'withdrawn', mergedIntoId: survivor.id });
        await expect(service.publish(owner, id)).rejects.toMatchObject({ code: 'merged' });
      }
      await expect(
        duplicates.merge(owner, survivor.id, { into: older.id, reason: '回头' }, {}),
      ).rejects.toMatchObject({ code: 'transition_not_allowed' });
      const foreign = await published(undefined, newcomer);
      await expect(
        duplicates.merge(owner, survivor.id, { into: foreign.id, reason: '占用' }, {}),
      ).rejects.toMatchObject({ code: 'not_allowed' });
      await duplicates.merge(city, foreign.id, { into: survivor.id, reason: '同一成果' }, {});
      expect((await toldTo(newcomer)).map(({ kind }) => kind)).toContain('achievement_merged');
    });

    it('survive two who merge crosswise', async () => {
      const [left, right] = [await published(), await published()];
      const results = await Promise.allSettled([
        duplicates.merge(owner, left.id, { into: right.id, reason: '重复' }, {}),
        duplicates.merge(owner, right.id, { into: left.id, reason: '重复' }, {}),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('are found in the background where nobody was asked', async () => {
      const first = await published();
      const copy = await dataSource.manager.save(
        Achievement,
        dataSource.manager.create(Achievement, {
          title: first.title,
          description: first.description,
          organisationId: newcomer.organisationId,
          state: 'published',
          publishedAt: new Date(),
        }),
      );
      expect(await upkeep.compareUnasked()).toBeGreaterThan(0);
      expect(await upkeep.compareUnasked()).toBe(0);
      expect(await service.get(null, copy.id)).toMatchObject({ duplicateSuspected: true, version: 1 });
      const listed = await service.list(newcomer, {
        mine: true,
        duplicates: 'suspected',
        limit: 10,
      } as never);
      expect(listed.items.map(({ id }) => id)).toEqual([copy.id]);
    });
  });

  describe('the yearly refresh', () => {
    const age = (ids: string[], days: number) =>
      dataSource.query(
        `UPDATE achievements SET confirmed_at = now() - make_interval(days => $2) WHERE id = ANY($1)`,
        [ids, days],
      );
    const reminders = async () =>
      (await toldTo(owner)).filter(({ kind }) => kind === 'achievement_refresh').map(({ title }) => title);

    it('reminds once before and once at the end, in one letter, until the owner confirms', async () => {
      const [one, two] = [await published(), await published()];
      const ids = [one.id, two.id];
      expect(await upkeep.remindOwners()).toBe(0);
      await age(ids, 340);
      await Promise.all([upkeep.remindOwners(), upkeep.remindOwners()]);
      expect(await upkeep.remindOwners()).toBe(0);
      expect(await reminders()).toEqual(['2 项成果即将满一年未确认']);
      await age(ids, 370);
      expect(achievementView(await service.get(null, one.id), null)).toMatchObject({ stale: true });
      expect(await upkeep.remindOwners()).toBe(2);
      expect(await upkeep.remindOwners()).toBe(0);
      expect(await reminders()).toHaveLength(2);
      const [letter] = (await toldTo(owner)).filter(({ kind }) => kind === 'achievement_refresh');
      expect(await dataSource.manager.existsBy(Delivery, { notificationId: letter?.id ?? '' })).toBe(true);

      const confirmed = achievementView(await service.confirm(owner, one.id), owner);
      expect(confirmed).toMatchObject({ stale: false, version: 1 });
      expect(Date.parse(confirmed.freshUntil ?? '') - Date.now()).toBeGreaterThan(364 * DAY);
      await age([one.id], 340);
      expect(await upkeep.remindOwners()).toBe(1);
      await expect(service.confirm(city, one.id)).rejects.toMatchObject({ code: 'not_allowed' });
    });
  });
});
