import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DataSource } from 'typeorm';
import { makePerson, TEXTS } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { NeedsService } from '../needs/needs.service.js';
import { Notification } from '../notifications/notification.entity.js';
import { LibraryService } from './library.service.js';
import { Match } from './match.entity.js';
import { MatchStore } from './match.store.js';
import { MatchingService } from './matching.service.js';
import { RescoringService } from './rescoring.service.js';

/** More than are scored together. */
const NEEDS = 60;

describe('rescoring', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    dataSource = await database.open();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('says what it would change, changes that, and then nothing more', async () => {
    const achievements = new AchievementsService(dataSource);
    const needs = new NeedsService(dataSource);
    const university = await makePerson(dataSource);
    const enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
    const { id: achievementId } = await achievements.create(university, TEXTS.cbnAchievement as never);
    await achievements.publish(university, achievementId);
    for (let count = 0; count < NEEDS; count += 1) {
      const owner = count === 0 ? university : enterprise;
      const { id } = await needs.create(owner, TEXTS.cbnNeed as never);
      await needs.publish(owner, id);
    }
    const library = new LibraryService(dataSource);
    const matching = new MatchingService(dataSource, library, new MatchStore());
    const rescoring = new RescoringService(dataSource, library, matching);
    const progress: number[] = [];
    const rescore = (dryRun: boolean) =>
      rescoring.rescore({ dryRun, onProgress: (done) => void progress.push(done) });

    const would = await rescore(true);
    // The university's own need is no match of its achievement.
    expect(would.pairs).toHaveLength(NEEDS - 1);
    expect(would.pairs[0]).toMatchObject({
      achievementId,
      before: null,
      after: { level: expect.any(Number) },
    });
    expect(await dataSource.manager.count(Match)).toBe(0);
    expect(progress).toEqual([50, NEEDS]);

    expect((await rescore(false)).pairs).toEqual(would.pairs);
    expect(await dataSource.manager.count(Match)).toBe(NEEDS - 1);
    const told = await dataSource.manager.count(Notification);

    const again = await rescore(false);
    expect(again.versionsBefore).toEqual([{ weightsVersion: again.weightsVersion, count: NEEDS - 1 }]);
    expect(again.pairs.map(({ before }) => before)).toEqual(would.pairs.map(({ after }) => after));
    expect(again.pairs.map(({ after }) => after)).toEqual(would.pairs.map(({ after }) => after));
    expect(await dataSource.manager.count(Notification)).toBe(told);
  });
});
