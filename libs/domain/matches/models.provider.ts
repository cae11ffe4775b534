import { type FactoryProvider, Logger } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { MatchingEngine } from '#matching/engine.js';
import { AssistedMatching } from '#matching/models/assisted-matching.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { configuredModels } from '#platform/models/configured-models.js';
import { PostgresAnswerCache } from '#platform/models/postgres-answer-cache.js';
import { SearchEngine } from '#platform/search/search.port.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { achievementRecord } from './matching-records.js';
import { SearchedCandidates } from './searched-candidates.js';

/** The engine of this process, with what the configuration names beside it: models, and where candidates come from. */
export const assistedMatchingProvider: FactoryProvider<AssistedMatching> = {
  provide: AssistedMatching,
  inject: [CONFIG, DataSource, SearchEngine],
  useFactory: (config: Config, dataSource: DataSource, search: SearchEngine) => {
    const logger = new Logger(AssistedMatching.name);
    const models = configuredModels(config, new PostgresAnswerCache(dataSource), (message) =>
      logger.warn(message),
    );
    const load = async (ids: readonly string[]) => {
      const found = await dataSource.manager.findBy(Achievement, { id: In(ids), state: 'published' });
      return found.map(achievementRecord);
    };
    const candidates = config.matchCandidates === 'search' ? new SearchedCandidates(search, load) : undefined;
    return new AssistedMatching(new MatchingEngine({ candidates }), models);
  },
};
