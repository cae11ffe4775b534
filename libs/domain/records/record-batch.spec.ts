import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { type CreateAchievement } from '#contracts/achievements.js';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { makePerson, type Person } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import { type BatchOptions } from './record-batch.js';
import { RecordEvent } from './record-event.entity.js';

describe('putting many records at once', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: AchievementsService;
  let owner: Person;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    service = new AchievementsService(dataSource);
    owner = await makePerson(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const put = (bodies: CreateAchievement[], how: Partial<BatchOptions> = {}, person = owner) =>
    dataSource.transaction((manager) =>
      service.putAll(
        manager,
        person,
        bodies.map((body) => ({ body })),
        { step: 'keep', dryRun: false, ...how },
      ),
    );
  const body = (externalKey: string, more: Partial<CreateAchievement> = {}): CreateAchievement => ({
    title: `成果 ${externalKey}`,
    description: '耐磨涂层',
    externalKey,
    price: { kind: 'fixed', min: '120' },
    ...more,
  });
  const keyOf = (externalKey: string) =>
    dataSource.manager.findOneByOrFail(Achievement, { organisationId: owner.organisationId, externalKey });
  const resultsOf = (outcomes: { result: string }[]) => outcomes.map(({ result }) => result);
  /** Everything a step leaves behind, without what differs from record to record. */
  const traces = async (id: string) => {
    const events = await dataSource.manager.find(RecordEvent, {
      where: { recordId: id },
      order: { id: 'ASC' },
    });
    const audits = await dataSource.manager.find(AuditEntry, {
      where: { subjectId: id },
      order: { id: 'ASC' },
    });
    return {
      events: events.map(({ action, fromState, toState, accountId, regionCode }) => ({
        action,
        fromState,
        toState,
        accountId,
        regionCode,
      })),
      audits: audits.map(({ action, confidentialTo, organisationIds, before, after }) => ({
        action,
        confidentialTo,
        organisationIds,
        fields: [Object.keys(before ?? {}).sort(), Object.keys(after ?? {}).sort()],
      })),
    };
  };
  const queuedFor = (achievementId: string) =>
    dataSource.manager.countBy(OutboxEntry, { job: 'achievement.match', payload: { achievementId } });

  it('leaves the same record, history and audit behind as one at a time, and the scoring to be queued for all', async () => {
    const one = await service.create(owner, body('single'));
    await service.publish(owner, one.id);
    await put([body('batch')], { step: 'publish' });
    const [single, batch] = [await keyOf('single'), await keyOf('batch')];
    const like = ({
      id: _id,
      title: _title,
      externalKey: _key,
      createdAt: _c,
      updatedAt: _u,
      // In bulk nobody is asked about duplicates; the worker compares afterwards.
      comparedVersion: _compared,
      ...rest
    }: Achievement) => ({
      ...rest,
      publishedAt: rest.publishedAt !== null,
      confirmedAt: rest.confirmedAt !== null,
      revision: Number(rest.revision) > 0,
    });
    expect(like(batch)).toEqual(like(single));
    expect(await traces(batch.id)).toEqual(await traces(single.id));
    expect([await queuedFor(single.id), await queuedFor(batch.id)]).toEqual([1, 0]);
    const owing = ({ revision, matchedRevision }: Achievement) => Number(revision) > Number(matchedRevision);
    expect([single, batch].map(owing)).toEqual([true, true]);
  });

  it('creates, changes and leaves alone, and says which', async () => {
    await put([body('a'), body('b')]);
    const before = await keyOf('a');
    const outcomes = await put([body('a'), body('b', { title: '改了' }), body('c', { keywords: ['新'] })]);
    expect(resultsOf(outcomes)).toEqual(['unchanged', 'updated', 'created']);
    expect(await keyOf('a')).toEqual(before);
    expect(await keyOf('b')).toMatchObject({ title: '改了', version: 2, priceMin: '120.0000' });
    expect(await keyOf('c')).toMatchObject({ keywords: ['新'], state: 'draft', revision: '0' });
  });

  it('leaves fields alone that the body does not name', async () => {
    await put([body('named', { trl: 6, keywords: ['旧'] })]);
    await put([{ title: '新题', description: '新文', externalKey: 'named' }]);
    expect(await keyOf('named')).toMatchObject({
      title: '新题',
      trl: 6,
      keywords: ['旧'],
      priceMin: '120.0000',
    });
  });

  it('draws one revision for each published record, and none for drafts', async () => {
    await put([body('r1'), body('r2')], { step: 'publish' });
    await put([body('r3')]);
    const [one, two, three] = [await keyOf('r1'), await keyOf('r2'), await keyOf('r3')];
    expect(new Set([one.revision, two.revision]).size).toBe(2);
    expect(three.revision).toBe('0');
    const again = await put([body('r1')], { step: 'publish' });
    expect(resultsOf(again)).toEqual(['unchanged']);
    expect((await keyOf('r1')).revision).toBe(one.revision);
  });

  it('does not bring back what was withdrawn', async () => {
    await put([body('gone')], { step: 'publish' });
    await service.withdraw(owner, (await keyOf('gone')).id);
    const outcomes = await put([body('gone', { title: '改过' })], { step: 'publish' });
    expect(resultsOf(outcomes)).toEqual(['updated']);
    expect(await keyOf('gone')).toMatchObject({ state: 'withdrawn', title: '改过' });
  });

  it('writes nothing when it only tells', async () => {
    await put([body('dry')]);
    const count = () => dataSource.manager.count(Achievement);
    const before = await count();
    const outcomes = await put([body('dry', { title: '不写' }), body('dry2')], {
      dryRun: true,
      step: 'publish',
    });
    expect(resultsOf(outcomes)).toEqual(['updated', 'created']);
    expect(await count()).toBe(before);
    expect((await keyOf('dry')).title).toBe('成果 dry');
  });

  it("keeps to the actor's own organisation, whatever the key", async () => {
    await put([body('shared')]);
    const other = await makePerson(dataSource);
    expect(resultsOf(await put([body('shared', { title: '别家的' })], {}, other))).toEqual(['created']);
    expect((await keyOf('shared')).title).toBe('成果 shared');
  });

  it('is refused whole to those who do not write', async () => {
    const broker = await makePerson(dataSource, { role: 'broker' });
    await expect(put([body('x')], {}, broker)).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('submits for those who do not publish, and refuses to publish', async () => {
    const untrusted = await makePerson(dataSource, { organisation: { trusted: false } });
    const [refused] = await put([body('u')], { step: 'publish' }, untrusted);
    expect(refused).toMatchObject({ result: 'refused', error: { code: 'organisation_not_trusted' } });
    const [submitted] = await put([body('u')], { step: 'submit' }, untrusted);
    expect(submitted?.result).toBe('created');
    const [row] = await dataSource.manager.findBy(Achievement, { organisationId: untrusted.organisationId });
    expect(row?.state).toBe('submitted');
    expect(row?.submittedAt).toBeInstanceOf(Date);
  });
});
