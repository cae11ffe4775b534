import { type Command, Option } from 'commander';

import { SEARCH_KINDS, type SearchKind } from '#contracts/search.js';
import { type IndexKeeper } from '#domain/search/index-keeper.service.js';
import { type SearchEngine } from '#platform/search/search.port.js';

import { type CliIo, UsageError } from './io.js';
import { Progress } from './progress.js';

/** As for rejected rows: the command did its work, and not everything is as it should be. */
const EXIT_DIFFERS = 2;

interface ReindexArguments {
  kind?: SearchKind;
  check: boolean;
  mend: boolean;
}

/** Adds `reindex`: makes the search index anew beside the one that answers, or compares that one with the records. */
export function addReindexCommand(program: Command, io: CliIo, end: (exitCode: number) => void): void {
  program
    .command('reindex')
    .description('make the search index anew without a gap, or compare it with the records')
    .addOption(new Option('--kind <kind>', 'one kind instead of both').choices(SEARCH_KINDS))
    .option('--check', `only compare; exit code ${EXIT_DIFFERS} where something differs`, false)
    .option('--mend', 'compare, and write what differs', false)
    .action(async ({ kind, check, mend }: ReindexArguments) => {
      // Other commands must not wait for Nest and TypeORM to load.
      const [{ withPlatform }, keepers, search] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/search/index-keeper.service.js'),
        import('#platform/search/search.port.js'),
      ]);
      await withPlatform(async (platform) => {
        const keeper = platform.get(keepers.IndexKeeper);
        const engine = platform.get(search.SearchEngine);
        try {
          for (const one of kind ? [kind] : SEARCH_KINDS) {
            if (!check && !mend) await rebuild(keeper, engine, one, io);
            else if ((await compare(keeper, one, mend, io)) > 0 && !mend) end(EXIT_DIFFERS);
          }
        } catch (error) {
          if (error instanceof keepers.RebuildRunningError) throw new UsageError(error.message);
          if (!(error instanceof search.SearchUnavailableError)) throw error;
          throw new UsageError(`${engine.name} cannot be used: ${error.message}`);
        }
      });
    });
}

async function rebuild(
  keeper: IndexKeeper,
  engine: SearchEngine,
  kind: SearchKind,
  io: CliIo,
): Promise<void> {
  const started = Date.now();
  let progress: Progress | undefined;
  let told = 0;
  const count = await keeper.rebuild(kind, (done, all) => {
    progress ??= new Progress(io.stderr, kind, Math.max(1, all));
    for (; told < done; told += 1) progress.tick();
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const bytes = await engine.sizeOf(kind);
  const size = bytes === null ? '' : `, ${(bytes / 1e6).toFixed(1)} MB`;
  io.stderr.write(`${kind}: ${count} records in ${engine.name}, ${seconds} s${size}\n`);
}

async function compare(keeper: IndexKeeper, kind: SearchKind, mend: boolean, io: CliIo): Promise<number> {
  const { missing, stale, extra } = await keeper.check(kind, mend);
  const count = missing.length + stale.length + extra.length;
  const what = `${missing.length} missing, ${stale.length} stale, ${extra.length} extra`;
  io.stderr.write(`${kind}: ${what}${mend && count > 0 ? ', mended' : ''}\n`);
  return count;
}
