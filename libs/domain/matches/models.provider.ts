import { type FactoryProvider, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MatchingEngine } from '#matching/engine.js';
import { AssistedMatching } from '#matching/models/assisted-matching.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { configuredModels } from '#platform/models/configured-models.js';
import { PostgresAnswerCache } from '#platform/models/postgres-answer-cache.js';

/** The engine of this process, with the models beside it that the configuration names. */
export const assistedMatchingProvider: FactoryProvider<AssistedMatching> = {
  provide: AssistedMatching,
  inject: [CONFIG, DataSource],
  useFactory: (config: Config, dataSource: DataSource) => {
    const logger = new Logger(AssistedMatching.name);
    const models = configuredModels(config, new PostgresAnswerCache(dataSource), (message) =>
      logger.warn(message),
    );
    return new AssistedMatching(new MatchingEngine(), models);
  },
};
