import { type Command } from 'commander';

import { loadConfig } from '#platform/config/config.js';

import { type CliIo, UsageError } from './io.js';
import { writeFileWhole } from './output-file.js';

interface SearchKeysArguments {
  api?: string;
  worker?: string;
}

/** Adds `search-keys`: with it, only whoever sets the platform up needs the master key of Meilisearch. */
export function addSearchKeysCommand(program: Command, io: CliIo): void {
  program
    .command('search-keys')
    .description('make the keys of few rights for Meilisearch, with the master key in MEILISEARCH_KEY')
    .option('--api <file>', 'where the key of the interface goes; printed where no file is named')
    .option('--worker <file>', 'where the key of the workers goes; printed where no file is named')
    .action(async (files: SearchKeysArguments) => {
      const { meilisearchUrl: url, meilisearchKey: key, meilisearchPrefix } = loadConfig(process.env);
      if (!url || !key) throw new UsageError('Give MEILISEARCH_URL, and in MEILISEARCH_KEY the master key.');
      // Other commands must not wait for the client to load.
      const { makeProcessKeys } = await import('#platform/search/meilisearch/meilisearch-keys.js');
      const keys = await makeProcessKeys(url, key, meilisearchPrefix).catch((error: unknown) => {
        throw new UsageError(`Meilisearch made no keys: ${(error as Error).message}`);
      });
      if (!keys) throw new UsageError('MEILISEARCH_KEY may not make keys: give the master key.');
      for (const kind of ['api', 'worker'] as const) {
        const file = files[kind];
        if (file === undefined) io.stdout.write(`${kind} ${keys[kind]}\n`);
        else {
          await writeFileWhole(file, (sink) => {
            sink.write(keys[kind]);
            return Promise.resolve();
          });
        }
      }
    });
}
