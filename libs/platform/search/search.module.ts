import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { MeilisearchEngine } from './meilisearch/meilisearch-engine.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import { SearchEngine } from './search.port.js';
import { WordList } from './word-list.js';

/** Other words for a word, as the domain knows them. */
export type Synonyms = () => ReadonlyMap<string, readonly string[]>;

/** `MEILISEARCH_URL` is given: it is used. It is not: PostgreSQL searches. */
@Module({})
export class SearchModule {
  static forRoot(synonyms: Synonyms): DynamicModule {
    return {
      module: SearchModule,
      providers: [
        WordList,
        {
          provide: SearchEngine,
          inject: [CONFIG, DataSource, WordList],
          useFactory: (config: Config, dataSource: DataSource, words: WordList): SearchEngine =>
            config.meilisearchUrl
              ? new MeilisearchEngine({
                  url: config.meilisearchUrl,
                  apiKey: config.meilisearchKey,
                  prefix: config.meilisearchPrefix,
                  synonyms,
                })
              : new PostgresEngine(dataSource, words),
        },
      ],
      exports: [SearchEngine, WordList],
    };
  }
}
