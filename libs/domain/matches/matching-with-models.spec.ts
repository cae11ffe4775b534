import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DataSource } from 'typeorm';
import { loadConfig } from '#platform/config/config.js';
import { ModelAnswer } from '#platform/models/model-answer.entity.js';
import { makePerson, TEXTS } from '#test/support/factories.js';
import {
  embedsBy,
  type ModelServer,
  reranksBy,
  startModelServer,
  themeVector,
} from '#test/support/model-server.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { NeedsService } from '../needs/needs.service.js';
import { LibraryService } from './library.service.js';
import { Match } from './match.entity.js';
import { MatchStore } from './match.store.js';
import { MatchesService } from './matches.service.js';
import { MatchingService } from './matching.service.js';
import { assistedMatchingProvider } from './models.provider.js';

describe('matching with models', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let server: ModelServer;
  let needId: string;
  let achievementId: string;
  const embeds = embedsBy(themeVector([['立方氮化硼', '高温高压'], ['水稻'], ['豆腐']]));
  const reranks = reranksBy((query, text) =>
    query.includes('氮化硼') && text.includes('氮化硼') ? 0.99 : 0.01,
  );

  /** A worker and an interface of their own: nothing in memory, as after a restart. */
  async function makeProcess() {
    const config = loadConfig({
      EMBEDDINGS_URL: server.url,
      EMBEDDINGS_MODEL: 'embedder',
      RERANK_URL: `${server.url}/rerank`,
      RERANK_MODEL: 'reranker',
      MODEL_TIMEOUT_MS: '1000',
    });
    const engine = await assistedMatchingProvider.useFactory(config, dataSource);
    const library = new LibraryService(dataSource, engine);
    await library.catchUp();
    await engine.prepare();
    return {
      matching: new MatchingService(dataSource, library, new MatchStore()),
      matches: new MatchesService(dataSource, library),
    };
  }

  const measures = (factors: Match['factors']) =>
    factors[0]!.evidence
      .filter(({ type }) => type === 'model')
      .map((evidence) => evidence as { measure: string });

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    dataSource = await database.open();
    const university = await makePerson(dataSource);
    const enterprise = await makePerson(dataSource, { organisation: { kind: 'enterprise' } });
    const achievements = new AchievementsService(dataSource);
    const needs = new NeedsService(dataSource);
    for (let count = 0; count < 40; count += 1) {
      const { id } = await achievements.create(university, {
        title: `第${count}号水稻品种选育`,
        description: '选育抗稻瘟病的水稻品种。'.repeat(1 + (count % 5)),
      });
      await achievements.publish(university, id);
    }
    achievementId = (await achievements.create(university, { ...TEXTS.cbnAchievement, keywords: [] })).id;
    needId = (await needs.create(enterprise, { ...TEXTS.cbnNeed, keywords: [] })).id;
    await achievements.publish(university, achievementId);
    await needs.publish(enterprise, needId);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  beforeEach(async () => {
    server = await startModelServer((request) =>
      request.path === '/embeddings' ? embeds(request) : reranks(request),
    );
  });

  afterEach(() => server.close());

  it('stores what they say, once, and changes nothing when the other side is matched', async () => {
    const { matching, matches } = await makeProcess();
    await matching.matchNeed(needId);
    const stored = await dataSource.manager.findOneByOrFail(Match, { needId, achievementId });
    expect(measures(stored.factors).map(({ measure }) => measure)).toEqual(['similarity', 'relevance']);
    await matching.matchAchievement(achievementId);
    await (await makeProcess()).matching.matchAchievement(achievementId);
    expect(await dataSource.manager.findOneByOrFail(Match, { needId, achievementId })).toEqual(stored);

    const preview = await matches.preview(null, { kind: 'need', limit: 5, ...TEXTS.cbnNeed, keywords: [] });
    expect(preview.items[0]!.record.id).toBe(achievementId);
    expect(measures(preview.items[0]!.factors as Match['factors'])).toHaveLength(2);
  });

  it('asks nothing after a restart that it asked before, and goes on when nobody answers', async () => {
    expect(await dataSource.manager.count(ModelAnswer)).toBeGreaterThan(5);
    const stored = await dataSource.manager.findOneByOrFail(Match, { needId, achievementId });
    const { matching, matches } = await makeProcess();
    await matching.matchNeed(needId);
    expect(server.requests).toEqual([]);
    await server.close();
    await matching.matchNeed(needId);
    expect(await dataSource.manager.findOneByOrFail(Match, { needId, achievementId })).toEqual(stored);

    const body = { kind: 'need' as const, limit: 5, title: '立方氮化硼刀具刃磨', description: '' };
    const alone = new MatchesService(dataSource, new LibraryService(dataSource));
    expect(await matches.preview(null, body)).toEqual(await alone.preview(null, body));
  });
});
